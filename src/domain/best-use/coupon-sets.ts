import type { CouponInHand } from '../sale-case.ts'

/** Up to so many coupons every set is tried. */
export const EXACT_COUPONS_MAX = 8

/** Every set of some coupons, the empty one first, each in the order of the list. */
export function allSets(coupons: readonly CouponInHand[]): CouponInHand[][] {
  return coupons.reduce<CouponInHand[][]>((sets, coupon) => [...sets, ...sets.map((set) => [...set, coupon])], [[]])
}
