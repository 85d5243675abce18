import { fraction, floorOf, multiply, parseFraction } from '../fraction.ts'
import { usablePoints } from '../lots.ts'
import type { Programme, RedeemRules } from '../programme.ts'
import { ceilDiv, safeNumber, sumOf } from '../rounding.ts'
import type { SaleInputs } from '../sale-case.ts'
import type { Rejection } from '../sale-result.ts'
import { split } from '../split.ts'
import { isGoods } from './basket-line.ts'
import type { BasketLine } from './basket-line.ts'
import { reject } from './rejection.ts'

/** Paid with points: how many, what they are worth, and the shares of the lines. */
export interface PointsTender {
  readonly kind: 'tender'
  readonly pointsUsed: number
  readonly worthMinor: number
  readonly usablePoints: number
  /** floor(maxShare × net of the lines that may be paid with points). */
  readonly limitMinor: number
  /** Parallel to the lines. */
  readonly worthShares: readonly number[]
  readonly pointsShares: readonly number[]
}

/** What points are worth: floor(points × redeem.minor ÷ redeem.points). */
export function worthOf(points: number, redeem: RedeemRules): number {
  return safeNumber((BigInt(points) * BigInt(redeem.minor)) / BigInt(redeem.points))
}

export function payWithPoints(
  programme: Programme,
  inputs: SaleInputs,
  redeemPoints: SaleInputs['redeemPoints'],
  lines: readonly BasketLine[],
): PointsTender | Rejection {
  const { redeem } = programme
  const payable = lines.map((line) => isGoods(line) && !isExcluded(redeem, line.category))
  const payableMinor = sumOf(lines.map((line, index) => (payable[index] ? line.netMinor : 0)))
  const limitMinor = safeNumber(floorOf(multiply(parseFraction(redeem.maxShare), fraction(payableMinor))))
  const usable = inputs.member === null ? 0 : usablePoints(inputs.member, inputs.atMs)
  const pointsUsed = redeemPoints === 'max' ? pointsMax(redeem, usable, limitMinor) : redeemPoints
  if (redeemPoints !== 'max') {
    const refusal = refusalOf(redeem, redeemPoints, usable, payable.includes(true) ? limitMinor : null)
    if (refusal !== null) return refusal
  }
  const worthMinor = worthOf(pointsUsed, redeem)
  const worthShares = splitOver(
    worthMinor,
    lines.map((line, index) => (payable[index] ? line.netMinor : null)),
  )
  const pointsShares = splitOver(
    pointsUsed,
    worthShares.map((worth, index) => (payable[index] ? worth : null)),
  )
  return { kind: 'tender', pointsUsed, worthMinor, usablePoints: usable, limitMinor, worthShares, pointsShares }
}

/** The smallest number of points with the largest worth allowed, or 0. */
export function pointsMax(redeem: RedeemRules, usable: number, limitMinor: number): number {
  const [perPoints, perMinor, step] = [BigInt(redeem.points), BigInt(redeem.minor), BigInt(redeem.stepPoints)]
  const withinLimit = ceilDiv((BigInt(limitMinor) + 1n) * perPoints, perMinor) - 1n
  const most = BigInt(usable) < withinLimit ? BigInt(usable) : withinLimit
  const largest = (most / step) * step
  const worth = (largest * perMinor) / perPoints
  if (worth === 0n || largest < BigInt(redeem.minPoints)) return 0
  const forWorth = ceilDiv(worth * perPoints, perMinor)
  const wanted = forWorth > BigInt(redeem.minPoints) ? forWorth : BigInt(redeem.minPoints)
  return safeNumber(ceilDiv(wanted, step) * step)
}

/** Step, minimum, enough, share: the order in which a cashier is told. `limitMinor` is null where no line may be paid. */
function refusalOf(redeem: RedeemRules, points: number, usable: number, limitMinor: number | null): Rejection | null {
  if (points === 0) return null
  const { stepPoints, minPoints } = redeem
  if (points % stepPoints !== 0) return reject('not_a_step', { points, stepPoints })
  const worthMinor = worthOf(points, redeem)
  if (points < minPoints || worthMinor === 0) return reject('below_minimum_points', { points, minPoints })
  if (points > usable) return reject('insufficient_points', { points, usablePoints: usable })
  if (limitMinor === null || worthMinor > limitMinor) {
    return reject('over_maximum_share', { points, worthMinor, limitMinor: limitMinor ?? 0 })
  }
  return null
}

function isExcluded(redeem: RedeemRules, category: string | null): boolean {
  return category !== null && redeem.excludeCategories.includes(category)
}

/** Splits over the entries that have a weight; the others get 0. */
function splitOver(total: number, weights: readonly (number | null)[]): number[] {
  const parts = split(
    total,
    weights.filter((weight) => weight !== null),
  )
  return weights.map((weight) => (weight === null ? 0 : (parts.shift() ?? 0)))
}
