/** Minus is U+2212: as wide as the plus, and never mistaken for a hyphen. */
export const MINUS = '\u2212'

/** "1234567" → "1,234,567". */
export function groupDigits(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',')
}

/** '' or '−', and with `always` '+' for what is not negative. Zero has no sign. */
export function signOf(whole: number, sign: 'negative' | 'always'): string {
  if (whole < 0) return MINUS
  return sign === 'always' && whole > 0 ? '+' : ''
}

/** What a person typed, as plain digits: full-width forms, spaces and grouping commas of an input method are undone. */
export function plainDigits(typed: string): string {
  return typed.normalize('NFKC').replace(/[\s,￥¥]/g, '').replace('。', '.')
}

/** Why typed text is no number of ours. Each has a text that says what to do. */
export type TypedRefusal = 'empty' | 'not-a-number' | 'too-many-decimals' | 'too-large'
export type Typed<Unit extends string> =
  | ({ readonly kind: 'number' } & { readonly [U in Unit]: number })
  | { readonly kind: 'refused'; readonly why: TypedRefusal }

/**
 * Reads a decimal without floating point.
 * @param decimals how many digits may follow the point; the answer is in units of 10^-decimals.
 */
export function readDecimal(typed: string, decimals: number, scaledMax: number): number | TypedRefusal {
  const text = plainDigits(typed)
  if (text === '' || text === '.') return 'empty'
  const match = /^(\d*)(?:\.(\d*))?$/.exec(text)
  if (match === null) return 'not-a-number'
  const [, whole = '', fraction = ''] = match
  if (fraction.length > decimals) return 'too-many-decimals'
  if (whole.length > 12) return 'too-large'
  const scaled = Number(whole + fraction.padEnd(decimals, '0'))
  return scaled > scaledMax ? 'too-large' : scaled
}
