import { describe, expect, it } from 'vitest'
import { expectedDifference } from '../../src/contract/expected-difference.ts'
import { caseJson, DAY_AFTER, line, live, lot, quoted, rejection, returned } from '../support/rule-case.ts'
import type { Json } from '../support/rule-case.ts'

const hours = live('h', 'earn-multiplier', { multiplier: '2' }, { when: { hours: ['22:00', '02:00'] } })
const silverOnly = live('s', 'earn-multiplier', { multiplier: '3' }, { who: { tiers: ['silver'] } })
const goldOnly = live('g', 'earn-bonus', { points: 7 }, { who: { tiers: ['gold'] } })
const crossing = {
  tiers: {
    crossingSaleEarnsAtNewTier: true,
    levels: [
      { id: 'silver', threshold: 0 },
      { id: 'gold', threshold: 2000, earnMultiplier: '1.5' },
    ],
  },
  promotions: [silverOnly, goldOnly],
}
const spent = { member: { lots: [lot(100)] }, lines: [line('A', 10000)], redeemPoints: 100 }

/** What, the programme's rules, the case, a part of the result. */
const tables: Readonly<Record<string, readonly (readonly [string, Json, Json, Json])[]>> = {
  'stored value': [
    [
      'bonus earns nothing, principal does',
      {},
      {
        member: { storedValue: { principalMinor: 6000, bonusMinor: 2000 } },
        lines: [line('A', 10000)],
        storedValueMinor: 4000,
      },
      { storedValue: { principalMinor: 3000, bonusMinor: 1000 }, payMinor: 6000, earnPoints: 90 },
    ],
    [
      'goes back as it was taken, line by line',
      {},
      {
        member: { storedValue: { principalMinor: 300, bonusMinor: 100 } },
        lines: [line('A', 300, 3000)],
        storedValueMinor: 400,
        returns: [returned([0, 1000]), returned([0, 2000])],
      },
      {
        returns: [
          { refundMinor: 300, storedValue: { principalMinor: 100, bonusMinor: 33 } },
          { refundMinor: 600, storedValue: { principalMinor: 200, bonusMinor: 67 } },
        ],
      },
    ],
    [
      'value bought gets no offer and earns nothing',
      { promotions: [live('p', 'percent-off', { percent: '10' })] },
      { lines: [line('A', 1000), line('TOP', 5000, 1000, { asset: 'stored-value' })] },
      { dueMinor: 5900, earnPoints: 9, lines: [{ discountMinor: 100 }, { discountMinor: 0, earnPoints: 0 }] },
    ],
  ],
  tiers: [
    [
      'the metric counts base points, without multipliers',
      { promotions: [live('x', 'earn-multiplier', { multiplier: '3' })] },
      { lines: [line('A', 10000)] },
      { earnPoints: 300, qualifying: 100 },
    ],
    [
      'or the money spent',
      {
        tiers: {
          metric: 'spend',
          levels: [
            { id: 'silver', threshold: 0 },
            { id: 'gold', threshold: 10000 },
          ],
        },
      },
      { lines: [line('A', 10000)] },
      { qualifying: 10000, tierAfter: 'gold' },
    ],
    [
      'a crossing sale earns at the new level, with its promotions',
      crossing,
      { member: { tier: 'silver', qualifying: 1950 }, lines: [line('A', 10000)] },
      { earnPoints: 157, tierAfter: 'gold', applied: ['g'] },
    ],
    [
      'a sale never downgrades',
      {},
      { member: { tier: 'gold', qualifying: 0 }, lines: [line('A', 100)] },
      { tierAfter: 'gold' },
    ],
    [
      'a member without a level earns once',
      {},
      { member: {}, lines: [line('A', 10000)] },
      { earnPoints: 100, tierAfter: 'silver' },
    ],
  ],
  time: [
    [
      'hours begin with their first minute',
      { promotions: [hours] },
      { at: '2026-11-25T22:00:00+08:00', lines: [line('A', 100)] },
      { applied: ['h'] },
    ],
    [
      'and end before their last',
      { promotions: [hours] },
      { at: '2026-11-25T02:00:00+08:00', lines: [line('A', 100)] },
      { applied: [], notApplied: [{ id: 'h', why: 'not-hour' }] },
    ],
    [
      'points wait for the start of a business day',
      { businessDayStart: '04:00', earn: { pendingDays: 14 } },
      { lines: [line('A', 100)] },
      { newLot: { availableAt: '@2026-12-09T04:00:00+08:00' } },
    ],
  ],
  inactivity: [
    [
      'spending moves the expiry of every lot',
      { expiry: { policy: 'inactivity', months: 2 }, earn: { points: 0 } },
      {
        member: { lots: [lot(100, '2026-12-01T00:00:00+08:00'), lot(50, '2026-12-02T00:00:00+08:00')] },
        lines: [line('A', 10000)],
        redeemPoints: 10,
        returns: [{ at: '2027-01-20T10:00:00+08:00', lines: [{ line: 0, quantityMilli: 1000 }] }],
      },
      { balancePoints: 140, returns: [{ balancePoints: 150 }] },
    ],
    [
      'a sale that does neither leaves them',
      { expiry: { policy: 'inactivity', months: 2 }, earn: { points: 0 } },
      {
        member: { lots: [lot(100, '2026-12-01T00:00:00+08:00')] },
        lines: [line('A', 10000)],
        returns: [{ at: '2027-01-20T10:00:00+08:00', lines: [] }],
      },
      { returns: [{ balancePoints: 0 }] },
    ],
  ],
  shortage: [
    [
      'deduct takes its worth from the money',
      { returns: { shortage: 'deduct' } },
      { member: { debtPoints: 100 }, lines: [line('A', 10000)], returns: [returned([0, 1000])] },
      { returns: [{ refundMinor: 9900, debtPoints: 0, balancePoints: 0, pointsClawedBack: 100 }] },
    ],
    [
      'not beyond the money',
      { returns: { shortage: 'deduct' }, earn: { points: 300 } },
      { member: { debtPoints: 30000 }, lines: [line('A', 10000)], returns: [returned([0, 1000])] },
      { returns: [{ refundMinor: 0, debtPoints: 20000 }] },
    ],
    [
      'points given back may be taken again',
      {},
      { ...spent, returns: [returned([0, 1000])] },
      { returns: [{ pointsBack: 100, pointsClawedBack: 99, balancePoints: 100 }] },
    ],
  ],
  'manual discount': [
    [
      'a manager has no limit',
      {},
      { role: 'manager', lines: [line('A', 10000)], manualDiscountMinor: 9000 },
      { needs: [], dueMinor: 1000 },
    ],
    [
      'a supervisor has 10 % and 50.00',
      {},
      { role: 'supervisor', lines: [line('A', 10000)], manualDiscountMinor: 1000 },
      { needs: [] },
    ],
    [
      'above that a manager approves',
      {},
      { role: 'supervisor', lines: [line('A', 10000)], manualDiscountMinor: 1001 },
      { needs: ['manager-approval'] },
    ],
  ],
  'other offers': [
    [
      'of a group the one that takes most',
      {
        promotions: [
          live('a', 'amount-off', { minor: 100, per: 'basket' }, { group: 'g' }),
          live('b', 'spend-x-save-y', { spendMinor: 1, saveMinor: 300 }, { group: 'g' }),
        ],
      },
      { lines: [line('A', 1000)] },
      { dueMinor: 700, notApplied: [{ id: 'a', why: 'better-offer', than: 'b' }] },
    ],
    [
      'saves once for each whole sum',
      { promotions: [live('s', 'spend-x-save-y', { spendMinor: 300, saveMinor: 20, repeat: true })] },
      { lines: [line('A', 1000)] },
      { dueMinor: 940 },
    ],
    [
      'a gift is not given beyond its budget',
      { promotions: [live('m', 'gift', { sku: 'M', unitPriceMinor: 500 }, { limits: { budgetMinor: 499 } })] },
      { lines: [line('A', 1000)] },
      { dueMinor: 1000, notApplied: [{ id: 'm', why: 'nothing-to-take-off' }] },
    ],
    [
      'millions of units are dealt at once',
      { promotions: [live('b', 'buy-x-get-y', { buy: 2, get: 1 })] },
      { lines: [line('A', 3, 9_000_000_000)] },
      { dueMinor: 18_000_000 },
    ],
    [
      'a coupon is issued',
      {
        promotions: [live('i', 'issue-coupon', { coupon: 'c' }, { what: { minSpendMinor: 1000 } })],
        coupons: [{ id: 'c', kind: 'percent-off', effect: { percent: '5' } }],
      },
      { lines: [line('A', 1000)] },
      { applied: ['i'] },
    ],
    [
      'codes of one kind add up, a bearer needs no member',
      { coupons: [{ id: 'c', kind: 'amount-off', effect: { minor: 100, per: 'basket' }, bearer: true }] },
      {
        member: null,
        lines: [line('A', 1000)],
        coupons: [
          { code: 'X', coupon: 'c' },
          { code: 'Y', coupon: 'c' },
        ],
      },
      { dueMinor: 800, applied: ['X', 'Y'] },
    ],
  ],
}

