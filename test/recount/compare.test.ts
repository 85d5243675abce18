import { describe, expect, it } from 'vitest'
import { compare } from './compare.ts'
import type { HqReturn, HqSale, RecountedHq, RecountedTill, ReturnFacts, SaleFacts } from './facts.ts'

const entries = [
  { asset: 'money', account: 'goods', delta: -1000 },
  { asset: 'money', account: 'tender/cash', delta: 1000 },
  { asset: 'points', account: 'member/m1', delta: 10 },
  { asset: 'points', account: 'programme/issued', delta: -10 },
]

function sale(seq: number, change: Partial<SaleFacts> = {}): SaleFacts {
  const numbers = { memberId: 'm1', atMs: 1000 + seq, dueMinor: 1000, paidMinor: 1000, pointsUsed: 0, earnPoints: 10 }
  return { saleId: `s${seq}`, receiptCode: `R1-${seq}-0000000${seq}`, tillId: 't1', epoch: 1, seq, ...numbers, quantitiesMilli: [2000], entries, problems: [], ...change }
}

const back = [
  { asset: 'money', account: 'goods', delta: 500 },
  { asset: 'money', account: 'tender/cash', delta: -500 },
  { asset: 'points', account: 'member/m1', delta: -5 },
  { asset: 'points', account: 'programme/issued', delta: 5 },
]

/** One of the two pieces of sale s1 comes back. */
function returned(seq: number, change: Partial<ReturnFacts> = {}): ReturnFacts {
  const numbers = { memberId: 'm1', atMs: 1000 + seq, refundMinor: 500, pointsBack: 0, pointsClawedBack: 5 }
  const place = { receiptCode: `R1-${seq}-0000000${seq}`, tillId: 't1', epoch: 1, seq }
  return { returnId: `r${seq}`, ...place, ...numbers, saleId: 's1', lines: [{ line: 0, quantityMilli: 1000 }], entries: back, problems: [], ...change }
}

const rowsOf = (kind: 'sale' | 'return', facts: readonly { readonly entries: typeof entries }[]) => facts.flatMap((each) => each.entries.map((row) => ({ ...row, kind })))
const summed = (rows: readonly { asset: string; account: string; delta: number }[]): Map<string, number> => {
  const sums = new Map<string, number>()
  for (const row of rows) sums.set(`${row.asset} ${row.account}`, (sums.get(`${row.asset} ${row.account}`) ?? 0) + row.delta)
  return sums
}

function till(sales: readonly SaleFacts[], queuedEvents = 0, returns: readonly ReturnFacts[] = []): RecountedTill {
  const events = [
    ...sales.map(({ epoch, seq, saleId }) => ({ epoch, seq, hash: `h-${saleId}`, kind: 'sale' })),
    ...returns.map(({ epoch, seq, returnId }) => ({ epoch, seq, hash: `h-${returnId}`, kind: 'return' })),
  ]
  return { name: 'till A', tillId: 't1', events, queuedEvents, sales, returns, booked: [...rowsOf('sale', sales as never), ...rowsOf('return', returns as never)], problems: [] }
}

function hq(sales: readonly HqSale[], events: RecountedHq['events'], returns: readonly HqReturn[] = []): RecountedHq {
  const sums = summed([...sales, ...returns].flatMap((each) => each.entries))
  const balancePoints = sums.get('points member/m1') ?? 0
  const stated = new Map([['m1', { balancePoints, lotPoints: balancePoints, debtPoints: 0, principalMinor: 0, bonusMinor: 0 }]])
  return { events, sales, returns, others: [], sums, stated, couponUses: new Map(), suspense: 0, problems: [] }
}

/** An HQ that holds exactly what these tills' sales say. */
function hqOf(sales: readonly SaleFacts[], returns: readonly ReturnFacts[] = []): RecountedHq {
  return hq(sales, till(sales, 0, returns).events.map((event) => ({ tillId: 't1', ...event })), returns)
}

