import { groupDigits, readDecimal, signOf, type Typed } from './digits.ts'

/** No balance has more digits than this. */
export const POINTS_TYPED_MAX = 999_999_999
/** The contract's bound on a line (99,999 of a thing). */
export const QUANTITY_TYPED_MILLI_MAX = 99_999_000

export type SaleUnit = 'piece' | 'kg'

/** Points and other whole counts: "4,538", "−1,200", with `always` "+272". */
export function formatCount(count: number, sign: 'negative' | 'always' = 'negative'): string {
  return `${signOf(count, sign)}${groupDigits(String(Math.abs(count)))}`
}

/** A quantity in thousandths: pieces "2", weights always with three decimals "1.250". */
export function formatQuantity(quantityMilli: number, unit: SaleUnit): string {
  const digits = String(Math.abs(quantityMilli)).padStart(4, '0')
  const whole = groupDigits(digits.slice(0, -3))
  const fraction = digits.slice(-3)
  const sign = signOf(quantityMilli, 'negative')
  if (unit === 'kg') return `${sign}${whole}.${fraction}`
  return `${sign}${whole}${fraction === '000' ? '' : `.${fraction.replace(/0+$/, '')}`}`
}

/** Reads points as typed: whole numbers only. */
export function readPoints(typed: string): Typed<'points'> {
  const scaled = readDecimal(typed, 0, POINTS_TYPED_MAX)
  return typeof scaled === 'number' ? { kind: 'number', points: scaled } : { kind: 'refused', why: scaled }
}

/** Reads a quantity as typed: whole for pieces, up to three decimals for a weight. Zero is refused: Del takes a line away. */
export function readQuantity(typed: string, unit: SaleUnit): Typed<'quantityMilli'> {
  const scaled = unit === 'kg' ? readDecimal(typed, 3, QUANTITY_TYPED_MILLI_MAX) : readDecimal(typed, 0, QUANTITY_TYPED_MILLI_MAX / 1000)
  if (typeof scaled !== 'number') return { kind: 'refused', why: scaled }
  if (scaled === 0) return { kind: 'refused', why: 'empty' }
  return { kind: 'number', quantityMilli: unit === 'kg' ? scaled : scaled * 1000 }
}
