import type { Offer } from '../offers/offer.ts'
import type { Rejection, RejectionName } from '../sale-result.ts'
import type { ReadonlyReasons } from './discount.ts'

/** The named refusal of a case, with the numbers that say how far it was. */
export function reject(rejected: RejectionName, detail: Rejection['detail'] = {}): Rejection {
  return { kind: 'rejected', rejected, detail }
}

/** A coupon that would change nothing is refused, so that none is used up in vain. */
export function notApplicable(coupon: Offer, reasons: ReadonlyReasons): Rejection {
  const { why, ...numbers } = reasons.get(coupon.key) ?? { why: 'nothing-to-take-off' }
  return reject('coupon_not_applicable', { code: coupon.id, why, ...numbers })
}
