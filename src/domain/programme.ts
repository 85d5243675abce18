/**
 * A loyalty programme as the engine reads it: the document of `programme-format.md` with every default filled in.
 * Rates, shares, percents and multipliers are decimal strings ("1.5"), money is in minor units, points are integers.
 */

export type Language = 'zh-Hans' | 'zh-Hant' | 'en'
/** A text in the languages that the programme's author gave. */
export type LocalText = { readonly [language in Language]?: string }

export interface Programme {
  readonly format: 'tillpoint-programme/1'
  readonly id: string
  readonly version: number
  readonly region: 'CN' | 'EU' | 'other'
  readonly name: LocalText
  readonly currency: string
  /** IANA name, as "Asia/Shanghai". */
  readonly timeZone: string
  /** Local time at which a business day begins, "HH:MM". */
  readonly businessDayStart: string
  readonly earn: EarnRules
  readonly expiry: ExpiryPolicy
  readonly redeem: RedeemRules
  readonly tiers: TierRules
  readonly returns: ReturnRules
  readonly debt: { readonly writeOffMonths: number }
  readonly manualDiscount: { readonly cashier: ManualDiscountLimit; readonly supervisor: ManualDiscountLimit }
  readonly storedValue: StoredValueRules
  readonly referral: ReferralRules
  readonly churn: { readonly days: number }
  readonly clv: { readonly years: string }
  readonly offline: OfflineRules
  readonly promotions: readonly Promotion[]
  readonly coupons: readonly CouponKind[]
  readonly gifts: readonly CatalogueGift[]
  readonly examples: readonly ProgrammeExample[]
}

export type EarnBase = 'paid' | 'due' | 'gross'
export type PointsRounding = 'floor' | 'half-up' | 'ceil'
export type EarnStacking = 'add' | 'multiply' | 'max'

export interface EarnRules {
  readonly points: number
  readonly perMinor: number
  readonly base: EarnBase
  readonly rounding: PointsRounding
  readonly carry: boolean
  readonly stacking: EarnStacking
  readonly exclude: { readonly skus: readonly string[]; readonly categories: readonly string[] }
  readonly caps: EarnCaps
  readonly pendingDays: number
  readonly onTopUp: boolean
}

export interface EarnCaps {
  readonly perSalePoints: number | null
  readonly perDayPoints: number | null
  readonly perMonthPoints: number | null
}

export type RoundTo = 'none' | 'month-end' | 'quarter-end' | 'half-year-end' | 'year-end'

export type ExpiryPolicy =
  | { readonly policy: 'never' }
  | { readonly policy: 'rolling'; readonly months: number; readonly roundTo: RoundTo }
  /** `dates` are "MM-DD". */
  | { readonly policy: 'fixed'; readonly dates: readonly string[]; readonly minDays: number }
  | { readonly policy: 'inactivity'; readonly months: number }

export interface RedeemRules {
  readonly points: number
  readonly minor: number
  readonly stepPoints: number
  readonly minPoints: number
  readonly maxShare: string
  readonly excludeCategories: readonly string[]
  readonly verifyAbovePoints: number | null
}

export interface TierRules {
  readonly metric: 'points-earned' | 'spend'
  readonly counts: 'base' | 'all'
  readonly window: TierWindow
  readonly crossingSaleEarnsAtNewTier: boolean
  readonly downgrade: 'to-qualified' | 'one-step' | 'never'
  readonly graceDays: number
  readonly levels: readonly TierLevel[]
}

export type TierWindow =
  | { readonly kind: 'rolling-months'; readonly months: number }
  | { readonly kind: 'calendar-year' }
  | { readonly kind: 'membership-year' }
  | { readonly kind: 'lifetime' }

export interface TierLevel {
  readonly id: string
  readonly name: LocalText
  /** Points or minor units, by the metric. */
  readonly threshold: number
  readonly earnMultiplier: string
  readonly percentOff: string
  readonly benefits: readonly TierBenefit[]
}

export interface TierBenefit {
  readonly text: LocalText
  /** Kind of coupon issued on reaching the level. */
  readonly coupon: string | null
}

export interface ReturnRules {
  readonly shortage: 'debt' | 'clamp' | 'deduct'
  readonly graceDays: number
  readonly thresholdOffers: 'keep' | 'recompute'
}

export interface ManualDiscountLimit {
  readonly percentMax: string
  readonly minorMax: number
}

