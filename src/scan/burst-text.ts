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
 * @param isCode is it a code of a known form? Asked where both readings are as likely.
 */
export function burstText(characters: readonly BurstCharacter[], isCode: (text: string) => boolean = () => false): string {
  const byCode = join(characters, (character) => character.byCode ?? character.byLayout)
  const byLayout = join(characters, (character) => character.byLayout ?? character.byCode)
  const [likenessByCode, likenessByLayout] = [codeLikeness(byCode), codeLikeness(byLayout)]
  if (likenessByCode !== likenessByLayout) return likenessByLayout > likenessByCode ? byLayout : byCode
  // Capitals that a scanner made by caps lock: only as letters of the layout do they make a code.
  return byLayout !== byCode && !isCode(byCode) && isCode(byLayout) ? byLayout : byCode
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
 * Alt numbers that stand for bytes: one byte above ASCII, or both bytes of a GBK character (Alt+54992 is 中). Everything
 * else is a Unicode number (Alt+20013 is 中 too): Chinese characters in use have Unicode numbers below 0xA000, and GBK
 * ones from 0xA1A1 (those of GB 2312) or 0xAA40 (more), so the two do not meet.
 */
function altBytes(number: number): readonly number[] | null {
  if (number >= 0x80 && number <= 0xff) return [number]
  const high = number >> 8
  const low = number & 0xff
  const isGb2312 = high >= 0xa1 && low >= 0xa1 && low <= 0xfe
  const isMore = high >= 0xaa && low >= 0x40 && low <= 0xa0 && low !== 0x7f
  return high <= 0xfe && (isGb2312 || isMore) ? [high, low] : null
}
