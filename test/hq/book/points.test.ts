import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { draftOf, inSpendingOrder, recount, type Account, type Lot } from '../../../src/hq/book/account.ts'
import { countSale } from '../../../src/hq/book/counters.ts'
import { endLease, lend, newLease } from '../../../src/hq/book/lease.ts'
import { confirmHeld, earn, spend } from '../../../src/hq/book/points.ts'

const lot = (lotId: string, points: number, more: Partial<Lot> = {}): Lot => ({ lotId, points, lentPoints: 0, earnedAtMs: 1, availableAtMs: null, expiresAtMs: null, grace: false, held: null, ...more })
const place = { tillId: 't1', epoch: 1, seq: 5 }
const NOW = 1_000

function account(...lots: Lot[]): Account {
  const made: Account = {
    member: {
      member_id: 'm1', region: 'r', store_id: 's', status: 'active', box: null, phone_indexes: [], phone_tail_indexes: [], name_keys: [], tier: 'silver', joined: '2026-01-01', last_purchase: null, purchases: 0, segments: [], qualifying: 0,
      free_points: 0, lent_points: 0, unconfirmed_points: 0, debt_points: 0, balance_points: 0, counters_date: null, earned_today_points: 0, earned_month_points: 0, carry: '0', stored_principal_minor: 0, stored_bonus_minor: 0, debt_since_ms: null, tier_qualified_on: null, tier_floor: null, tier_floor_until: null, stamp: 1, changed_at_ms: 1,
    },
    lots: new Map(lots.map((one) => [one.lotId, one])),
    cards: [],
    coupons: [],
    limitUses: [],
    changedLots: new Set(),
    changed: false,
  }
  recount(made)
  return made
}
const terms = ({ member }: Account): Record<string, number> => ({ free: member.free_points, lent: member.lent_points, held: member.unconfirmed_points, debt: member.debt_points, balance: member.balance_points })

test('spending order: soonest expiry, none last, then earliest earned, then id', () => {
  const lots = [lot('z', 1), lot('b', 1, { earnedAtMs: 0 }), lot('a', 1), lot('late', 1, { expiresAtMs: 9 }), lot('soon', 1, { expiresAtMs: 5, earnedAtMs: 7 })]
  expect(inSpendingOrder(lots).map((one) => one.lotId)).toEqual(['soon', 'late', 'b', 'a', 'z'])
})

describe('spend', () => {
  test('takes the lots that are named, then others, then makes debt', () => {
    const one = account(lot('a', 10), lot('b', 20, { expiresAtMs: NOW + 1 }), lot('c', 5))
    expect(spend(one, place, new Map([['a', 8], ['gone', 3]]), 40, NOW)).toEqual({ changes: [{ lotId: 'a', deltaPoints: -8 }, { lotId: 'b', deltaPoints: -20 }, { lotId: 'a', deltaPoints: -2 }, { lotId: 'c', deltaPoints: -5 }], debtPoints: 5 })
    expect(terms(one)).toEqual({ free: 0, lent: 0, held: 0, debt: 5, balance: -5 })
  })
  test('takes nothing that a lease or another till holds, nor what is not usable unless it is named', () => {
    const one = account(lot('lent', 10, { lentPoints: 9 }), lot('theirs', 10, { held: { tillId: 't2', epoch: 1, seq: 1 } }), lot('vesting', 10, { availableAtMs: NOW + 1 }), lot('ended', 10, { expiresAtMs: NOW }))
    expect(spend(one, place, new Map([['ended', 4]]), 10, NOW)).toEqual({ changes: [{ lotId: 'ended', deltaPoints: -4 }, { lotId: 'lent', deltaPoints: -1 }], debtPoints: 5 })
  })
})

describe('earn', () => {
  const fresh = { lotId: 'new', earnedAtMs: NOW, availableAtMs: null, expiresAtMs: null, grace: false }
  test('repays debt, and the rest is held by its till until the ack is known there', () => {
    const one = account()
    one.member.debt_points = 30
    expect(earn(one, place, 50, fresh)).toEqual([{ lotId: 'new', deltaPoints: 20 }])
    expect(terms(one)).toEqual({ free: 0, lent: 0, held: 20, debt: 0, balance: 20 })
    for (const other of [{ ...place, tillId: 't2' }, { ...place, epoch: 2 }, { ...place, seq: 4 }]) expect(confirmHeld(one, other)).toBe(false)
    expect(confirmHeld(one, place)).toBe(true)
    expect(terms(one)).toMatchObject({ free: 20, held: 0 })
  })
  test('that only repays debt makes no lot; a lot id that is taken is a contradiction', () => {
    const one = account(lot('new', 1))
    one.member.debt_points = 50
    expect(earn(one, place, 50, fresh)).toEqual([])
    expect(() => earn(one, place, 1, fresh)).toThrow('there already')
  })
})

