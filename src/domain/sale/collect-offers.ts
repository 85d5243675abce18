import type { OfferAction } from '../offers/action.ts'
import { memberPrice } from '../offers/fixed-price.ts'
import type { Offer } from '../offers/offer.ts'
import { percentOff } from '../offers/percent-off.ts'
import { actionOf } from '../offers/table.ts'
import { ownEntry } from '../ordering.ts'
import type { CouponKind, OfferRule, Programme, Promotion, TierLevel } from '../programme.ts'
import type { BudgetLeft, SaleInputs } from '../sale-case.ts'

export const TIER_OFFER_ID = 'tier'
export const MEMBER_PRICE_OFFER_ID = 'member-price'

/** Promotions, in the programme's order. */
export function promotionOffers(programme: Programme, inputs: SaleInputs): Offer[] {
  return programme.promotions.map((promotion, place) =>
    promotionOffer(promotion, place, ownEntry(inputs.budgets, promotion.id)),
  )
}

/** One offer for each coupon in hand, in the order of the case. Coupons of unknown kinds are left to `vetCoupons`. */
export function couponOffers(programme: Programme, inputs: SaleInputs): Offer[] {
  if (inputs.coupons.length === 0) return []
  const kinds = new Map(programme.coupons.map((kind) => [kind.id, kind]))
  return inputs.coupons.flatMap(({ code, coupon }, place) => {
    const kind = kinds.get(coupon)
    return kind === undefined ? [] : [couponOffer(kind, code, place)]
  })
}

/** The tier's discount and the member price, which every member brings along. */
export function standingOffers(inputs: SaleInputs, level: TierLevel | null): Offer[] {
  if (inputs.member === null) return []
  const offers: Offer[] = []
  if (inputs.lines.some((line) => line.memberPriceMinor !== null && line.asset === null))
    offers.push(MEMBER_PRICE_OFFER)
  if (level !== null && /[1-9]/.test(level.percentOff)) offers.push(tierOffer(level))
  return offers
}

function promotionOffer(promotion: Promotion, place: number, left: BudgetLeft | undefined): Offer {
  const action = actionOf(promotion)
  return {
    key: `promotion:${promotion.id}`,
    id: promotion.id,
    source: 'promotion',
    place,
    rule: promotion,
    action,
    isLive: promotion.state === 'live',
    membersOnly: !promotion.who.everyone,
    usesMax: promotion.limits.perMember?.count ?? null,
    budgetLeft: budgetLeft(promotion, action, left),
  }
}

/** Budgets in money bind discounts, in points earning; a coupon issued costs nothing yet. */
function budgetLeft(promotion: Promotion, action: OfferAction, left: BudgetLeft | undefined): number | null {
  switch (action.kind) {
    case 'multiplier':
    case 'bonus':
      return left?.points ?? promotion.limits.budgetPoints
    case 'issue-coupon':
      return null
    default:
      return left?.minor ?? promotion.limits.budgetMinor
  }
}

function couponOffer(kind: CouponKind, code: string, place: number): Offer {
  return {
    key: `coupon:${place}`,
    id: code,
    source: 'coupon',
    place,
    rule: kind,
    action: actionOf(kind),
    isLive: true,
    membersOnly: !kind.bearer,
    usesMax: null,
    budgetLeft: null,
  }
}

function standingRule(id: string): OfferRule {
  return {
    id,
    name: {},
    priority: 0,
    group: null,
    when: { from: null, to: null, dates: [], weekdays: [], monthDays: [], rrule: null, hours: null, birthday: null },
    who: { everyone: false, tiers: [], segments: [], newWithinDays: null, lapsedDays: null, firstPurchase: false },
    where: { stores: [] },
    what: { skus: [], categories: [], excludeSkus: [], excludeCategories: [], minSpendMinor: 0, minQuantityMilli: 0 },
  }
}

const STANDING = { place: 0, isLive: true, membersOnly: true, usesMax: null, budgetLeft: null } as const

const MEMBER_PRICE_OFFER: Offer = {
  ...STANDING,
  key: MEMBER_PRICE_OFFER_ID,
  id: MEMBER_PRICE_OFFER_ID,
  source: 'member-price',
  rule: standingRule(MEMBER_PRICE_OFFER_ID),
  action: memberPrice,
}

const TIER_RULE = standingRule(TIER_OFFER_ID)

function tierOffer(level: TierLevel): Offer {
  return {
    ...STANDING,
    key: TIER_OFFER_ID,
    id: TIER_OFFER_ID,
    source: 'tier',
    rule: TIER_RULE,
    action: percentOff({ percent: level.percentOff }),
  }
}
