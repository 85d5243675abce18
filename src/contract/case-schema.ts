import { z } from 'zod'
import type { LotState, SaleCase } from '../domain/sale-case.ts'
import { atLeastOne, choice, count, date, fractionString, id, ids, instant, monthDay } from './file-primitives.ts'

const lot = z.strictObject({
  id: z.string().nullable().default(null),
  points: count,
  earnedAt: instant,
  availableAt: instant.nullable().default(null),
  expiresAt: instant.nullable().default(null),
  grace: choice,
})

const lots = z.array(lot).transform((entries): LotState[] =>
  entries.map(({ id: lotId, points, earnedAt, availableAt, expiresAt, grace }, index) => ({
    ref: `${index}`,
    id: lotId,
    points,
    earnedAtMs: earnedAt,
    availableAtMs: availableAt,
    expiresAtMs: expiresAt,
    grace,
  })),
)

const member = z.strictObject({
  tier: id.nullable().default(null),
  birthday: monthDay.nullable().default(null),
  joined: date.nullable().default(null),
  lastPurchase: date.nullable().default(null),
  purchases: count.default(0),
  segments: ids,
  lots: lots.default([]),
  debtPoints: count.default(0),
  spendablePoints: count.nullable().default(null),
  qualifying: count.default(0),
  earnedTodayPoints: count.default(0),
  earnedMonthPoints: count.default(0),
  carry: fractionString.default('0'),
  promotionUses: z.record(z.string(), count).default({}),
  storedValue: z
    .strictObject({ principalMinor: count.default(0), bonusMinor: count.default(0) })
    .default({ principalMinor: 0, bonusMinor: 0 }),
})

const budgetLeft = z.strictObject({ points: count.nullable().default(null), minor: count.nullable().default(null) })

const line = z.strictObject({
  sku: id,
  category: z.string().nullable().default(null),
  quantityMilli: atLeastOne,
  unitPriceMinor: count,
  memberPriceMinor: count.nullable().default(null),
  asset: z.enum(['stored-value', 'gift-card']).nullable().default(null),
})

const coupon = z
  .strictObject({
    code: id,
    coupon: id,
    expiresAt: instant.nullable().default(null),
    usesLeft: count.default(1),
  })
  .transform(({ expiresAt, ...rest }) => ({ ...rest, expiresAtMs: expiresAt }))

const returned = z
  .strictObject({
    at: instant,
    reason: z.enum(['change-of-mind', 'defect', 'statutory', 'exchange']).default('change-of-mind'),
    lines: z.array(z.strictObject({ line: count, quantityMilli: atLeastOne })),
  })
  .transform(({ at, ...rest }) => ({ ...rest, atMs: at }))

/** The case of programme-format.md without its programme. */
export const caseSchema: z.ZodType<Omit<SaleCase, 'programme'>> = z
  .strictObject({
    at: instant,
    store: z.string(),
    role: z.enum(['cashier', 'supervisor', 'manager']).default('cashier'),
    member: member.nullable().default(null),
    budgets: z.record(z.string(), budgetLeft).default({}),
    lines: z.array(line).max(1_000),
    manualDiscountMinor: count.default(0),
    coupons: z.array(coupon).default([]),
    redeemPoints: z.union([count, z.literal('max')], 'is neither a number of points nor "max"').default(0),
    storedValueMinor: count.default(0),
    returns: z.array(returned).default([]),
  })
  .transform(({ at, ...rest }) => ({ ...rest, atMs: at }))
