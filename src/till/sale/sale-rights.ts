import type { RightsReturnedBody } from '../../journal/sale-event.ts'
import { appendEvent } from '../append-event.ts'
import type { Counter } from '../counter.ts'
import type { LedgerWrite } from '../db/sqlite-file.ts'
import type { Basket, BasketCoupon } from './basket.ts'
import type { EventStamp } from './leases.ts'

/** Coupons and stored value that HQ lends to a sale (R16). Asked for by name in the basket first, so a crash forgets none. */

/** As many as a customer brings. */
export const COUPONS_MAX = 20

export type CouponRefusal = 'coupon_not_here' | 'coupon_unknown' | 'coupon_used' | 'coupon_other_member'

/** What became of asking for a coupon: lent, refused (then nothing is lent), or no answer (then it may be). */
export type CouponAsked = { readonly kind: 'lent'; readonly coupon: BasketCoupon } | { readonly kind: 'refused'; readonly refused: CouponRefusal } | { readonly kind: 'no-answer' }

export async function askForCoupon(counter: Counter, { saleId, member }: Basket, code: string): Promise<CouponAsked> {
  const asked = await counter.lendCoupon({ saleId, code, memberId: member?.memberId ?? null })
  switch (asked.kind) {
    case 'answer': {
      const { coupon, expiresAtMs, usesLeft } = asked.answer
      return { kind: 'lent', coupon: { code, lent: { coupon, expiresAtMs, usesLeft }, out: false } }
    }
    case 'rejected':
      return { kind: 'refused', refused: refusalOf(asked.rejected) }
    case 'offline':
      return { kind: 'no-answer' }
  }
}

function refusalOf(rejected: string): CouponRefusal {
  switch (rejected) {
    case 'coupon_unknown':
    case 'coupon_other_member':
    case 'coupon_used':
      return rejected
    case 'lease_returned':
      return 'coupon_used'
    default:
      return 'coupon_not_here'
  }
}

/** Does HQ lend anything to this sale, or may it? */
export function holdsRights({ coupons, value, giftCards }: Basket): boolean {
  return coupons.length > 0 || value !== null || giftCards.length > 0
}

/** Gives back what a sale had asked for, by an event of this till (R3). */
export function returnRights(tx: LedgerWrite, { saleId, coupons, value, giftCards }: Basket, eventId: string, stamp: EventStamp): void {
  const body: RightsReturnedBody = {
    ...{ saleId, codes: coupons.map((coupon) => coupon.code), value: value !== null },
    ...(giftCards.length === 0 ? {} : { giftCards: giftCards.map((card) => card.code) }),
  }
  appendEvent(tx, { ...stamp, id: eventId, kind: 'rights-returned', body }, () => undefined)
}

/** Does Pay need her stored value: to pay with, or to load? */
export function needsValue({ lines, storedValueMinor }: Basket): boolean {
  return storedValueMinor !== 0 || lines.some((line) => line.asset === 'stored-value')
}
