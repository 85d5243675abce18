import type { CouponKind, OfferRule, Programme, Promotion } from '../../domain/programme.ts'

/** A promotion or coupon kind that customers may meet, with its place in the file. */
export interface OfferAtWork<T extends OfferRule = Promotion | CouponKind> {
  readonly path: string
  readonly offer: T
}

/** Promotions that are or may become live: drafts and ended ones give nothing. */
export function promotionsAtWork(programme: Programme): OfferAtWork<Promotion>[] {
  return programme.promotions.flatMap((offer, index) =>
    offer.state === 'draft' || offer.state === 'ended' ? [] : [{ path: `promotions[${index}]`, offer }],
  )
}

export function offersAtWork(programme: Programme): OfferAtWork[] {
  const coupons = programme.coupons.map((offer, index) => ({ path: `coupons[${index}]`, offer }))
  return [...promotionsAtWork(programme), ...coupons]
}