test('counters take a sale’s own result; a tier that it did not change stays HQ’s', () => {
  const one = account()
  one.member.tier = 'gold'
  countSale(one, { businessDate: '2026-11-20', earnPoints: 5, qualifyingGain: 7, tierBefore: 'silver', tierAfter: 'silver', carry: '1/5' })
  expect(one.member).toMatchObject({ tier: 'gold', qualifying: 7, carry: '1/5', purchases: 1 })
  countSale(one, { businessDate: '2026-11-20', earnPoints: 5, qualifyingGain: 7, tierBefore: 'gold', tierAfter: 'black', carry: '0' })
  expect(one.member.tier).toBe('black')
})

test('a second lease takes only what the first has left of a lot', () => {
  const one = account(lot('a', 10), lot('b', 20, { earnedAtMs: 2 }))
  const [first, second] = ['l1', 'l2'].map((leaseId) => newLease({ leaseId, tillId: 't1', epoch: 1, memberId: 'm1', askedAtMs: 0 }))
  if (!first || !second) throw new Error('two leases')
  lend(one, first, 6, NOW)
  lend(one, second, 9, NOW)
  expect([[...first.lots], [...second.lots]]).toEqual([[['a', 6]], [['a', 4], ['b', 5]]])
})

test('any order of lending, spending, earning, ending and confirming keeps the account', () => {
  const step = fc.record({ act: fc.constantFrom('lend', 'end', 'spend', 'earn', 'confirm'), points: fc.integer({ min: 0, max: 60 }), lease: fc.integer({ min: 0, max: 2 }) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const one = account(lot('a', 100), lot('b', 50, { expiresAtMs: 2_000 }), lot('c', 30, { availableAtMs: 5_000 }))
      let expected = 180
      const leases = [0, 1, 2].map((id) => newLease({ leaseId: `l${id}`, tillId: 't1', epoch: 1, memberId: 'm1', askedAtMs: 0 }))
      steps.forEach(({ act, points, lease: at }, index) => {
        const lease = leases[at]
        if (!lease) return
        if (act === 'lend' && lease.state === 'lent') lend(one, lease, points, NOW)
        if (act === 'end') endLease(one, lease, 'returned', NOW)
        if (act === 'spend') {
          spend(one, place, new Map(), points, NOW)
          expected -= points
        }
        if (act === 'earn') {
          earn(one, { ...place, seq: index }, points, { lotId: `n${index}`, earnedAtMs: index, availableAtMs: null, expiresAtMs: null, grace: false })
          expected += points
        }
        if (act === 'confirm') confirmHeld(one, { ...place, seq: index })
        const { free = 0, lent = 0, held = 0, debt = 0, balance } = terms(one)
        expect(balance).toBe(expected)
        expect(free + lent + held - debt).toBe(expected)
        expect(Math.min(free, lent, held, debt)).toBeGreaterThanOrEqual(0)
        for (const each of one.lots.values()) expect(each.lentPoints, each.lotId).toBeLessThanOrEqual(each.points)
        expect(lent).toBe(leases.filter((one) => one.state === 'lent').reduce((sum, one) => sum + one.grantedPoints, 0))
        for (const one of leases) expect([...one.lots.values()].reduce((sum, lent) => sum + lent, 0)).toBe(one.grantedPoints)
      })
    }),
    { numRuns: 300, seed: 7 },
  )
})

test('a draft that is thrown away leaves nothing behind', () => {
  const one = account(lot('a', 10))
  const draft = draftOf(one)
  spend(draft, place, new Map(), 99, NOW)
  expect(terms(one)).toEqual({ free: 10, lent: 0, held: 0, debt: 0, balance: 10 })
  expect(one.changedLots.size).toBe(0)
})
