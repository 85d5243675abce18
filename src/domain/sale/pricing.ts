import type { OfferFacts } from '../conditions/condition.ts'
import type { EarnAction, GiftAction, IssueCouponAction } from '../offers/action.ts'
import type { Offer } from '../offers/offer.ts'
import { momentOf } from '../moment.ts'
import type { Programme, TierLevel } from '../programme.ts'
import type { SaleInputs } from '../sale-case.ts'
import { basketLineOf } from './basket-line.ts'
import type { BasketLine } from './basket-line.ts'
import { applyBasketOffers } from './basket-offers.ts'
import type { BasketOffer, GiftQuantity } from './basket-offers.ts'
import { couponOffers, promotionOffers, standingOffers } from './collect-offers.ts'
import { isLineOffer } from './discount.ts'
import type { Judgement, LineOffer } from './discount.ts'
import { applyLineOffers } from './line-offers.ts'

/** The offers at work in one quote, by the step at which they act. */
export interface OffersAtWork {
  readonly promotions: readonly Offer[]
  readonly coupons: readonly Offer[]
  readonly line: readonly LineOffer[]
  readonly basket: readonly BasketOffer[]
  readonly earn: readonly Offer<EarnAction>[]
  readonly issue: readonly Offer<IssueCouponAction>[]
}

/** The tier level that the member holds, or null. */
export function levelHeld(programme: Programme, inputs: SaleInputs): TierLevel | null {
  const held = inputs.member?.tier ?? null
  return programme.tiers.levels.find((level) => level.id === held) ?? null
}

export function factsOf(programme: Programme, inputs: SaleInputs): OfferFacts {
  const { store, member } = inputs
  return { moment: momentOf(inputs.atMs, programme), store, member, tier: member?.tier ?? null }
}

export function offersAtWork(programme: Programme, inputs: SaleInputs): OffersAtWork {
  const promotions = promotionOffers(programme, inputs)
  const coupons = couponOffers(programme, inputs)
  const all = [...promotions, ...coupons]
  return {
    promotions,
    coupons,
    line: [...promotions, ...standingOffers(inputs, levelHeld(programme, inputs))].filter(isLineOffer),
    basket: [...promotions.filter((offer) => !isLineOffer(offer)), ...coupons].filter(isBasketOffer),
    earn: all.filter(isEarnOffer),
    issue: promotions.filter(isIssueOffer),
  }
}

/** Line offers, then basket offers: the lines of the case with their nets, then gifts. */
export function priceLines(
  inputs: SaleInputs,
  offers: OffersAtWork,
  giftQuantity: GiftQuantity,
  judgement: Judgement,
): BasketLine[] {
  const lines = inputs.lines.map(basketLineOf)
  applyLineOffers(lines, offers.line, judgement)
  applyBasketOffers(lines, offers.basket, giftQuantity, judgement)
  return lines
}

export const wholeGift: GiftQuantity = (offer: Offer<GiftAction>) => offer.action.gift.quantityMilli

export function isDiscount(offer: Offer): offer is BasketOffer {
  return isLineOffer(offer) || offer.action.kind === 'basket' || offer.action.kind === 'gift'
}

const isBasketOffer = isDiscount

function isEarnOffer(offer: Offer): offer is Offer<EarnAction> {
  return offer.action.kind === 'multiplier' || offer.action.kind === 'bonus'
}

function isIssueOffer(offer: Offer): offer is Offer<IssueCouponAction> {
  return offer.action.kind === 'issue-coupon'
}
