import { assertNever } from '../assert.ts'
import { add, atLeast, compareFractions, equalFractions, multiply, ONE, subtract, ZERO } from '../fraction.ts'
import type { Fraction } from '../fraction.ts'
import type { MultiplierAction } from '../offers/action.ts'
import { compareOffers } from '../offers/offer.ts'
import type { Offer } from '../offers/offer.ts'
import type { EarnStacking } from '../programme.ts'

export type MultiplierOffer = Offer<MultiplierAction>

/** The factor of a line and the multipliers that joined it beside the tier's. */
export interface Factor {
  readonly factor: Fraction
  readonly joined: readonly MultiplierOffer[]
  /** Under `add`: what joined would have made less than nothing. */
  readonly isFloored: boolean
}

/** Joins the tier's multiplier and those of the matching offers; of those that name the same group the largest. */
export function factorOf(stacking: EarnStacking, tier: Fraction, matching: readonly MultiplierOffer[]): Factor {
  switch (stacking) {
    case 'add': {
      const joined = largestOfGroups(matching)
      const gains = joined.reduce((sum, { action }) => add(sum, gainOf(action.multiplier)), tier)
      const factor = atLeast(gains, ZERO)
      return { factor, joined, isFloored: factor !== gains }
    }
    case 'multiply': {
      const joined = largestOfGroups(matching)
      return { factor: joined.reduce((product, { action }) => multiply(product, action.multiplier), tier), joined, isFloored: false }
    }
    case 'max': {
      const best = [...matching].sort(largestFirst)[0]
      const isAbove = best !== undefined && compareFractions(best.action.multiplier, tier) > 0
      return isAbove ? { factor: best.action.multiplier, joined: [best], isFloored: false } : { factor: tier, joined: [], isFloored: false }
    }
    default:
      return assertNever(stacking)
  }
}

/** What a multiplier adds under `add`: m − 1. */
export function gainOf(multiplier: Fraction): Fraction {
  const known = knownGains.get(multiplier)
  if (known !== undefined) return known
  const gain = subtract(multiplier, ONE)
  knownGains.set(multiplier, gain)
  return gain
}

/** A programme's multipliers meet every line of every basket. */
const knownGains = new WeakMap<Fraction, Fraction>()

/** A multiplier of 1 changes nothing, joined or not. */
export function changesFactor(offer: MultiplierOffer): boolean {
  return !equalFractions(offer.action.multiplier, ONE)
}

function largestOfGroups(matching: readonly MultiplierOffer[]): MultiplierOffer[] {
  const largest = new Map<string, MultiplierOffer>()
  for (const offer of matching) {
    const { group } = offer.rule
    if (group === null) continue
    const rival = largest.get(group)
    if (rival === undefined || largestFirst(offer, rival) < 0) largest.set(group, offer)
  }
  return matching.filter((offer) => offer.rule.group === null || largest.get(offer.rule.group) === offer)
}

function largestFirst(a: MultiplierOffer, b: MultiplierOffer): number {
  return compareFractions(b.action.multiplier, a.action.multiplier) || compareOffers(a, b)
}
