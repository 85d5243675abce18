import { groupDigits, MINUS, readDecimal, signOf, type Typed } from './digits.ts'

/** The mark of the currency on screen. */
export const MONEY_MARK = '￥'
/** No till takes more in one go: 9,999,999.99. */
export const MONEY_TYPED_MINOR_MAX = 999_999_999

/** An amount in parts, so that a hero number can set its mark and its fen smaller. */
export type MoneyParts = { readonly sign: string; readonly whole: string; readonly fraction: string }

/** @param totalMinor minor units, any sign. */
export function moneyParts(totalMinor: number, sign: 'negative' | 'always' = 'negative'): MoneyParts {
  const digits = String(Math.abs(totalMinor)).padStart(3, '0')
  return { sign: signOf(totalMinor, sign), whole: groupDigits(digits.slice(0, -2)), fraction: digits.slice(-2) }
}

/** "1,234.50", "−4.00"; with `sign: 'always'` "+0.30"; with `mark` "￥1,234.50". */
export function formatMoney(
  totalMinor: number,
  { sign = 'negative', mark = false }: { readonly sign?: 'negative' | 'always'; readonly mark?: boolean } = {},
): string {
  const parts = moneyParts(totalMinor, sign)
  return `${parts.sign}${mark ? MONEY_MARK : ''}${parts.whole}.${parts.fraction}`
}

/** What comes off: always with a minus, zero as "0.00". */
export function formatTakenOff(offMinor: number): string {
  return offMinor === 0 ? '0.00' : `${MINUS}${formatMoney(Math.abs(offMinor))}`
}

/** "￥50" for a whole amount, as on note keys; else as {@link formatMoney} with its mark. */
export function formatNote(noteMinor: number): string {
  return noteMinor % 100 === 0 ? `${MONEY_MARK}${groupDigits(String(noteMinor / 100))}` : formatMoney(noteMinor, { mark: true })
}

/** Reads an amount as typed ("12.5", "１２．５０"); letters are refused by name, nothing is guessed. */
export function readMoney(typed: string): Typed<'totalMinor'> {
  const scaled = readDecimal(typed, 2, MONEY_TYPED_MINOR_MAX)
  return typeof scaled === 'number' ? { kind: 'number', totalMinor: scaled } : { kind: 'refused', why: scaled }
}
