import { compareIds } from '../ordering.ts'
import type { OfferRule } from '../programme.ts'
import type { OfferAction } from './action.ts'

/** An offer at work in one quote: a promotion, a coupon in hand, the tier's discount or the member price. */
export interface Offer<A extends OfferAction = OfferAction> {
  /** Unique in the quote, stable between the sale and its returns. */
  readonly key: string
  /** What results call it: promotion id, coupon code, `tier` or `member-price`. */
  readonly id: string
  readonly source: OfferSource
  /** Place among its kind in the case or programme: the last tie-breaker, for a code given twice. */
  readonly place: number
  readonly rule: OfferRule
  readonly action: A
  readonly isLive: boolean
  readonly membersOnly: boolean
  /** Uses a member in the limit's period, or null. */
  readonly usesMax: number | null
  /** What is left of its budget, in the unit that binds it: points for earning, money for discounts. */
  readonly budgetLeft: number | null
}

export type OfferSource = 'promotion' | 'coupon' | 'tier' | 'member-price'

/** Priorities from high to low, then ids (a coupon's is that of its kind), a promotion before a coupon, then place. */
export function compareOffers(a: Offer, b: Offer): number {
  return (
    b.rule.priority - a.rule.priority ||
    compareIds(a.rule.id, b.rule.id) ||
    Number(a.source === 'coupon') - Number(b.source === 'coupon') ||
    a.place - b.place
  )
}
