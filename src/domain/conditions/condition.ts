import type { Moment } from '../moment.ts'
import type { Offer } from '../offers/offer.ts'
import type { MemberState } from '../sale-case.ts'
import type { NotAppliedReason } from '../sale-result.ts'

/** What is known about a sale before its lines are looked at. A condition on a fact that is missing fails. */
export interface OfferFacts {
  readonly moment: Moment
  readonly store: string
  readonly member: MemberState | null
  /** The level at which offers are judged: that held, or in a second pass of earning the one just reached. */
  readonly tier: string | null
}

/** A condition on time, place or person: the reason why it fails, or null. */
export type PersonalCondition = (offer: Offer, facts: OfferFacts) => NotAppliedReason | null

/** The eligible lines of an offer, measured on gross, net or base, whichever its kind is measured on. */
export interface Basis {
  readonly lineCount: number
  readonly spendMinor: number
  readonly quantityMilli: number
}

/** A condition on what is bought, or on what is left of limits and budgets. */
export type MeasuredCondition = (offer: Offer, facts: OfferFacts, basis: Basis) => NotAppliedReason | null