export interface StoredValueRules {
  readonly capNamedMinor: number
  readonly capBearerMinor: number
  readonly validityMonthsMin: number
  readonly coolingDays: number
  readonly realNameFromMinor: number
}

export interface ReferralRules {
  readonly referrerPoints: number
  readonly referredPoints: number
  readonly after: 'return-window' | 'purchase'
}

export interface OfflineRules {
  readonly leaseCapPoints: number
  readonly allowancePoints: number
  readonly managerAllowancePoints: number
  readonly managerAllowanceMinor: number
}

/** What each kind of offer takes as its `effect`. A new kind starts with a row here. */
export interface EffectByKind {
  'earn-multiplier': { readonly multiplier: string }
  'earn-bonus': { readonly points: number; readonly per: 'sale' | 'unit' }
  'percent-off': { readonly percent: string }
  'amount-off': { readonly minor: number; readonly per: 'unit' | 'basket' }
  'fixed-price': { readonly minor: number }
  'buy-x-get-y': { readonly buy: number; readonly get: number; readonly percent: string }
  'spend-x-save-y': { readonly spendMinor: number; readonly saveMinor: number; readonly repeat: boolean }
  gift: GiftEffect
  'issue-coupon': { readonly coupon: string }
}

export interface GiftEffect {
  readonly sku: string
  readonly category: string | null
  readonly quantityMilli: number
  readonly unitPriceMinor: number
}

export type OfferKind = keyof EffectByKind
export type CouponOfferKind = Exclude<OfferKind, 'issue-coupon'>

/** Kind and effect, tied to each other. */
export type Offering<K extends OfferKind = OfferKind> = {
  [P in K]: { readonly kind: P; readonly effect: EffectByKind[P] }
}[K]

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'
export type BirthdayWindow = 'day' | 'week' | 'month'
export type LimitPeriod = 'day' | 'week' | 'month' | 'year' | 'ever'

/** What promotions and coupons have in common: when, for whom, where and for what they hold. */
export interface OfferRule {
  readonly id: string
  readonly name: LocalText
  readonly priority: number
  readonly group: string | null
  readonly when: OfferWhen
  readonly who: OfferWho
  readonly where: { readonly stores: readonly string[] }
  readonly what: OfferWhat
}

export interface OfferWhen {
  /** Business dates "YYYY-MM-DD", both included. */
  readonly from: string | null
  readonly to: string | null
  readonly dates: readonly string[]
  readonly weekdays: readonly Weekday[]
  /** 1 to 31; 31 is the last day of a shorter month. */
  readonly monthDays: readonly number[]
  /** RFC 5545 recurrence, starting on `from`. */
  readonly rrule: string | null
  /** Local times "HH:MM": from (included), to (excluded); passes midnight when the second is earlier. */
  readonly hours: readonly [string, string] | null
  readonly birthday: BirthdayWindow | null
}

export interface OfferWho {
  readonly everyone: boolean
  readonly tiers: readonly string[]
  readonly segments: readonly string[]
  readonly newWithinDays: number | null
  readonly lapsedDays: number | null
  readonly firstPurchase: boolean
}

export interface OfferWhat {
  readonly skus: readonly string[]
  readonly categories: readonly string[]
  readonly excludeSkus: readonly string[]
  readonly excludeCategories: readonly string[]
  readonly minSpendMinor: number
  readonly minQuantityMilli: number
}

export type PromotionState = 'draft' | 'scheduled' | 'live' | 'paused' | 'ended'

export interface PromotionLimits {
  readonly perMember: { readonly count: number; readonly period: LimitPeriod } | null
  readonly budgetPoints: number | null
  readonly budgetMinor: number | null
}

export type Promotion = OfferRule & Offering & { readonly state: PromotionState; readonly limits: PromotionLimits }

export type CouponKind = OfferRule &
  Offering<CouponOfferKind> & {
    /** Days from issue to the end of its validity; null: no end. */
    readonly validDays: number | null
    readonly uses: number
    readonly bearer: boolean
  }

/** A gift of the catalogue, bought with points. */
export interface CatalogueGift {
  readonly id: string
  readonly name: LocalText
  readonly sku: string
  readonly points: number
}

/** A test that the programme carries along: `case` and `expect` are checked when they are run. */
export interface ProgrammeExample {
  readonly name: string
  readonly case: unknown
  readonly expect: unknown
}
