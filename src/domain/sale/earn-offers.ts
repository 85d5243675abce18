import { must } from '../assert.ts'
import type { OfferFacts } from '../conditions/condition.ts'
import { measuredReason, personalReason } from '../conditions/table.ts'
import type { EarnAction } from '../offers/action.ts'
import type { Offer } from '../offers/offer.ts'
import type { EarnLine } from './earn-base.ts'
import { bonusOf } from './earn-bonuses.ts'
import type { Bonus, BonusOffer } from './earn-bonuses.ts'
import type { MultiplierOffer } from './earn-factor.ts'
import type { Reasons } from './discount.ts'
import { basisOf, isFor } from './eligibility.ts'

/** The earning offers whose conditions hold, each with the lines that it is for. */
export interface EarnOffers {
  readonly multipliers: readonly MultiplierChance[]
  readonly bonuses: readonly Bonus[]
}

export interface MultiplierChance {
  readonly offer: MultiplierOffer
  /** Parallel to the lines. */
  readonly eligible: readonly boolean[]
}

/** Minimums are measured on the base of the eligible lines, so what is paid with points does not count. */
export function earnOffers(
  offers: readonly Offer<EarnAction>[],
  lines: readonly EarnLine[],
  facts: OfferFacts,
  reasons: Reasons,
): EarnOffers {
  const multipliers: MultiplierChance[] = []
  const bonuses: Bonus[] = []
  for (const offer of offers) {
    const personal = personalReason(offer, facts)
    if (personal !== null) {
      reasons.set(offer.key, personal)
      continue
    }
    const eligible = lines.map(({ line, earns }) => earns && isFor(offer.rule.what, line))
    const measured = measuredReason(offer, facts, basisOfBase(lines, eligible))
    if (measured !== null) reasons.set(offer.key, measured)
    else if (isMultiplier(offer)) multipliers.push({ offer, eligible })
    else bonuses.push(bonusOf(offer as BonusOffer, lines, eligible))
  }
  return { multipliers, bonuses }
}

function basisOfBase(lines: readonly EarnLine[], eligible: readonly boolean[]): ReturnType<typeof basisOf> {
  const chosen = lines
    .filter((_, index) => must(eligible[index]))
    .map(({ line, baseMinor }) => ({ quantityMilli: line.quantityMilli, baseMinor }))
  return basisOf(chosen, ({ baseMinor }) => baseMinor)
}

function isMultiplier(offer: Offer<EarnAction>): offer is MultiplierOffer {
  return offer.action.kind === 'multiplier'
}