describe.each(Object.entries(tables))('%s', (_subject, rows) => {
  it.each(rows)('%s', (_what, programme, sale, expected) => {
    expect(expectedDifference(expected, quoted(caseJson(programme, sale)))).toBeNull()
  })
})

const ten = { coupons: [{ id: 'ten', kind: 'amount-off', effect: { minor: 1000, per: 'basket' } }] }
const oneOf = (more: Json): Json => ({ lines: [line('A', 5000)], coupons: [{ code: 'K', coupon: 'ten', ...more }] })

describe('a case that breaks a rule', () => {
  it.each<[string, Json, Json]>([
    ['coupon_unknown', {}, oneOf({})],
    ['coupon_expired', ten, oneOf({ expiresAt: '2026-11-25T15:04:00+08:00' })],
    ['coupon_used', ten, oneOf({ usesLeft: 0 })],
    ['coupon_not_applicable', ten, { ...oneOf({}), member: null }],
    ['manual_discount_over_due', {}, { lines: [line('A', 100)], manualDiscountMinor: 101 }],
    ['not_a_step', { redeem: { stepPoints: 10 } }, { ...spent, redeemPoints: 15 }],
    ['below_minimum_points', { redeem: { minPoints: 50 } }, { ...spent, redeemPoints: 40 }],
    ['below_minimum_points', { redeem: { points: 100, minor: 1 } }, { ...spent, redeemPoints: 99 }],
    ['insufficient_points', {}, { ...spent, redeemPoints: 101 }],
    ['over_maximum_share', { redeem: { maxShare: '0.001' } }, spent],
    ['over_maximum_share', { redeem: { excludeCategories: ['c'] } }, spent],
    ['insufficient_stored_value', {}, { lines: [line('A', 100)], storedValueMinor: 1 }],
    [
      'stored_value_over_due',
      {},
      { member: { storedValue: { principalMinor: 500 } }, lines: [line('A', 100)], storedValueMinor: 101 },
    ],
    ['return_exceeds_sale', {}, { lines: [line('A', 100)], returns: [returned([0, 600], [0, 401])] }],
    [
      'return_exceeds_sale',
      {},
      { lines: [line('A', 100)], returns: [{ at: DAY_AFTER, lines: [{ line: 1, quantityMilli: 1 }] }] },
    ],
  ])('is refused as %s', (name, programme, sale) => {
    expect(rejection(caseJson(programme, sale)).rejected).toBe(name)
  })
})
