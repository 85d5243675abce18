import type { EffectByKind } from '../programme.ts'
import type { IssueCouponAction } from './action.ts'

/** A coupon for next time. */
export function issueCoupon(effect: EffectByKind['issue-coupon']): IssueCouponAction {
  return { kind: 'issue-coupon', coupon: effect.coupon }
}
