import type { OfferFacts } from '../conditions/condition.ts'
import type { TierLevel, Programme } from '../programme.ts'
import type { SaleInputs } from '../sale-case.ts'
import type { BasketLine } from './basket-line.ts'
import type { ReadonlyReasons } from './discount.ts'
import type { EarnPass } from './earn-pass.ts'
import type { PointsTender } from './points-tender.ts'
import type { OffersAtWork } from './pricing.ts'
import type { Settlement } from './settle-lots.ts'
import type { StoredValueTender } from './stored-value-tender.ts'

/** A sale after its discounts: what it costs, before anything is paid. */
export interface PricedSale {
  readonly kind: 'priced'
  readonly programme: Programme
  readonly inputs: SaleInputs
  readonly facts: OfferFacts
  readonly offers: OffersAtWork
  readonly lines: readonly BasketLine[]
  /** Net of the goods before the manual discount. */
  readonly goodsNetMinor: number
  /** Why discounts did nothing, by offer key. */
  readonly reasons: ReadonlyReasons
}

/** Every step of a sale's quote, done: the result, the explanation and what is stored are read off it. */
export interface SaleWork extends Omit<PricedSale, 'kind'> {
  readonly kind: 'done'
  readonly points: PointsTender
  readonly stored: StoredValueTender
  readonly earning: Earning
  /** Null without a member. */
  readonly settlement: Settlement | null
  /** Keys of the `issue-coupon` promotions that issue theirs. */
  readonly issued: ReadonlySet<string>
  /** Keys of the offers that changed something. */
  readonly applied: ReadonlySet<string>
  /** Why offers did nothing, by offer key. */
  readonly reasons: ReadonlyReasons
}

export interface Earning {
  /** The one that counts: the second where the sale crosses into a higher level. */
  readonly pass: EarnPass
  /** The first pass, at the level held, where there was a second. */
  readonly atOldLevel: EarnPass | null
  readonly level: TierLevel | null
  readonly growth: number
  readonly qualifying: number
  readonly levelAfter: TierLevel | null
}
