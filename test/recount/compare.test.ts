import { describe, expect, it } from 'vitest'
import { compare } from './compare.ts'
import type { HqSale, RecountedHq, RecountedTill, SaleFacts } from './facts.ts'

const entries = [
  { asset: 'money', account: 'goods', delta: -1000 },
  { asset: 'money', account: 'tender/cash', delta: 1000 },
  { asset: 'points', account: 'member/m1', delta: 10 },
  { asset: 'points', account: 'programme/issued', delta: -10 },
]

function sale(seq: number, change: Partial<SaleFacts> = {}): SaleFacts {
  const numbers = { memberId: 'm1', atMs: 1000 + seq, dueMinor: 1000, paidMinor: 1000, pointsUsed: 0, earnPoints: 10 }
  return { saleId: `s${seq}`, receiptCode: `R1-${seq}-0000000${seq}`, tillId: 't1', epoch: 1, seq, ...numbers, entries, problems: [], ...change }
}

function till(sales: readonly SaleFacts[], queuedEvents = 0): RecountedTill {
  const events = sales.map(({ epoch, seq, saleId }) => ({ epoch, seq, hash: `h-${saleId}`, kind: 'sale' }))
  const sums = new Map<string, number>()
  for (const { entries: rows } of sales) for (const row of rows) sums.set(`${row.asset}/${row.account}`, (sums.get(`${row.asset}/${row.account}`) ?? 0) + row.delta)
  const booked = entries.map(({ asset, account }) => ({ asset, account, delta: sums.get(`${asset}/${account}`) ?? 0 }))
  return { name: 'till A', tillId: 't1', events, queuedEvents, sales, booked, problems: [] }
}

function hq(sales: readonly HqSale[], events: RecountedHq['events']): RecountedHq {
  const balancePoints = sales.reduce((sum, { entries: rows }) => sum + rows.reduce((points, row) => points + (row.account === 'member/m1' ? row.delta : 0), 0), 0)
  return {
    ...{ events, sales, suspense: 0, problems: [] },
    memberPoints: new Map([['m1', balancePoints]]),
    statedPoints: new Map([['m1', { balancePoints, lotPoints: balancePoints, debtPoints: 0 }]]),
  }
}

/** An HQ that holds exactly what these tills' sales say. */
function hqOf(sales: readonly SaleFacts[]): RecountedHq {
  return hq(sales, sales.map(({ epoch, seq, saleId }) => ({ tillId: 't1', epoch, seq, hash: `h-${saleId}`, kind: 'sale' })))
}

const both = [sale(1), sale(2)]

describe('the recount', () => {
  it('has nothing to say about a whole day', () => {
    const shown = both.map(({ receiptCode }) => ({ till: 'till A', receiptCode }))
    expect(compare(shown, [till(both)], hqOf(both))).toEqual({ lost: [], doubled: [], different: [] })
  })
  it('names a sale that a window showed as saved and the journal does not hold, by code or by id', () => {
    const shown = [{ till: 'till A', receiptCode: 'R1-3-deadbeef' }, { till: 'till A', saleId: 's9' }]
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
    expect(compare([], [till(twice)], hqOf(twice)).doubled).toEqual([expect.stringContaining('are one purchase (pressed at 1001)')])
    const doubledRows = { ...sale(1), entries: entries.map((row) => ({ ...row, delta: 2 * row.delta })) }
    const held = hqOf([sale(1)])
    expect(compare([], [till([sale(1)])], hq([doubledRows], held.events)).doubled).toEqual([expect.stringContaining('s1 is booked twice at HQ')])
  })
  it('names what HQ holds and the till never wrote', () => {
    expect(compare([], [till([sale(1)])], { ...hqOf([sale(1)]), events: hqOf(both).events }).doubled).toEqual([expect.stringContaining('1/2 (sale) that the till never wrote')])
  })
  it('names every number that differs', () => {
    for (const name of ['dueMinor', 'paidMinor', 'pointsUsed', 'earnPoints'] as const) {
      const other = { ...sale(1), [name]: sale(1)[name] + 1 }
      expect(compare([], [till([sale(1)])], hq([other], hqOf([sale(1)]).events)).different, name).toEqual([expect.stringContaining(name)])
    }
    const wrongBalance = { ...hqOf([sale(1)]), statedPoints: new Map([['m1', { balancePoints: 11, lotPoints: 11, debtPoints: 0 }]]) }
    expect(compare([], [till([sale(1)])], wrongBalance).different).toEqual(['m1: HQ says 11 points, its entries sum to 10'])
  })
})
