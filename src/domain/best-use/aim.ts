import type { CouponInHand } from '../sale-case.ts'
import { worthOf } from '../sale/points-tender.ts'
import type { SaleWork } from '../sale/sale-work.ts'
import { compareIds } from '../ordering.ts'
import { sumOf } from '../rounding.ts'

/**
 * What a member may want of her points and coupons. `best-value`: least of what she pays + the worth of points used
 * that would have lasted − the worth of points earned. `least-now`: least to pay. `keep`: nothing that will last.
 */
export type BestUseAim = 'best-value' | 'least-now' | 'keep'

/** One way to pay for a basket. */
export interface Choice {
  readonly coupons: readonly CouponInHand[]
  readonly pointsUsed: number
  readonly payMinor: number
  readonly earnPoints: number
  readonly earnedMinor: number
  /** Worth of the points used that do not expire within 30 days. */
  readonly lastingMinor: number
}

/** What expires later than this after the sale lasts. */
export const LASTING_MS = 30 * 86_400_000

export function lasts(expiresAtMs: number | null, atMs: number): boolean {
  return expiresAtMs === null || expiresAtMs > atMs + LASTING_MS
}

export function choiceOf({ programme, inputs, lines, points, stored, earning, settlement }: SaleWork): Choice {
  const lastingPoints = (settlement?.lotsUsed ?? [])
    .filter(({ lot }) => lasts(lot.expiresAtMs, inputs.atMs))
    .map(({ points: used }) => used)
  const dueMinor = sumOf(lines.map((line) => line.netMinor))
  const { earnPoints } = earning.pass
  return {
    coupons: inputs.coupons,
    pointsUsed: points.pointsUsed,
    payMinor: dueMinor - points.worthMinor - stored.principalMinor - stored.bonusMinor,
    earnPoints,
    earnedMinor: worthOf(earnPoints, programme.redeem),
    lastingMinor: worthOf(sumOf(lastingPoints), programme.redeem),
  }
}

/** What an aim makes least. */
export function costOf(aim: BestUseAim, { payMinor, lastingMinor, earnedMinor }: Choice): number {
  return aim === 'least-now' ? payMinor : payMinor + lastingMinor - earnedMinor
}

/** Negative where `a` serves the aim better: cost, then fewer points, fewer coupons, coupons that expire sooner, ids. */
export function compareChoices(aim: BestUseAim, a: Choice, b: Choice): number {
  return (
    costOf(aim, a) - costOf(aim, b) ||
    a.pointsUsed - b.pointsUsed ||
    a.coupons.length - b.coupons.length ||
    compareLists(expiries(a), expiries(b), compareExpiries) ||
    compareLists(codes(a), codes(b), compareIds)
  )
}

/** Whether an aim may use a coupon at all. */
export function allowsCoupon(aim: BestUseAim, coupon: CouponInHand, atMs: number): boolean {
  return aim !== 'keep' || !lasts(coupon.expiresAtMs, atMs)
}

function expiries({ coupons }: Choice): number[] {
  return coupons.map((coupon) => coupon.expiresAtMs ?? Infinity).sort(compareExpiries)
}

function codes({ coupons }: Choice): string[] {
  return coupons.map((coupon) => coupon.code).sort(compareIds)
}

function compareExpiries(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function compareLists<T>(a: readonly T[], b: readonly T[], compare: (x: T, y: T) => number): number {
  for (const [index, entry] of a.entries()) {
    const other = b[index]
    const difference = other === undefined ? 0 : compare(entry, other)
    if (difference !== 0) return difference
  }
  return 0
}
