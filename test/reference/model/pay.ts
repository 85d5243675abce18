/** Steps 5 and 6: points and stored value, split over the lines that they may pay. */
import { floor, fraction, roundOf, splitByWhole, times, total } from './fraction.ts'
import type { Input } from './case.ts'
import { worthOf } from './measure.ts'
import type { PricedLine } from './measure.ts'

/** What was paid of each line. */
export interface Paid {
  readonly worthMinor: bigint[]
  readonly points: bigint[]
  readonly principalMinor: bigint[]
  readonly bonusMinor: bigint[]
}

export class Rejection extends Error {
  readonly rejected: string
  constructor(rejected: string) {
    super(rejected)
    this.rejected = rejected
  }
}

/** The number of points that pay: checked as asked, or searched for "max". */
function pointsToUse(input: Input, usable: bigint, limitMinor: bigint): bigint {
  const { redeem } = input.programme
  const asked = input.redeemPoints
  if (asked === 'max') {
    let best = 0n
    for (let points = redeem.stepPoints; points <= usable; points += redeem.stepPoints) {
      const worth = worthOf(points, redeem)
      if (worth > limitMinor) break
      if (points >= redeem.minPoints && worth > worthOf(best, redeem)) best = points
    }
    return best
  }
  if (asked === 0n) return 0n
  if (asked % redeem.stepPoints !== 0n) throw new Rejection('not_a_step')
  if (asked < redeem.minPoints || worthOf(asked, redeem) === 0n) throw new Rejection('below_minimum_points')
  if (asked > usable) throw new Rejection('insufficient_points')
  if (worthOf(asked, redeem) > limitMinor) throw new Rejection('over_maximum_share')
  return asked
}

/** Parts for the chosen lines, zero for the others. */
function spread(
  whole: bigint,
  lines: readonly PricedLine[],
  chosen: readonly boolean[],
  weights: readonly bigint[],
): bigint[] {
  const indexes = lines.map((_, index) => index).filter((index) => chosen[index] === true)
  const parts = splitByWhole(
    whole,
    indexes.map((index) => weights[index] ?? 0n),
  )
  return lines.map((_, index) => (chosen[index] === true ? (parts[indexes.indexOf(index)] ?? 0n) : 0n))
}

export function payWithPoints(
  input: Input,
  lines: readonly PricedLine[],
  usable: bigint,
): { readonly points: bigint; readonly worth: bigint[]; readonly shares: bigint[] } {
  const { redeem } = input.programme
  const payable = lines.map(
    (line) => !line.isAsset && !(line.category !== null && redeem.excludeCategories.includes(line.category)),
  )
  const nets = lines.map((line) => line.netMinor)
  const net = total(nets.filter((_, index) => payable[index] === true))
  const points = pointsToUse(input, usable, floor(times(redeem.maxShare, fraction(net))))
  const worth = spread(worthOf(points, redeem), lines, payable, nets)
  return { points, worth, shares: spread(points, lines, payable, worth) }
}

export function payWithStoredValue(
  input: Input,
  lines: readonly PricedLine[],
  worth: readonly bigint[],
): { readonly principal: bigint[]; readonly bonus: bigint[] } {
  const paid = input.storedValueMinor
  if (paid === 0n) return { principal: lines.map(() => 0n), bonus: lines.map(() => 0n) }
  const principalMinor = input.member?.principalMinor ?? 0n
  const bonusMinor = input.member?.bonusMinor ?? 0n
  if (paid > principalMinor + bonusMinor) throw new Rejection('insufficient_stored_value')
  const goods = lines.map((line) => !line.isAsset)
  const left = lines.map((line, index) => line.netMinor - (worth[index] ?? 0n))
  if (paid > total(left.filter((_, index) => goods[index] === true))) throw new Rejection('stored_value_over_due')
  const parts = spread(paid, lines, goods, left)
  const bonus = spread(roundOf(paid, bonusMinor, principalMinor + bonusMinor), lines, goods, parts)
  return { principal: parts.map((part, index) => part - (bonus[index] ?? 0n)), bonus }
}
