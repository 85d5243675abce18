import { addDays, businessDateOf, startOfBusinessDay } from './business-date.ts'
import { pointsNode } from './explain/build.ts'
import type { ExplainNode } from './explain-node.ts'
import { expiryOf } from './expiry.ts'
import type { Programme, ReferralRules } from './programme.ts'
import { WITHDRAWN_WITHIN_DAYS } from './tier-review.ts'

/** Who brought somebody, and who was brought. */
export type ReferralRole = 'referrer' | 'referred'

/** What of a sale decides whether it is a purchase that a referral is paid for. */
export interface ReferralPurchaseLine {
  readonly asset: 'stored-value' | 'gift-card' | null
  readonly netMinor: number
  readonly pointsTenderMinor: number
}

/**
 * Days, from the business date of a purchase, within which its whole return undoes what it brought: the time after which
 * a level is not withdrawn either.
 */
export const REFERRAL_RETURN_DAYS = WITHDRAWN_WITHIN_DAYS

/** Goods were bought, and not with points alone. Buying value is no purchase yet. */
export function isQualifyingPurchase(lines: readonly ReferralPurchaseLine[]): boolean {
  return lines.some((line) => line.asset === null && line.netMinor > line.pointsTenderMinor)
}

/** The first business date on which a referral is paid for a purchase of that date. */
export function referralPayDate({ after }: ReferralRules, boughtOn: string): string {
  return after === 'purchase' ? boughtOn : addDays(boughtOn, REFERRAL_RETURN_DAYS + 1)
}

/** What one side gets. */
export interface ReferralReward {
  readonly points: number
  readonly earnedAtMs: number
  readonly availableAtMs: number
  readonly expiresAtMs: number | null
  readonly explain: ExplainNode
}

/** What a side gets when it is paid at that instant: points like those of a sale, waiting and expiring as those do. */
export function referralReward(programme: Programme, role: ReferralRole, boughtOn: string, paidAtMs: number): ReferralReward {
  const { referral, earn, expiry } = programme
  const points = role === 'referrer' ? referral.referrerPoints : referral.referredPoints
  const paidOn = businessDateOf(paidAtMs, programme)
  return {
    points,
    earnedAtMs: paidAtMs,
    availableAtMs: earn.pendingDays > 0 ? startOfBusinessDay(addDays(paidOn, earn.pendingDays), programme) : paidAtMs,
    expiresAtMs: expiryOf(expiry, paidOn, programme),
    explain: pointsNode(`referral/${role}`, points, { key: `explain.referral.${role}`, params: { boughtOn, after: referral.after } }),
  }
}
