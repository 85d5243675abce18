import { bytesToText } from './text-codec.ts'

/** One character of a burst, with every reading of it that the key event allows. */
export type BurstCharacter =
  | { readonly kind: 'key'; readonly byCode: string | null; readonly byLayout: string | null }
  /** Alt and digits of the number pad: the number of a character. */
  | { readonly kind: 'alt'; readonly number: number }
  /** A control character by Ctrl, such as GS between fields. */
  | { readonly kind: 'control'; readonly code: number }

/**
 * The text that a scanner meant. A scanner presses physical keys of the layout it is set to: the US one as a rule, so
 * that is read, whatever layout, caps lock or input method the system has. A scanner that is set to the system's other
 * layout shows in the characters: a code has letters and digits, the wrong layout makes signs of them.
 */
export function burstText(characters: readonly BurstCharacter[]): string {
  const byCode = join(characters, (character) => character.byCode ?? character.byLayout)
  const byLayout = join(characters, (character) => character.byLayout ?? character.byCode)
  return codeLikeness(byLayout) > codeLikeness(byCode) ? byLayout : byCode
}

/** The text that a person meant: what the system's layout makes of the keys. */
export function typedText(characters: readonly BurstCharacter[]): string {
  return join(characters, (character) => character.byLayout ?? character.byCode)
}

/** How many of the characters are ones that codes are made of. */
function codeLikeness(text: string): number {
  return text.replace(/[^0-9A-Za-z]/g, '').length
}

type KeyCharacter = Extract<BurstCharacter, { kind: 'key' }>

function join(characters: readonly BurstCharacter[], read: (character: KeyCharacter) => string | null): string {
  let text = ''
  let bytes: number[] = []
  const flush = (): void => {
    if (bytes.length > 0) text += bytesToText(Uint8Array.from(bytes))
    bytes = []
  }
  for (const character of characters) {
    if (character.kind === 'alt' && altBytes(character.number) !== null) {
      bytes.push(...(altBytes(character.number) ?? []))
      continue
    }
    flush()
    if (character.kind === 'key') text += read(character) ?? ''
    else if (character.kind === 'control') text += String.fromCharCode(character.code)
    else text += character.number <= 0x10ffff ? String.fromCodePoint(character.number) : ''
  }
  flush()
  return text
}

/**
 * Alt numbers that stand for bytes: one byte above ASCII, or both bytes of a GB 2312 character (Alt+54992 is 中).
 * Everything else is a Unicode number (Alt+20013 is 中 too): Chinese characters in use have Unicode numbers below
 * 0xA000 and GB 2312 ones from 0xA1A1, so the two do not meet.
 */
function altBytes(number: number): readonly number[] | null {
  if (number >= 0x80 && number <= 0xff) return [number]
  const high = number >> 8
  const low = number & 0xff
  return high >= 0xa1 && high <= 0xfe && low >= 0xa1 && low <= 0xfe ? [high, low] : null
}
