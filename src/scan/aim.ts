/** The kinds of code that a device can name; what is not among them has no name here (null). */
export type Symbology =
  | 'ean-13'
  | 'ean-8'
  | 'upc-a'
  | 'upc-e'
  | 'code-39'
  | 'code-93'
  | 'code-128'
  | 'gs1-128'
  | 'itf'
  | 'codabar'
  | 'qr'
  | 'gs1-qr'
  | 'data-matrix'
  | 'pdf-417'
  | 'aztec'
  | 'han-xin'
  | 'magstripe'

/** Code letters of ISO/IEC 15424. */
const AIM_CODE_LETTERS = 'ABCDEFGHIKLMNOPQRSTUVXYZcdefhz'
const AIM_PATTERN = new RegExp(`^\\][${AIM_CODE_LETTERS}][0-9A-Za-z]`)

/** True for an AIM symbology identifier such as `]E0`. */
export function isAim(text: string): boolean {
  return text.length === 3 && AIM_PATTERN.test(text)
}

/** Takes an AIM identifier off the front of a text. */
export function splitAim(text: string): { readonly aim: string | null; readonly text: string } {
  return AIM_PATTERN.test(text) ? { aim: text.slice(0, 3), text: text.slice(3) } : { aim: null, text }
}

const BY_IDENTIFIER: Readonly<Record<string, Symbology>> = {
  ']E4': 'ean-8',
  ']C1': 'gs1-128',
  ']Q3': 'gs1-qr',
  ']Q4': 'gs1-qr',
}
const BY_LETTER: Readonly<Record<string, Symbology>> = {
  A: 'code-39',
  C: 'code-128',
  d: 'data-matrix',
  F: 'codabar',
  G: 'code-93',
  h: 'han-xin',
  I: 'itf',
  L: 'pdf-417',
  Q: 'qr',
  z: 'aztec',
}

/**
 * What an AIM identifier says the code is.
 * @param text the code: `]E0` stands for EAN-13 and, on devices that do not pad them, for UPC-A (12 digits) and UPC-E (8).
 */
export function aimSymbology(aim: string, text: string): Symbology | null {
  const exact = BY_IDENTIFIER[aim]
  if (exact !== undefined) return exact
  const letter = aim.charAt(1)
  if (letter !== 'E') return BY_LETTER[letter] ?? null
  if (aim !== ']E0' && aim !== ']E3') return null // add-on digits alone
  if (text.length === 12) return 'upc-a'
  return text.length === 8 ? 'upc-e' : 'ean-13'
}

/** True if the identifier says that the code carries GS1 element strings. */
export function isGs1Aim(aim: string | null): boolean {
  return aim !== null && [']C1', ']Q3', ']Q4', ']d2', ']e0', ']e1', ']e2', ']J1'].includes(aim)
}
