import type { ExplainNode } from './explain-node.ts'
import type { StoredValue } from './sale-case.ts'

/** The result of `programme-format.md`, field by field. Money in minor units, instants as ISO 8601 in the programme's zone. */
export interface SaleResult {
  readonly grossMinor: number
  readonly discountMinor: number
  readonly dueMinor: number
  readonly pointsUsed: number
  readonly pointsTenderMinor: number
  /** What this sale took. */
  readonly storedValue: StoredValue
  /** Left to pay in other tenders. */
  readonly payMinor: number
  readonly invoiceableMinor: number
  readonly earnPoints: number
  readonly debtRepaidPoints: number
  readonly carry: string
  readonly balancePoints: number
  readonly debtPoints: number
  readonly qualifying: number
  readonly tierAfter: string | null
  readonly needs: readonly SaleNeed[]
  /** Those of the case, then gifts. */
  readonly lines: readonly LineResult[]
  /** In the order of use, by the lot's index in the case. */
  readonly lotsUsed: readonly { readonly lot: number; readonly points: number }[]
  readonly newLot: NewLotResult | null
  /** Ids of promotions, codes of coupons, `tier`, `member-price`: whatever changed something. */
  readonly applied: readonly string[]
  readonly notApplied: readonly NotApplied[]
  readonly explain: ExplainNode
  readonly returns: readonly ReturnResult[]
}

export type SaleNeed = 'manager-approval' | 'verification'

export interface LineResult {
  readonly sku: string
  readonly grossMinor: number
  readonly discountMinor: number
  readonly netMinor: number
  readonly pointsTenderMinor: number
  readonly pointsUsed: number
  readonly earnPoints: number
  readonly offers: readonly string[]
}

export interface NewLotResult {
  readonly points: number
  readonly availableAt: string
  readonly expiresAt: string | null
}

/** Why an offer does nothing. The first that fails, in the order of `programme-format.md`. */
export type NotAppliedReason =
  | { readonly why: PlainWhy }
  | { readonly why: 'below-minimum-spend'; readonly missingMinor: number }
  | { readonly why: 'below-minimum-quantity'; readonly missingMilli: number }
  | { readonly why: 'better-offer'; readonly than: string }

export type PlainWhy =
  | 'not-live'
  | 'not-date'
  | 'not-weekday'
  | 'not-month-day'
  | 'not-recurrence'
  | 'not-hour'
  | 'not-in-birthday-window'
  | 'not-store'
  | 'not-member'
  | 'not-tier'
  | 'not-segment'
  | 'not-new'
  | 'not-lapsed'
  | 'not-first-purchase'
  | 'no-eligible-line'
  | 'limit-reached'
  | 'budget-empty'
  | 'nothing-to-take-off'

export type NotApplied = { readonly id: string } & NotAppliedReason

export interface ReturnResult {
  /** Net minus points worth, what goes back to stored value included; a `deduct` lowers it. */
  readonly refundMinor: number
  readonly storedValue: StoredValue
  readonly pointsBack: number
  /** What was due to be taken, whether or not it was there. */
  readonly pointsClawedBack: number
  readonly debtPoints: number
  readonly balancePoints: number
  readonly lines: readonly ReturnLineResult[]
  readonly explain: ExplainNode
}

export interface ReturnLineResult {
  readonly line: number
  readonly netMinor: number
  readonly pointsTenderMinor: number
  readonly pointsBack: number
  readonly pointsClawedBack: number
}

export type RejectionName =
  | 'insufficient_points'
  | 'below_minimum_points'
  | 'not_a_step'
  | 'over_maximum_share'
  | 'coupon_unknown'
  | 'coupon_expired'
  | 'coupon_used'
  | 'coupon_not_applicable'
  | 'manual_discount_over_due'
  | 'insufficient_stored_value'
  | 'stored_value_over_due'
  | 'return_exceeds_sale'

/** A case that breaks a rule: the rule's name and the numbers that a cashier needs to see. */
export interface Rejection {
  readonly kind: 'rejected'
  readonly rejected: RejectionName
  readonly detail: Readonly<Record<string, string | number | null>>
}

export type QuoteOutcome = { readonly kind: 'quoted'; readonly result: SaleResult } | Rejection
