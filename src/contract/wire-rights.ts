import { z } from 'zod'
import { minor } from './primitives.ts'
import { wireId, wireMs } from './wire-common.ts'

/** Coupons and stored value, lent by HQ to one sale (R16): what a till did not hold is not used. Asking again is the same question. */

export const couponCode = z.string().min(1).max(64)

export const lendCouponRequest = z.object({ saleId: wireId, code: couponCode, memberId: wireId.nullable() })
export const lendCouponAnswer = z.object({
  code: couponCode,
  /** Id of the kind. */
  coupon: wireId,
  /** First instant at which it is refused; null: never. */
  expiresAtMs: wireMs.nullable(),
  usesLeft: z.int().min(1),
})
export type LendCouponAnswer = z.infer<typeof lendCouponAnswer>

export const lendValueRequest = z.object({ saleId: wireId, memberId: wireId })
/** All that she has loaded: both assets are spent in proportion. */
export const lendValueAnswer = z.object({ principalMinor: minor.min(0), bonusMinor: minor.min(0) })
export type LendValueAnswer = z.infer<typeof lendValueAnswer>

/** A coupon of a member as the feed tells it. */
export const memberCoupon = z.object({ code: couponCode, coupon: wireId, expiresAtMs: wireMs.nullable(), usesLeft: z.int().min(1) })
export type MemberCoupon = z.infer<typeof memberCoupon>

/** How often a member used an offer with a limit on a business date. */
export const limitUse = z.object({ promotionId: z.string().min(1).max(64), businessDate: z.string().regex(/^\d{4}-\d{2}-\d{2}$/), uses: z.int().min(1) })
export type LimitUse = z.infer<typeof limitUse>

/** A coupon that a sale issued, as its event says. */
export const issuedCoupon = z.looseObject({ code: couponCode, coupon: wireId, expiresAtMs: wireMs.nullable(), uses: z.int().min(1) })

/** A gift card: to pay with it or to load it in one sale, or only what it holds (`look`: nothing is lent). */
export const lendGiftCardRequest = z.object({ saleId: wireId, code: couponCode, use: z.enum(['pay', 'load', 'look']) })
/** To load: nothing is on it yet. */
export const lendGiftCardAnswer = z.object({ code: couponCode, balanceMinor: minor.min(0) })
export type LendGiftCardAnswer = z.infer<typeof lendGiftCardAnswer>
