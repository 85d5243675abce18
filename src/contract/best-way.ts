import { z } from 'zod'
import { call } from './call-spec.ts'
import type { DeskState } from './desk-state.ts'
import type { LocalizedText } from './primitives.ts'

/** Ways to pay for the open sale with what its member has (loyalty-rules.md, Best use). */

/** `best-value`: what costs her least in the end · `least-now`: least to pay now · `keep`: nothing that will last is used. */
export const bestWayAims = ['best-value', 'least-now', 'keep'] as const
export type BestWayAim = (typeof bestWayAims)[number]

/** One way: what of hers it uses, and what that leaves to pay. */
export type BestWay = {
  readonly aim: BestWayAim
  readonly coupons: readonly { readonly code: string; readonly name: LocalizedText }[]
  readonly redeemPoints: number
  /** Of her stored value; only `least-now` spends it. */
  readonly storedValueMinor: number
  /** Left to pay in cash, card and wallets. */
  readonly payMinor: number
  readonly earnPoints: number
  /** The sale is paid like this already. */
  readonly isTaken: boolean
}

export const bestWayCalls = {
  /** The ways that differ, the best value first; none without a member or goods. No effect. */
  'sale.bestWays': call<{ readonly ways: readonly BestWay[] }>()(z.strictObject({})),
  /** Pays as one of them says; coupons are lent by HQ first, and one that is refused ends it there. */
  'sale.takeBestWay': call<
    DeskState,
    'locked_while_paying' | 'no_member' | 'points_offline' | 'member_blocked' | 'not_with_phone_tail' | 'value_not_here' | 'unknown_coupon' | 'coupon_not_here' | 'coupon_unknown' | 'coupon_used' | 'coupon_expired' | 'coupon_other_member' | 'too_many_coupons'
  >()(z.strictObject({ aim: z.enum(bestWayAims) })),
} as const
