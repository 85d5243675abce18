import type { Programme } from './programme.ts'

/**
 * Everything that a quote depends on: the case of `programme-format.md`, checked, with every default filled in.
 * Plain data (JSON-able), instants in milliseconds since 1970. Instants are compared to the millisecond.
 */
export interface SaleCase extends SaleInputs {
  readonly programme: Programme
  /** Returns of this sale, in this order, after it. */
  readonly returns: readonly TimedReturn[]
}

/** The inputs of a sale without its programme: what is stored to compute the sale again. */
export interface SaleInputs {
  /** The instant at which Pay was pressed. */
  readonly atMs: number
  readonly store: string
  readonly role: Role
  readonly member: MemberState | null
  /** What is left of budgets here, by promotion; absent: the programme's own. */
  readonly budgets: Readonly<Record<string, BudgetLeft>>
  readonly lines: readonly SaleLine[]
  readonly manualDiscountMinor: number
  readonly coupons: readonly CouponInHand[]
  readonly redeemPoints: number | 'max'
  /** Paid with stored value. */
  readonly storedValueMinor: number
}

export type Role = 'cashier' | 'supervisor' | 'manager'

export interface BudgetLeft {
  readonly points: number | null
  readonly minor: number | null
}

export type LineAsset = 'stored-value' | 'gift-card'

export interface SaleLine {
  readonly sku: string
  readonly category: string | null
  readonly quantityMilli: number
  readonly unitPriceMinor: number
  readonly memberPriceMinor: number | null
  /** What buying this line loads: value, which gets no offer and is no goods. */
  readonly asset: LineAsset | null
}

export interface MemberState {
  /** Id of the level held, or null. */
  readonly tier: string | null
  /** "MM-DD" */
  readonly birthday: string | null
  /** Business dates "YYYY-MM-DD". */
  readonly joined: string | null
  readonly lastPurchase: string | null
  readonly purchases: number
  readonly segments: readonly string[]
  readonly lots: readonly LotState[]
  readonly debtPoints: number
  /** What this till may spend; null: no bound. */
  readonly spendablePoints: number | null
  /** The tier metric inside its window, before this sale. */
  readonly qualifying: number
  readonly earnedTodayPoints: number
  readonly earnedMonthPoints: number
  /** Fraction of a point kept from earlier sales, "0" or "3/5". */
  readonly carry: string
  /** Uses within the limit's period, by promotion. */
  readonly promotionUses: Readonly<Record<string, number>>
  readonly storedValue: StoredValue
}

export interface StoredValue {
  readonly principalMinor: number
  readonly bonusMinor: number
}

export interface LotState {
  /**
   * Names the lot among those of its member; unlike `id` it is never null nor repeated. The till uses the lot's id for
   * both; a case file, where ids are optional, gets "0", "1", … in the order of its list.
   */
  readonly ref: string
  /** Decides between lots of the same expiry and age; null sorts last. */
  readonly id: string | null
  /** What is left in it; of an expired lot, what was left as it expired. */
  readonly points: number
  readonly earnedAtMs: number
  /** null: usable from the start. */
  readonly availableAtMs: number | null
  /** First instant at which it can no longer be used; null: never expires. */
  readonly expiresAtMs: number | null
  /** Made of points given back after their own expiry. */
  readonly grace: boolean
}

export interface CouponInHand {
  readonly code: string
  /** Id of the kind. */
  readonly coupon: string
  /** First instant at which it is refused. */
  readonly expiresAtMs: number | null
  readonly usesLeft: number
}

export type ReturnReason = 'change-of-mind' | 'defect' | 'statutory' | 'exchange'

export interface ReturnRequest {
  readonly reason: ReturnReason
  /** `line` is an index into the lines of the sale's result, gifts included. */
  readonly lines: readonly { readonly line: number; readonly quantityMilli: number }[]
}

export interface TimedReturn extends ReturnRequest {
  readonly atMs: number
}