const both = [sale(1), sale(2)]

describe('the recount', () => {
  it('has nothing to say about a whole day', () => {
    const shown = both.map(({ receiptCode }) => ({ till: 'till A', receiptCode }))
    expect(compare(shown, [till(both)], hqOf(both))).toEqual({ lost: [], doubled: [], different: [] })
  })
  it('names a sale that a window showed as saved and the journal does not hold, by code or by id', () => {
    const shown = [{ till: 'till A', receiptCode: 'R1-3-deadbeef' }, { till: 'till A', eventId: 's9' }]
    const { lost } = compare(shown, [till(both)], hqOf(both))
    expect(lost).toEqual([expect.stringContaining('R1-3-deadbeef was shown as saved'), expect.stringContaining('s9 was shown as saved')])
  })
  it('names a sale that HQ never booked, unless it still waits at the till', () => {
    expect(compare([], [till(both)], hqOf([sale(1)])).lost).toEqual([expect.stringContaining('s2 (1/2) is not booked at HQ')])
    expect(compare([], [till(both, 1)], hqOf([sale(1)])).lost).toEqual([])
  })
  it('does not take a sale for late that HQ has passed', () => {
    const withoutFirst = { ...hqOf([sale(2)]) }
    expect(compare([], [till([...both, sale(3)], 1)], withoutFirst).lost).toEqual([expect.stringContaining('s1 (1/1) is not booked')])
  })
  it('names one purchase under two ids, and one booked twice at HQ', () => {
    const twice = [sale(1), sale(2, { atMs: 1001 })]
    expect(compare([], [till(twice)], hqOf(twice)).doubled).toEqual([expect.stringContaining('are one purchase (sale pressed at 1001)')])
    const doubledRows = { ...sale(1), entries: entries.map((row) => ({ ...row, delta: 2 * row.delta })) }
    const held = hqOf([sale(1)])
    expect(compare([], [till([sale(1)])], hq([doubledRows], held.events)).doubled).toEqual([expect.stringContaining('s1 is booked twice at HQ')])
  })
  it('names what HQ holds and the till never wrote', () => {
    expect(compare([], [till([sale(1)])], { ...hqOf([sale(1)]), events: hqOf(both).events }).doubled).toEqual([expect.stringContaining('1/2 (sale) that the till never wrote')])
  })
  it('names money of a shift that only one side booked', () => {
    const float = [{ asset: 'money', account: 'drawer/cash', delta: 500 }, { asset: 'money', account: 'drawer/float', delta: -500 }]
    const opened = { ...till(both), booked: [...till(both).booked, ...float.map((entry) => ({ ...entry, kind: 'shift-opened' }))] }
    const differences = compare([], [opened], hqOf(both)).different
    expect(differences).toEqual(['money drawer/cash: the tills booked 500 more than HQ', 'money drawer/float: the tills booked -500 more than HQ'])
    expect(compare([], [opened], { ...hqOf(both), others: [{ tillId: 't1', entries: float }] }).different).toEqual([])
  })

  it('names every number that differs', () => {
    for (const name of ['dueMinor', 'paidMinor', 'pointsUsed', 'earnPoints'] as const) {
      const other = { ...sale(1), [name]: sale(1)[name] + 1 }
      expect(compare([], [till([sale(1)])], hq([other], hqOf([sale(1)]).events)).different, name).toEqual([expect.stringContaining(name)])
    }
    const wrongBalance = { ...hqOf([sale(1)]), stated: new Map([['m1', { balancePoints: 11, lotPoints: 11, debtPoints: 0, principalMinor: 0, bonusMinor: 0 }]]) }
    expect(compare([], [till([sale(1)])], wrongBalance).different).toEqual(['m1: HQ says 11 points, its entries sum to 10'])
  })
})

