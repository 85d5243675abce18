import { z } from 'zod'
import type { Programme } from '../domain/programme.ts'
import {
  atLeastOne,
  choice,
  clock,
  count,
  days,
  decimal,
  distinctBy,
  id,
  ids,
  localText,
  months,
  monthDay,
  percent,
  share,
  timeZone,
} from './file-primitives.ts'
import { couponKind, promotion } from './offer-schema.ts'

const earn = z
  .strictObject({
    points: count.default(1),
    perMinor: atLeastOne.default(100),
    base: z.enum(['paid', 'due', 'gross']).default('paid'),
    rounding: z.enum(['floor', 'half-up', 'ceil']).default('floor'),
    carry: choice,
    stacking: z.enum(['add', 'multiply', 'max']).default('add'),
    exclude: z.strictObject({ skus: ids, categories: ids }).prefault({}),
    caps: z
      .strictObject({
        perSalePoints: count.nullable().default(null),
        perDayPoints: count.nullable().default(null),
        perMonthPoints: count.nullable().default(null),
      })
      .prefault({}),
    pendingDays: days.default(0),
    onTopUp: choice,
  })
  .refine(({ carry, rounding }) => !carry || rounding === 'floor', {
    path: ['carry'],
    message: 'goes with rounding "floor" only',
  })

const expiry = z.discriminatedUnion('policy', [
  z.strictObject({ policy: z.literal('never') }),
  z.strictObject({
    policy: z.literal('rolling'),
    months,
    roundTo: z.enum(['none', 'month-end', 'quarter-end', 'half-year-end', 'year-end']).default('none'),
  }),
  z.strictObject({ policy: z.literal('fixed'), dates: z.array(monthDay).min(1), minDays: days.default(90) }),
  z.strictObject({ policy: z.literal('inactivity'), months }),
])

const redeem = z.strictObject({
  points: atLeastOne.default(100),
  minor: atLeastOne.default(100),
  stepPoints: atLeastOne.default(1),
  minPoints: count.default(0),
  maxShare: share.default('1'),
  excludeCategories: ids,
  verifyAbovePoints: count.nullable().default(null),
})

const level = z.strictObject({
  id,
  name: localText.default({}),
  threshold: count,
  earnMultiplier: decimal.default('1'),
  percentOff: percent.default('0'),
  benefits: z.array(z.strictObject({ text: localText.default({}), coupon: id.nullable().default(null) })).default([]),
})

const tierWindow = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('rolling-months'), months: months.default(12) }),
  z.strictObject({ kind: z.literal('calendar-year') }),
  z.strictObject({ kind: z.literal('membership-year') }),
  z.strictObject({ kind: z.literal('lifetime') }),
])

const tiers = z.strictObject({
  metric: z.enum(['points-earned', 'spend']).default('points-earned'),
  counts: z.enum(['base', 'all']).default('base'),
  window: tierWindow.default({ kind: 'rolling-months', months: 12 }),
  crossingSaleEarnsAtNewTier: choice,
  downgrade: z.enum(['to-qualified', 'one-step', 'never']).default('to-qualified'),
  graceDays: days.default(0),
  levels: z
    .array(level)
    .check(distinctBy((entry) => entry.id))
    .default([]),
})

const returns = z.strictObject({
  shortage: z.enum(['debt', 'clamp', 'deduct']).default('debt'),
  graceDays: days.default(30),
  thresholdOffers: z.enum(['keep', 'recompute']).default('keep'),
})

const manualDiscount = z.strictObject({
  cashier: z.strictObject({ percentMax: percent.default('0'), minorMax: count.default(0) }).prefault({}),
  supervisor: z.strictObject({ percentMax: percent.default('10'), minorMax: count.default(5_000) }).prefault({}),
})

const storedValue = z.strictObject({
  capNamedMinor: count.default(500_000),
  capBearerMinor: count.default(100_000),
  validityMonthsMin: months.default(36),
  coolingDays: days.default(7),
  realNameFromMinor: count.default(1_000_000),
})

const referral = z.strictObject({
  referrerPoints: count.default(0),
  referredPoints: count.default(0),
  after: z.enum(['return-window', 'purchase']).default('return-window'),
})

const offline = z.strictObject({
  leaseCapPoints: count.default(5_000),
  allowancePoints: count.default(0),
  managerAllowancePoints: count.default(0),
  managerAllowanceMinor: count.default(50_000),
})

/** The document of programme-format.md; what it leaves out gets the defaults shown there. */
export const programmeSchema: z.ZodType<Programme> = z.strictObject({
  format: z.literal('tillpoint-programme/1'),
  id,
  version: count,
  region: z.enum(['CN', 'EU', 'other']).default('CN'),
  name: localText,
  currency: z.string().regex(/^[A-Z]{3}$/, 'is no currency code such as "CNY"'),
  timeZone,
  businessDayStart: clock.default('00:00'),
  earn: earn.prefault({}),
  expiry: expiry.default({ policy: 'never' }),
  redeem: redeem.prefault({}),
  tiers: tiers.prefault({}),
  returns: returns.prefault({}),
  debt: z.strictObject({ writeOffMonths: months.default(12) }).prefault({}),
  manualDiscount: manualDiscount.prefault({}),
  storedValue: storedValue.prefault({}),
  referral: referral.prefault({}),
  churn: z.strictObject({ days: days.default(90) }).prefault({}),
  clv: z.strictObject({ years: decimal.default('3') }).prefault({}),
  offline: offline.prefault({}),
  promotions: z
    .array(promotion)
    .check(distinctBy((entry) => entry.id))
    .default([]),
  coupons: z
    .array(couponKind)
    .check(distinctBy((entry) => entry.id))
    .default([]),
  gifts: z
    .array(z.strictObject({ id, name: localText.default({}), sku: id, points: count }))
    .check(distinctBy((entry) => entry.id))
    .default([]),
  examples: z.array(z.strictObject({ name: z.string(), case: z.json(), expect: z.json() })).default([]),
})
