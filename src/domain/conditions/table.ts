import type { Offer } from '../offers/offer.ts'
import type { NotAppliedReason } from '../sale-result.ts'
import { birthday } from './birthday.ts'
import { budget } from './budget.ts'
import type { Basis, MeasuredCondition, OfferFacts, PersonalCondition } from './condition.ts'
import { date } from './date.ts'
import { eligible } from './eligible.ts'
import { firstPurchase } from './first-purchase.ts'
import { hour } from './hour.ts'
import { lapsed } from './lapsed.ts'
import { limit } from './limit.ts'
import { live } from './live.ts'
import { member } from './member.ts'
import { minimumQuantity } from './minimum-quantity.ts'
import { minimumSpend } from './minimum-spend.ts'
import { monthDay } from './month-day.ts'
import { newMember } from './new-member.ts'
import { recurrence } from './recurrence.ts'
import { segment } from './segment.ts'
import { store } from './store.ts'
import { tier } from './tier.ts'
import { weekday } from './weekday.ts'

/** In the order in which reasons are reported: the first that fails is the one that is told. */
const personalConditions: readonly PersonalCondition[] = [
  live,
  date,
  weekday,
  monthDay,
  recurrence,
  hour,
  birthday,
  store,
  member,
  tier,
  segment,
  newMember,
  lapsed,
  firstPurchase,
]

const measuredConditions: readonly MeasuredCondition[] = [eligible, minimumSpend, minimumQuantity, limit, budget]

/** Why an offer is not for this time, place or person, or null. */
export function personalReason(offer: Offer, facts: OfferFacts): NotAppliedReason | null {
  for (const condition of personalConditions) {
    const reason = condition(offer, facts)
    if (reason !== null) return reason
  }
  return null
}

/** Why an offer that is for this time, place and person is not for these goods, or is used up; or null. */
export function measuredReason(offer: Offer, facts: OfferFacts, basis: Basis): NotAppliedReason | null {
  for (const condition of measuredConditions) {
    const reason = condition(offer, facts, basis)
    if (reason !== null) return reason
  }
  return null
}
