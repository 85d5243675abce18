/** What the model computes with: a case and its programme, every default filled in. */
import type { Day } from './calendar.ts'
import type { Fraction } from './fraction.ts'

export type LineKind = 'percent-off' | 'amount-off' | 'fixed-price' | 'buy-x-get-y'

export type Kind = LineKind | 'earn-multiplier' | 'earn-bonus' | 'spend-x-save-y' | 'gift' | 'issue-coupon'

export interface Effect {
  readonly multiplier: Fraction
  readonly points: bigint
  readonly per: string
  readonly percent: Fraction
  readonly minor: bigint
  readonly buy: bigint
  readonly get: bigint
  readonly spendMinor: bigint
  readonly saveMinor: bigint
  readonly repeat: boolean
  readonly sku: string
  readonly category: string | null
  readonly quantityMilli: bigint
  readonly unitPriceMinor: bigint
}

/** A promotion, or one use of a coupon. `rank` is the id that orders it, `name` what results call it. */
export interface Offer {
  readonly rank: string
  readonly name: string
  readonly isCoupon: boolean
  readonly bearer: boolean
  readonly state: string
  readonly kind: Kind
  readonly effect: Effect
  readonly priority: number
  readonly group: string | null
  readonly when: {
    readonly from: Day | null
    readonly to: Day | null
    readonly dates: readonly Day[]
    readonly weekdays: readonly string[]
    readonly monthDays: readonly number[]
    readonly rrule: string | null
    readonly hours: readonly string[]
    readonly birthday: string | null
  }
  readonly who: {
    readonly everyone: boolean
    readonly tiers: readonly string[]
    readonly segments: readonly string[]
    readonly newWithinDays: number | null
    readonly lapsedDays: number | null
    readonly firstPurchase: boolean
  }
  readonly stores: readonly string[]
  readonly what: {
    readonly skus: readonly string[]
    readonly categories: readonly string[]
    readonly excludeSkus: readonly string[]
    readonly excludeCategories: readonly string[]
    readonly minSpendMinor: bigint
    readonly minQuantityMilli: bigint
  }
  readonly usesMax: bigint | null
  readonly uses: bigint
  readonly budgetPoints: bigint | null
  readonly budgetMinor: bigint | null
}

export interface Level {
  readonly id: string
  readonly threshold: bigint
  readonly earnMultiplier: Fraction
  readonly percentOff: Fraction
}

export interface CaseLine {
  readonly sku: string
  readonly category: string | null
  readonly quantityMilli: bigint
  readonly unitPriceMinor: bigint
  readonly memberPriceMinor: bigint | null
  readonly isAsset: boolean
}

export interface CaseLot {
  readonly id: string | null
  readonly points: bigint
  readonly earnedAtMs: number
  readonly availableAtMs: number | null
  readonly expiresAtMs: number | null
  readonly grace: boolean
}

export interface Member {
  readonly tier: string | null
  readonly birthday: string | null
  readonly joined: Day | null
  readonly lastPurchase: Day | null
  readonly purchases: bigint
  readonly segments: readonly string[]
  readonly lots: readonly CaseLot[]
  readonly debtPoints: bigint
  readonly spendablePoints: bigint | null
  readonly qualifying: bigint
  readonly earnedTodayPoints: bigint
  readonly earnedMonthPoints: bigint
  readonly carry: Fraction
  readonly principalMinor: bigint
  readonly bonusMinor: bigint
}

export interface CouponUse {
  readonly code: string
  readonly kindId: string
  readonly expiresAtMs: number | null
  readonly usesLeft: bigint
  /** Null where the programme has no such kind. */
  readonly offer: Offer | null
}

export interface ReturnAsked {
  readonly atMs: number
  readonly reason: string
  readonly lines: readonly { readonly line: number; readonly quantityMilli: bigint }[]
}

export interface Programme {
  readonly timeZone: string
  readonly businessDayStart: string
  readonly earn: {
    readonly points: bigint
    readonly perMinor: bigint
    readonly base: string
    readonly rounding: string
    readonly carry: boolean
    readonly stacking: string
    readonly excludeSkus: readonly string[]
    readonly excludeCategories: readonly string[]
    readonly perSalePoints: bigint | null
    readonly perDayPoints: bigint | null
    readonly perMonthPoints: bigint | null
    readonly pendingDays: number
    readonly onTopUp: boolean
  }
  readonly expiry: {
    readonly policy: string
    readonly months: number
    readonly roundTo: string
    readonly dates: readonly string[]
    readonly minDays: number
  }
  readonly redeem: {
    readonly points: bigint
    readonly minor: bigint
    readonly stepPoints: bigint
    readonly minPoints: bigint
    readonly maxShare: Fraction
    readonly excludeCategories: readonly string[]
    readonly verifyAbovePoints: bigint | null
  }
  readonly tiers: {
    readonly metric: string
    readonly counts: string
    readonly crossing: boolean
    readonly levels: readonly Level[]
  }
  readonly returns: { readonly shortage: string; readonly graceDays: number; readonly thresholdOffers: string }
  /** By role; none for a manager. */
  readonly manual: { readonly [role: string]: { readonly percentMax: Fraction; readonly minorMax: bigint } | undefined }
}

/** The whole input, and what is fixed by the instant: business date and local clock. */
export interface Input {
  readonly programme: Programme
  readonly promotions: readonly Offer[]
  readonly atMs: number
  readonly businessDay: Day
  readonly sinceMidnightMs: number
  readonly store: string
  readonly role: string
  readonly member: Member | null
  readonly lines: readonly CaseLine[]
  readonly manualDiscountMinor: bigint
  readonly coupons: readonly CouponUse[]
  readonly redeemPoints: bigint | 'max'
  readonly storedValueMinor: bigint
  readonly returns: readonly ReturnAsked[]
}
