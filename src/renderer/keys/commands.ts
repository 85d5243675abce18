/**
 * What the keyboard can ask of the till, and by which keys. One table for pressing, for the caps on the keys and for
 * help; remapping replaces rows of it.
 */
export type Command =
  | 'help'
  | 'member'
  | 'coupons'
  | 'points'
  | 'use-max'
  | 'recent-sales'
  | 'devices'
  | 'print'
  | 'return'
  | 'return-all'
  | 'return-other'
  | 'find-product'
  | 'why'
  | 'forward'
  | 'back'
  | 'enter'
  | 'quantity'
  | 'remove-line'
  | 'clear-basket'
  | 'line-up'
  | 'line-down'
  | 'one-more'
  | 'one-less'
  | 'tender-cash'
  | 'tender-wallet'
  | 'tender-card'
  | 'tender-stored'
  | 'tender-gift-card'
  | 'best-1'
  | 'best-2'
  | 'best-3'
  | 'exact'
  | 'no-member'
  | 'choice-before'
  | 'choice-after'
  | 'lock'
  | 'desk-menu'
  | 'shift'
  | 'cash-moves'
  | 'line-price'
  | 'discount'
  | 'void-sale'
  | 'report-x'

/** A press that a person can make and a cap can show. `code` is physical, so it is the same under every input method. */
export type KeyPress = {
  /** `event.key` for named keys ("F2", "Enter", "Delete"), `event.code` for letters and digits with Alt or Ctrl. */
  readonly key?: string
  readonly code?: string
  readonly alt?: boolean
  readonly ctrl?: boolean
}
export type Binding = { readonly command: Command; readonly presses: readonly KeyPress[]; readonly cap: string }

export const bindings: readonly Binding[] = [
  { command: 'help', presses: [{ key: 'F1' }], cap: 'F1' },
  { command: 'member', presses: [{ key: 'F2' }, { key: 'F9' }], cap: 'F2' },
  { command: 'coupons', presses: [{ key: 'F3' }], cap: 'F3' },
  { command: 'points', presses: [{ key: 'F4' }], cap: 'F4' },
  { command: 'use-max', presses: [{ key: 'F5' }], cap: 'F5' },
  { command: 'return', presses: [{ key: 'F8' }], cap: 'F8' },
  { command: 'why', presses: [{ key: 'F10' }], cap: 'F10' },
  { command: 'forward', presses: [{ key: 'F12' }], cap: 'F12' },
  { command: 'back', presses: [{ key: 'Escape' }], cap: 'Esc' },
  { command: 'enter', presses: [{ key: 'Enter' }], cap: 'Enter' },
  { command: 'quantity', presses: [{ key: '*' }, { code: 'NumpadMultiply' }], cap: '*' },
  { command: 'remove-line', presses: [{ key: 'Delete' }], cap: 'Del' },
  { command: 'clear-basket', presses: [{ key: 'Delete', ctrl: true }], cap: 'Ctrl Del' },
  { command: 'line-up', presses: [{ key: 'ArrowUp' }], cap: '↑' },
  { command: 'line-down', presses: [{ key: 'ArrowDown' }], cap: '↓' },
  { command: 'one-more', presses: [{ key: '+' }], cap: '+' },
  { command: 'one-less', presses: [{ key: '-' }], cap: '−' },
  { command: 'recent-sales', presses: [{ code: 'KeyR', alt: true }], cap: 'Alt R' },
  { command: 'print', presses: [{ code: 'KeyP', ctrl: true }], cap: 'Ctrl P' },
  { command: 'devices', presses: [{ code: 'KeyD', alt: true }], cap: 'Alt D' },
  { command: 'find-product', presses: [{ code: 'KeyP', alt: true }], cap: 'Alt P' },
  { command: 'return-all', presses: [{ code: 'KeyA', alt: true }], cap: 'Alt A' },
  { command: 'return-other', presses: [{ code: 'KeyN', alt: true }], cap: 'Alt N' },
  { command: 'no-member', presses: [{ code: 'KeyU', alt: true }], cap: 'Alt U' },
  { command: 'tender-cash', presses: [{ code: 'Digit1', alt: true }], cap: 'Alt 1' },
  { command: 'tender-wallet', presses: [{ code: 'Digit2', alt: true }], cap: 'Alt 2' },
  { command: 'tender-card', presses: [{ code: 'Digit3', alt: true }], cap: 'Alt 3' },
  { command: 'tender-stored', presses: [{ code: 'Digit4', alt: true }], cap: 'Alt 4' },
  { command: 'tender-gift-card', presses: [{ code: 'Digit5', alt: true }], cap: 'Alt 5' },
  { command: 'best-1', presses: [{ code: 'Digit7', alt: true }], cap: 'Alt 7' },
  { command: 'best-2', presses: [{ code: 'Digit8', alt: true }], cap: 'Alt 8' },
  { command: 'best-3', presses: [{ code: 'Digit9', alt: true }], cap: 'Alt 9' },
  { command: 'choice-before', presses: [{ key: 'ArrowLeft' }], cap: '←' },
  { command: 'choice-after', presses: [{ key: 'ArrowRight' }], cap: '→' },
  { command: 'lock', presses: [{ code: 'KeyL', alt: true }], cap: 'Alt L' },
  { command: 'desk-menu', presses: [{ code: 'KeyM', alt: true }], cap: 'Alt M' },
  { command: 'shift', presses: [{ code: 'KeyS', alt: true }], cap: 'Alt S' },
  { command: 'cash-moves', presses: [{ code: 'KeyC', alt: true }], cap: 'Alt C' },
  { command: 'line-price', presses: [{ code: 'KeyE', alt: true }], cap: 'Alt E' },
  { command: 'discount', presses: [{ code: 'KeyK', alt: true }], cap: 'Alt K' },
  { command: 'void-sale', presses: [{ code: 'KeyV', alt: true }], cap: 'Alt V' },
  { command: 'report-x', presses: [{ code: 'KeyX', alt: true }], cap: 'Alt X' },
  { command: 'exact', presses: [{ code: 'Digit0', alt: true }], cap: 'Alt 0' },
]

export type PressFacts = {
  readonly key: string
  readonly code: string
  readonly altKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
}

function matches(press: KeyPress, facts: PressFacts): boolean {
  if (facts.metaKey || facts.altKey !== (press.alt ?? false) || facts.ctrlKey !== (press.ctrl ?? false)) return false
  return press.key === undefined ? press.code === facts.code : press.key === facts.key
}

/** The command that a press means; null: none. AltGr (Ctrl and Alt together) is typing, not a command. */
export function commandOf(facts: PressFacts, table: readonly Binding[] = bindings): Command | null {
  return table.find((binding) => binding.presses.some((press) => matches(press, facts)))?.command ?? null
}

/** What stands on the key of a command. */
export function capOf(command: Command, table: readonly Binding[] = bindings): string {
  return table.find((binding) => binding.command === command)?.cap ?? ''
}

/** Commands that a person also types as text; in a text field they are text. */
const alsoText: ReadonlySet<Command> = new Set(['quantity', 'one-more', 'one-less', 'remove-line', 'clear-basket', 'choice-before', 'choice-after'])

/** Does the field get this press, and not the till? */
export function isFieldsOwn(command: Command): boolean {
  return alsoText.has(command)
}
