import { describe, expect, it } from 'vitest'
import { expectedDifference } from '../../src/contract/expected-difference.ts'
import { caseJson, line, live, lot, quoted, returned } from '../support/rule-case.ts'
import type { Json } from '../support/rule-case.ts'

const memberDay = live('member-day', 'earn-multiplier', { multiplier: '2' }, { when: { weekdays: ['wed'] } })
const bill = [line('A', 12880)]
const rolling = { expiry: { policy: 'rolling', months: 1 } }

/** Number in loyalty-rules.md, what it is, the programme's rules, the case, a part of the result. */
const workedExamples: readonly (readonly [number, string, Json, Json, Json])[] = [
  [1, 'silver earns 128', {}, { lines: bill }, { earnPoints: 128 }],
  [
    2,
    'gold on member day earns 2.5 times',
    { promotions: [memberDay] },
    { member: { tier: 'gold' }, lines: bill },
    { earnPoints: 322 },
  ],
  [
    3,
    'what is paid with points earns nothing',
    {},
    { member: { lots: [lot(5000)] }, lines: [line('A', 10000)], redeemPoints: 5000 },
    { payMinor: 5000, earnPoints: 50 },
  ],
  [
    4,
    'a whole return ends where it began',
    {},
    { member: { lots: [lot(200)] }, lines: [line('A', 7150)], redeemPoints: 150, returns: [returned([0, 1000])] },
    { earnPoints: 70, balancePoints: 120, returns: [{ pointsClawedBack: 70, pointsBack: 150, balancePoints: 200 }] },
  ],
  [
    5,
    'half a return goes half the way',
    {},
    { member: { lots: [lot(200)] }, lines: [line('A', 3575, 2000)], redeemPoints: 150, returns: [returned([0, 1000])] },
    { earnPoints: 70, balancePoints: 120, returns: [{ pointsClawedBack: 35, pointsBack: 75, balancePoints: 160 }] },
  ],
  [
    6,
    'points of a sale are split over its lines',
    {},
    {
      lines: [line('A', 99), line('B', 99), line('C', 99)],
      returns: [returned([0, 1000]), returned([1, 1000]), returned([2, 1000])],
    },
    {
      earnPoints: 2,
      lines: [{ earnPoints: 1 }, { earnPoints: 1 }, { earnPoints: 0 }],
      returns: [{ pointsClawedBack: 1 }, { pointsClawedBack: 1 }, { pointsClawedBack: 0, balancePoints: 0 }],
    },
  ],
  [
    7,
    'a basket discount is split by net',
    { promotions: [live('ten', 'amount-off', { minor: 1000, per: 'basket' })] },
    { lines: [line('A', 3333), line('B', 3333), line('C', 3334)] },
    { lines: [{ discountMinor: 333 }, { discountMinor: 333 }, { discountMinor: 334 }] },
  ],
  [
    8,
    'soonest expiry first',
    {},
    {
      member: { lots: [lot(300, '2027-03-01T00:00:00+08:00'), lot(200, '2027-01-01T00:00:00+08:00')] },
      lines: [line('A', 1000)],
      redeemPoints: 250,
    },
    {
      lotsUsed: [
        { lot: 1, points: 200 },
        { lot: 0, points: 50 },
      ],
    },
  ],
  [
    9,
    'a month from 31 January ends on 28 February',
    rolling,
    { at: '2027-01-31T10:00:00+08:00', lines: bill },
    { newLot: { expiresAt: '@2027-03-01T00:00:00+08:00' } },
  ],
  [
    9,
    '… on the 29th in a leap year',
    rolling,
    { at: '2028-01-31T10:00:00+08:00', lines: bill },
    { newLot: { expiresAt: '@2028-03-01T00:00:00+08:00' } },
  ],
  [
    10,
    'a cap cuts',
    { earn: { caps: { perDayPoints: 100 } } },
    { member: { earnedTodayPoints: 80 }, lines: [line('A', 5000)] },
    { earnPoints: 20 },
  ],
  [
    11,
    'a return gives back its share of the points used',
    {},
    { member: { lots: [lot(800)] }, lines: [line('A', 600, 2000)], redeemPoints: 800, returns: [returned([0, 1000])] },
    { earnPoints: 4, returns: [{ pointsBack: 400, pointsClawedBack: 2, refundMinor: 200 }] },
  ],
  [
    12,
    'one line, unit by unit',
    {},
    { lines: [line('A', 99, 3000)], returns: [returned([0, 1000]), returned([0, 1000]), returned([0, 1000])] },
    { earnPoints: 2, returns: [{ pointsClawedBack: 1 }, { pointsClawedBack: 0 }, { pointsClawedBack: 1 }] },
  ],
  [
    13,
    'a shortage becomes debt',
    {},
    { member: { debtPoints: 20 }, lines: [line('A', 12000)], returns: [returned([0, 1000])] },
    { balancePoints: 100, returns: [{ pointsClawedBack: 120, balancePoints: -20, debtPoints: 20 }] },
  ],
  [
    13,
    '… that the next earning repays',
    {},
    { member: { debtPoints: 20 }, lines: [line('A', 5000)] },
    { debtRepaidPoints: 20, newLot: { points: 30 }, balancePoints: 30 },
  ],
  [
    14,
    'no line pays for the bonus of another',
    { promotions: [live('bonus', 'earn-bonus', { points: 100, per: 'unit' }, { what: { skus: ['B'] } })] },
    { lines: [line('A', 5000), line('B', 5000)], returns: [returned([0, 1000])] },
    { earnPoints: 200, lines: [{ earnPoints: 50 }, { earnPoints: 150 }], returns: [{ pointsClawedBack: 50 }] },
  ],
  [
    15,
    'what is free is paid for in the allotment',
    { promotions: [live('b2g1', 'buy-x-get-y', { buy: 2, get: 1 })] },
    { lines: [line('A', 500, 2000), line('B', 800)] },
    { discountMinor: 500, lines: [{ discountMinor: 278 }, { discountMinor: 222 }] },
  ],
  [
    16,
    'a gift bears its share',
    { promotions: [live('mug', 'gift', { sku: 'MUG', unitPriceMinor: 1000 })] },
    { lines: [line('A', 9000)], returns: [returned([0, 1000])] },
    { lines: [{ netMinor: 8100 }, { sku: 'MUG', netMinor: 900 }], returns: [{ refundMinor: 8100 }] },
  ],
  [
    17,
    'a threshold is taken back',
    {
      promotions: [live('save', 'spend-x-save-y', { spendMinor: 10000, saveMinor: 1000 })],
      returns: { thresholdOffers: 'recompute' },
    },
    { lines: [line('A', 6000), line('B', 6000)], returns: [returned([0, 1000])] },
    { dueMinor: 11000, returns: [{ refundMinor: 5000 }] },
  ],
]

describe('the worked examples of the rules', () => {
  it.each(workedExamples)('%i: %s', (_number, _what, programme, sale, expected) => {
    expect(expectedDifference(expected, quoted(caseJson(programme, sale)))).toBeNull()
  })
})
