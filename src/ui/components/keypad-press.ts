/** What a keypad can be asked to do; the page decides what it means for its field. */
export type KeypadPress = { readonly kind: 'digits'; readonly digits: string } | { readonly kind: 'back' } | { readonly kind: 'clear' }

/** Types a press into a text: what a field shows after it. */
export function typeInto(typed: string, press: KeypadPress, charsMax = 12): string {
  switch (press.kind) {
    case 'digits':
      return press.digits === '.' && typed.includes('.') ? typed : (typed + press.digits).slice(0, charsMax)
    case 'back':
      return typed.slice(0, -1)
    case 'clear':
      return ''
  }
}