describe('the recount of returns', () => {
  const both = [sale(1), sale(2)]
  it('has nothing to say about one that is the same on both sides', () => {
    expect(compare([{ till: 'till A', eventId: 'r3' }], [till(both, 0, [returned(3)])], hqOf(both, [returned(3)]))).toEqual({ lost: [], doubled: [], different: [] })
  })
  it('leaves it to HQ how points are settled, not how many are due', () => {
    const letGo = [...back.filter((row) => row.account !== 'member/m1'), { asset: 'points', account: 'member/m1', delta: -2 }, { asset: 'points', account: 'programme/let-go', delta: -3 }]
    const coupons = [{ asset: 'coupon', account: 'coupon/K7', delta: 1 }, { asset: 'coupon', account: 'programme/used', delta: -1 }]
    expect(compare([], [till(both, 0, [returned(3)])], hqOf(both, [returned(3, { entries: [...letGo, ...coupons] })])).different).toEqual([])
    const less = back.map((row) => (row.asset === 'points' ? { ...row, delta: row.delta - Math.sign(row.delta) } : row))
    expect(compare([], [till(both, 0, [returned(3)])], hqOf(both, [returned(3, { entries: less })])).different).toEqual([expect.stringContaining('return r3 of s1 is booked otherwise at HQ')])
  })
  it('lets a till that does not know the member leave her points to HQ', () => {
    const moneyOnly = returned(3, { entries: back.filter((row) => row.asset === 'money') })
    expect(compare([], [till(both, 0, [moneyOnly])], hqOf(both, [returned(3)])).different).toEqual([])
  })
  it('names one that HQ never booked, unless it waits; one that was shown and is gone', () => {
    expect(compare([], [till(both, 0, [returned(3)])], hqOf(both)).lost).toEqual([expect.stringContaining('return r3 (1/3) is not booked at HQ')])
    expect(compare([], [till(both, 1, [returned(3)])], hqOf(both)).lost).toEqual([])
    expect(compare([{ till: 'till A', eventId: 'r9' }], [till(both)], hqOf(both)).lost).toEqual([expect.stringContaining('r9 was shown as saved')])
  })
  it('names one that counts twice: at HQ, under two ids, or beyond what was sold', () => {
    const doubledRows = returned(3, { entries: back.map((row) => ({ ...row, delta: 2 * row.delta })) })
    expect(compare([], [till(both, 0, [returned(3)])], hqOf(both, [doubledRows])).doubled).toEqual([expect.stringContaining('return r3 is booked twice at HQ')])
    const twins = [returned(3), returned(4, { atMs: 1003 })]
    expect(compare([], [till(both, 0, twins)], hqOf(both, twins)).doubled).toEqual([expect.stringContaining('are one return (return pressed at 1003)')])
    const many = [returned(3), returned(4), returned(5)]
    expect(compare([], [till(both, 0, many)], hqOf(both, many)).doubled).toEqual([expect.stringContaining('of line 0 3000 thousandths came back, 2000 were sold, by r3 and r4 and r5'), expect.stringContaining('money 1500 came back of 1000')])
  })
  it('names every number that differs', () => {
    for (const name of ['refundMinor', 'pointsBack', 'pointsClawedBack'] as const) {
      const other = { ...returned(3), [name]: returned(3)[name] + 1 }
      expect(compare([], [till(both, 0, [returned(3)])], hqOf(both, [other])).different, name).toEqual([expect.stringContaining(name)])
    }
  })
  it('names stored value and coupons that do not follow from what was booked', () => {
    const wrongValue = { ...hqOf(both), stated: new Map([['m1', { balancePoints: 20, lotPoints: 20, debtPoints: 0, principalMinor: 7, bonusMinor: 0 }]]) }
    expect(compare([], [till(both)], wrongValue).different).toEqual(['m1: HQ says 7 of principal, its entries sum to 0'])
    expect(compare([], [till(both)], { ...hqOf(both), couponUses: new Map([['K7', 1]]) }).different).toEqual(['coupon K7: HQ says 1 uses left, its entries sum to 0'])
  })
})
