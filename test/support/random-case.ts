import fc from 'fast-check'
import { AT, programmeJson } from './rule-case.ts'
import type { Json } from './rule-case.ts'

/** Random programmes and sales for properties. Small numbers, so that thresholds, ties and roundings are often met. */
const skus = ['A', 'B', 'C', 'D'] as const
const categories = ['c', 'd', 'x'] as const
const groups = [null, 'g', 'h'] as const

const what: fc.Arbitrary<Json> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  fc.record({ categories: fc.subarray([...categories], { minLength: 1 }) }),
  fc.record({ skus: fc.subarray([...skus], { minLength: 1 }), excludeCategories: fc.subarray([...categories]) }),
  fc.record({ minSpendMinor: fc.integer({ min: 0, max: 8000 }), minQuantityMilli: fc.integer({ min: 0, max: 4000 }) }),
)

const when: fc.Arbitrary<Json> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  fc.constantFrom<Json>(
    { weekdays: ['wed'] },
    { weekdays: ['mon'] },
    { hours: ['22:00', '16:00'] },
    { birthday: 'week' },
    { from: '2026-11-11', rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=WE' },
    { monthDays: [25, 31] },
  ),
)

const discountEffects = [
  fc.record({
    kind: fc.constant('percent-off'),
    effect: fc.record({ percent: fc.constantFrom('5', '12.5', '33.3', '100') }),
  }),
  fc.record({
    kind: fc.constant('amount-off'),
    effect: fc.record({ minor: fc.integer({ min: 0, max: 900 }), per: fc.constantFrom('unit', 'basket') }),
  }),
  fc.record({ kind: fc.constant('fixed-price'), effect: fc.record({ minor: fc.integer({ min: 0, max: 900 }) }) }),
  fc.record({
    kind: fc.constant('buy-x-get-y'),
    effect: fc.record({
      buy: fc.integer({ min: 1, max: 3 }),
      get: fc.integer({ min: 1, max: 2 }),
      percent: fc.constantFrom('50', '100'),
    }),
  }),
  fc.record({
    kind: fc.constant('spend-x-save-y'),
    effect: fc.record({
      spendMinor: fc.integer({ min: 1, max: 5000 }),
      saveMinor: fc.integer({ min: 0, max: 900 }),
      repeat: fc.boolean(),
    }),
  }),
  fc.record({
    kind: fc.constant('gift'),
    effect: fc.record({
      sku: fc.constantFrom('G', 'A'),
      category: fc.constantFrom(...categories),
      unitPriceMinor: fc.integer({ min: 0, max: 900 }),
    }),
  }),
] as const

const earnEffects = [
  fc.record({
    kind: fc.constant('earn-multiplier'),
    effect: fc.record({ multiplier: fc.constantFrom('0.5', '1', '1.5', '2', '3') }),
  }),
  fc.record({
    kind: fc.constant('earn-bonus'),
    effect: fc.record({ points: fc.integer({ min: 0, max: 60 }), per: fc.constantFrom('sale', 'unit') }),
  }),
] as const

type Effect = fc.Arbitrary<{ kind: string; effect: Json }>

function promotionOf(effects: readonly Effect[]): fc.Arbitrary<Json> {
  return fc
    .record({
      offering: fc.oneof(...effects),
      priority: fc.integer({ min: -1, max: 2 }),
      group: fc.constantFrom(...groups),
      when,
      what,
      tiers: fc.constantFrom<readonly string[]>([], [], ['gold']),
      everyone: fc.boolean(),
      limits: fc.oneof(
        { weight: 3, arbitrary: fc.constant({}) },
        fc.record({ budgetPoints: fc.integer({ min: 0, max: 80 }), budgetMinor: fc.integer({ min: 0, max: 900 }) }),
      ),
    })
    .map(({ offering, tiers, everyone, ...rest }) => ({
      state: 'live',
      ...offering,
      ...rest,
      who: { tiers, everyone },
    }))
}

/** Promotions with the ids p0, p1, … */
export function promotions(effects: 'all' | 'earn' | 'discount', maxLength = 6): fc.Arbitrary<Json[]> {
  const chosen: readonly Effect[] =
    effects === 'earn' ? earnEffects : effects === 'discount' ? discountEffects : [...discountEffects, ...earnEffects]
  return fc
    .array(promotionOf(chosen), { maxLength })
    .map((list) => list.map((promotion, index) => ({ ...promotion, id: `p${index}` })))
}

export const earnRules: fc.Arbitrary<Json> = fc.record({
  points: fc.integer({ min: 0, max: 7 }),
  perMinor: fc.constantFrom(100, 30, 700),
  base: fc.constant('paid'),
  rounding: fc.constantFrom('floor', 'half-up', 'ceil'),
  stacking: fc.constantFrom('add', 'multiply', 'max'),
  exclude: fc.record({ categories: fc.constantFrom<readonly string[]>([], ['x']) }),
  caps: fc.record({
    perSalePoints: fc.option(fc.integer({ min: 0, max: 200 })),
    perDayPoints: fc.option(fc.integer({ min: 0, max: 200 })),
  }),
})

export const programmes: fc.Arbitrary<Json> = fc
  .record({
    earn: earnRules,
    redeem: fc.record({
      points: fc.integer({ min: 1, max: 100 }),
      minor: fc.integer({ min: 1, max: 100 }),
      maxShare: fc.constantFrom('1', '0.5', '0.333'),
      excludeCategories: fc.constantFrom<readonly string[]>([], ['x']),
    }),
    returns: fc.record({ thresholdOffers: fc.constantFrom('keep', 'recompute') }),
    promotions: promotions('all'),
  })
  .map(programmeJson)

export const lines: fc.Arbitrary<Json[]> = fc.array(
  fc.record({
    sku: fc.constantFrom(...skus),
    category: fc.constantFrom(...categories),
    quantityMilli: fc.oneof(fc.constantFrom(1000, 2000, 3000, 5000), fc.integer({ min: 1, max: 4000 })),
    unitPriceMinor: fc.oneof(fc.constantFrom(0, 99, 500, 1000), fc.integer({ min: 0, max: 4000 })),
    memberPriceMinor: fc.option(fc.integer({ min: 0, max: 2000 }), { freq: 3 }),
    asset: fc.constantFrom(null, null, null, null, 'stored-value'),
  }),
  { minLength: 1, maxLength: 6 },
)

export const members: fc.Arbitrary<Json> = fc.record({
  tier: fc.constantFrom('silver', 'gold'),
  birthday: fc.constantFrom('11-24', '06-15'),
  lots: fc.array(
    fc.record({
      points: fc.integer({ min: 0, max: 400 }),
      earnedAt: fc.constantFrom('2026-01-10T10:00:00+08:00', '2026-03-10T10:00:00+08:00'),
      expiresAt: fc.constantFrom(null, '2027-03-01T00:00:00+08:00', '2027-05-01T00:00:00+08:00'),
    }),
    { maxLength: 4 },
  ),
  debtPoints: fc.constantFrom(0, 0, 30),
  earnedTodayPoints: fc.constantFrom(0, 50),
})

/** Sales that nothing refuses: points by "max", no coupons, stored value well below the due. */
export const sales: fc.Arbitrary<Json> = fc
  .record({
    programme: programmes,
    member: fc.option(members, { freq: 6 }),
    lines,
    redeemPoints: fc.constantFrom(0, 'max'),
  })
  .map((parts) => ({ at: AT, store: 's1', ...parts }))
