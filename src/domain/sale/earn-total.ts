import { assertNever, must } from '../assert.ts'
import { add, floorOf, ceilOf, fraction, multiply, subtract, sumFractions, ZERO } from '../fraction.ts'
import type { Fraction } from '../fraction.ts'
import type { Offer } from '../offers/offer.ts'
import type { EarnRules, PointsRounding } from '../programme.ts'
import { safeNumber, sumOf } from '../rounding.ts'
import type { EarnLine } from './earn-base.ts'
import { factorOf } from './earn-factor.ts'
import type { Factor } from './earn-factor.ts'
import type { EarnOffers } from './earn-offers.ts'

/** Points of a sale after rounding, with bonuses, before budgets and caps. */
export interface EarnTotal {
  readonly factors: readonly Factor[]
  /** Exact points, parallel to the lines. */
  readonly exact: readonly Fraction[]
  readonly exactSum: Fraction
  readonly roundedPoints: number
  /** What rounding left, where it is carried. */
  readonly fractionLeft: Fraction
  readonly bonusPoints: number
  readonly totalPoints: number
}

export function roundPoints(exact: Fraction, rounding: PointsRounding): number {
  switch (rounding) {
    case 'floor':
      return safeNumber(floorOf(exact))
    case 'half-up':
      return safeNumber(floorOf(add(exact, fraction(1, 2))))
    case 'ceil':
      return safeNumber(ceilOf(exact))
    default:
      return assertNever(rounding)
  }
}

/** Exact points of a base, before any factor: base × points ÷ perMinor. */
export function exactPoints(baseMinor: number, rules: EarnRules): Fraction {
  return baseMinor === 0 ? ZERO : fraction(BigInt(baseMinor) * BigInt(rules.points), rules.perMinor)
}

/** The total with all offers but `without`, the fraction carried in included. */
export function earnTotal(
  rules: EarnRules,
  tierMultiplier: Fraction,
  carriedIn: Fraction,
  lines: readonly EarnLine[],
  offers: EarnOffers,
  without: ReadonlySet<Offer>,
): EarnTotal {
  const factors = lines.map(({ baseMinor }, index) => {
    if (baseMinor === 0) return { factor: tierMultiplier, joined: [], isFloored: false }
    const matching = offers.multipliers
      .filter(({ offer, eligible }) => must(eligible[index]) && !without.has(offer))
      .map(({ offer }) => offer)
    return factorOf(rules.stacking, tierMultiplier, matching)
  })
  const exact = lines.map(({ baseMinor }, index) =>
    baseMinor === 0 ? ZERO : multiply(exactPoints(baseMinor, rules), must(factors[index]).factor),
  )
  const exactSum = sumFractions(exact)
  const carried = add(exactSum, carriedIn)
  const roundedPoints = roundPoints(carried, rules.rounding)
  const bonusPoints = sumOf(offers.bonuses.filter(({ offer }) => !without.has(offer)).map(({ points }) => points))
  return {
    factors,
    exact,
    exactSum,
    roundedPoints,
    fractionLeft: subtract(carried, fraction(roundedPoints)),
    bonusPoints,
    totalPoints: sumOf([roundedPoints, bonusPoints]),
  }
}
