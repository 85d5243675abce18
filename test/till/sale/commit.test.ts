import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { readBasket } from '../../../src/till/db/basket.ts'
import { readEntriesOfEvent, readUnbalancedEvents } from '../../../src/till/db/entries.ts'
import { readBatch } from '../../../src/till/db/journal.ts'
import { readSaleLines } from '../../../src/till/db/sale-lines.ts'
import { readNewestSales, readSale } from '../../../src/till/db/sales.ts'
import type { LedgerWrite } from '../../../src/till/db/sqlite-file.ts'
import { readTenders } from '../../../src/till/db/tenders.ts'
import { makeDesk, type TestDesk } from '../../support/desk.ts'
import { makeTill, type TestTill } from '../../support/till.ts'

let test: TestDesk
afterEach(() => test.dispose())

const eventCount = (): number => readBatch(test.files.ledger, { epoch: 1, seq: 0 }, { eventsMax: 100, bytesMax: 1e9 }).length

describe('a commit', () => {
  it('keeps the sale with everything that belongs to it, and drops the basket', async () => {
    test = makeDesk()
    test.add('RICE-10')
    test.add('APPLE', 1250)
    const payMinor = await test.pay()
    const { saleId } = test.desk.state()
    expect(readBasket(test.files.ledger)?.saleId).toBe(saleId)
    const answer = test.desk.commit(saleId, [
      { kind: 'card', paidMinor: 5000, reference: '0042' },
      { kind: 'cash', tenderedMinor: 4000 },
    ])
    expect(answer.ok).toBe(true)
    const { ledger } = test.files
    expect(readBasket(ledger)).toBeNull()
    expect(readSale(ledger, saleId)).toMatchObject({ paidMinor: payMinor, changeMinor: 9000 - payMinor, businessDate: '2026-11-20', saleNumber: 1, cashierId: 'p01' })
    expect(readSaleLines(ledger, saleId)).toMatchObject([
      { sku: 'RICE-10', grossMinor: 6930, netMinor: 6930, category: 'rice', gift: false },
      { sku: 'APPLE', quantityMilli: 1250, grossMinor: 1600 },
    ])
    expect(readTenders(ledger, saleId)).toEqual([
      { kind: 'card', paidMinor: 5000, tenderedMinor: 5000, changeMinor: 0, reference: '0042' },
      { kind: 'cash', paidMinor: payMinor - 5000, tenderedMinor: 4000, changeMinor: 9000 - payMinor, reference: null },
    ])
  })

  it('answers a repeat with the first result, and refuses other content under the same id', async () => {
    test = makeDesk()
    test.add('TEA-1')
    const payMinor = await test.pay()
    const { saleId } = test.desk.state()
    const first = test.commitCash(payMinor + 1)
    expect(test.desk.commit(saleId, [{ kind: 'cash', tenderedMinor: payMinor + 1 }])).toMatchObject({ ok: true, output: { sale: first.ok ? first.output.sale : {} } })
    test.desk.next()
    expect(test.desk.commit(saleId, [{ kind: 'cash', tenderedMinor: payMinor + 1 }])).toMatchObject({ ok: true })
    for (const tenders of [
      [{ kind: 'cash' as const, tenderedMinor: payMinor }],
      [{ kind: 'wallet' as const, paidMinor: payMinor, reference: 'x' }],
      [],
    ]) {
      expect(test.desk.commit(saleId, tenders)).toMatchObject({ ok: false, error: { code: 'exists_with_different_content' } })
    }
    expect(eventCount()).toBe(1)
  })

  it('is refused without Pay, with too little, with too much on a card, and for another sale', async () => {
    test = makeDesk()
    test.add('TEA-1')
    const { saleId } = test.desk.state()
    expect(test.commitCash(9999)).toMatchObject({ ok: false, error: { code: 'not_paying' } })
    const payMinor = await test.pay()
    expect(test.commitCash(payMinor - 1)).toMatchObject({ ok: false, error: { code: 'underpaid' } })
    expect(test.desk.commit(saleId, [{ kind: 'card', paidMinor: payMinor + 1, reference: '' }])).toMatchObject({ ok: false, error: { code: 'overpaid' } })
    expect(test.desk.commit('0192f000-0000-7000-8000-ffffffffffff', [])).toMatchObject({ ok: false, error: { code: 'not_paying' } })
    expect(eventCount()).toBe(0)
  })

  it('of a sale paid wholly with points needs no tender', async () => {
    test = makeDesk()
    test.desk.setMember({ memberId: 'm1', foundBy: 'card', cardBlocked: false })
    test.add('ODD')
    expect(test.desk.redeem('max').ok).toBe(true)
    expect(await test.pay()).toBe(0)
    expect(test.desk.commit(test.desk.state().saleId, [])).toMatchObject({ ok: true, output: { sale: { pointsUsed: 1, pointsTenderMinor: 1, earnPoints: 0 } } })
  })

  it('counts sales by business date', async () => {
    test = makeDesk()
    for (const expected of [1, 2]) {
      test.add('ODD')
      await test.pay()
      expect(test.commitCash(1)).toMatchObject({ ok: true, output: { sale: { saleNumber: expected } } })
      test.desk.next()
    }
    test.clock.advance(86_400_000)
    test.desk.refresh()
    expect(test.desk.state().saleNumber).toBe(1)
  })
})

/** From now on SQLite refuses every write, as on a disk that was mounted read-only. */
function setReadOnly(on: boolean): void {
  // Past the end of the transaction, because the one that turns it off could not be begun.
  if (on) outside = test.files.ledger.write((tx) => tx)
  outside?.run(`PRAGMA query_only = ${on ? 'ON' : 'OFF'}`)
}
let outside: LedgerWrite | null = null

describe('a disk in trouble', () => {
  it('that is full refuses the sale before "saved"; with room it is saved, and what was saved stays', async () => {
    test = makeDesk()
    const { ledger } = test.files
    test.add('TEA-1')
    await test.pay()
    expect(test.commitCash(5000).ok).toBe(true)
    test.desk.next()
    test.add('RICE-10')
    await test.pay()
    const pages = ledger.get<{ page_count: number }>('PRAGMA page_count')?.page_count ?? 0
    ledger.get(`PRAGMA max_page_count = ${pages}`)
    // Whatever room is left in the pages is used up first.
    let answer = test.commitCash(7000)
    for (let round = 0; answer.ok && round < 50; round += 1) {
      test.desk.next()
      test.add('RICE-10')
      await test.pay()
      answer = test.commitCash(7000)
    }
    expect(answer).toMatchObject({ ok: false, error: { code: 'disk_full' } })
    expect(test.troubles.at(-1)).toBe('disk_full')
    expect(test.desk.state().phase.kind).toBe('paying')
    const saved = readNewestSales(ledger, 100).length
    expect(eventCount()).toBe(saved)
    expect(readUnbalancedEvents(ledger)).toEqual([])
    ledger.get('PRAGMA max_page_count = 100000')
    expect(test.commitCash(7000).ok).toBe(true)
    expect(test.troubles.at(-1)).toBeNull()
    expect(readNewestSales(ledger, 100)).toHaveLength(saved + 1)
  })

  it('that takes no writing: the basket goes on in memory, the sale is refused by name', async () => {
    test = makeDesk()
    test.add('TEA-1')
    setReadOnly(true)
    const state = test.add('RICE-10')
    expect(state.lines).toHaveLength(2)
    expect(test.troubles.at(-1)).toBe('disk_read_only')
    await test.pay()
    expect(test.commitCash(20_000)).toMatchObject({ ok: false, error: { code: 'disk_read_only' } })
    setReadOnly(false)
    expect(test.commitCash(20_000).ok).toBe(true)
  })

  it('never asks HQ for points that it cannot write down', async () => {
    let asked = 0
    test = makeDesk({
      lend: ({ wantedPoints }) => {
        asked += 1
        return { kind: 'granted', grantedPoints: wantedPoints, lots: [] }
      },
    })
    test.desk.setMember({ memberId: 'm1', foundBy: 'card', cardBlocked: false })
    test.add('TEA-1')
    test.desk.redeem(100)
    setReadOnly(true)
    expect(await test.desk.pay()).toMatchObject({ ok: false, error: { code: 'disk_read_only' } })
    expect(asked).toBe(0)
  })
})

describe('cash rounding', () => {
  it('lets go of what is below the smallest coin, in cash only, and books it', async () => {
    test = makeDesk({ cashStepMinor: 10 })
    test.add('TEA-1')
    expect(await test.pay()).toBe(4999)
    const { saleId } = test.desk.state()
    expect(test.commitCash(5000)).toMatchObject({ ok: true, output: { sale: { paidMinor: 4990, changeMinor: 10 } } })
    expect(readEntriesOfEvent(test.files.ledger, saleId)).toContainEqual({ asset: 'money', account: 'rounding', delta: 9 })
    expect(test.desk.commit(saleId, [{ kind: 'cash', tenderedMinor: 5000 }])).toMatchObject({ ok: true })
    test.desk.next()
    test.add('TEA-1')
    await test.pay()
    expect(test.desk.commit(test.desk.state().saleId, [{ kind: 'card', paidMinor: 4999, reference: '' }])).toMatchObject({ ok: true, output: { sale: { paidMinor: 4999 } } })
  })
})

describe('books', () => {
  it('balance for any basket, member, points and tenders', async () => {
    test = makeDesk({ cashStepMinor: 10 })
    const { ledger } = test.files
    const goods = fc.array(fc.tuple(fc.constantFrom('RICE-10', 'TEA-1', 'APPLE', 'ODD', 'CIG-1'), fc.integer({ min: 1, max: 5000 })), { minLength: 1, maxLength: 6 })
    const member = fc.constantFrom('m1', 'm2', 'm6', null)
    const redeem = fc.oneof(fc.constant('max' as const), fc.integer({ min: 0, max: 400 }))
    await fc.assert(
      fc.asyncProperty(goods, member, redeem, fc.integer({ min: 0, max: 100 }), async (lines, memberId, redeemPoints, cardPercent) => {
        test.desk.next()
        test.desk.clear()
        test.desk.setMember(memberId === null ? null : { memberId, foundBy: 'card', cardBlocked: false })
        for (const [sku, quantityMilli] of lines) test.add(sku, quantityMilli)
        if (memberId !== null) test.desk.redeem(redeemPoints)
        const paying = await test.desk.pay()
        if (!paying.ok) {
          expect(['quote_rejected', 'insufficient_points']).toContain(paying.error.code)
          return
        }
        const payMinor = paying.output.phase.kind === 'paying' ? paying.output.phase.payMinor : 0
        const cardMinor = Math.floor((payMinor * cardPercent) / 100)
        const cashMinor = payMinor - cardMinor
        const { saleId } = paying.output
        const answer = test.desk.commit(saleId, [
          ...(cardMinor > 0 ? [{ kind: 'card' as const, paidMinor: cardMinor, reference: 'r' }] : []),
          ...(cashMinor > 0 ? [{ kind: 'cash' as const, tenderedMinor: cashMinor + 37 }] : []),
        ])
        expect(answer).toMatchObject({ ok: true })
        const entries = readEntriesOfEvent(ledger, saleId)
        const sum = (asset: string): number => entries.filter((entry) => entry.asset === asset).reduce((total, entry) => total + entry.delta, 0)
        expect([sum('money'), sum('points')]).toEqual([0, 0])
        expect(entries.every((entry) => entry.delta !== 0)).toBe(true)
        const sale = readSale(ledger, saleId)
        expect(sale?.tenderedMinor).toBe((sale?.paidMinor ?? 0) + (sale?.changeMinor ?? 0))
      }),
      { numRuns: 60 },
    )
    expect(readUnbalancedEvents(ledger)).toEqual([])
  })
})

describe('a failure at any statement of a commit', () => {
  const statements = [
    ['sales', 'INSERT'],
    ['sale_lines', 'INSERT'],
    ['tenders', 'INSERT'],
    ['entries', 'INSERT'],
    ['lot_movements', 'INSERT'],
    ['journal', 'INSERT'],
    ['leases', 'UPDATE'],
    ['basket', 'DELETE'],
    ['trusted_time', 'INSERT'],
  ] as const

  it.each(statements)('(%s, %s) keeps nothing of it; the same sale is saved when the failure is gone', async (table, action) => {
    test = makeDesk()
    const { ledger } = test.files
    test.desk.setMember({ memberId: 'm1', foundBy: 'card', cardBlocked: false })
    test.add('TEA-1')
    test.desk.redeem(500)
    const payMinor = await test.pay()
    const { saleId } = test.desk.state()
    ledger.write((tx) => tx.run(`CREATE TRIGGER injected BEFORE ${action} ON ${table} BEGIN SELECT RAISE(ABORT, 'injected'); END`))
    expect(() => test.commitCash(payMinor)).toThrow('injected')
    for (const kept of ['sales', 'sale_lines', 'tenders', 'entries', 'lot_movements', 'journal']) {
      expect(ledger.all(`SELECT * FROM ${kept}`), kept).toEqual([])
    }
    expect(readBasket(ledger)?.saleId).toBe(saleId)
    ledger.write((tx) => tx.run('DROP TRIGGER injected'))
    expect(test.commitCash(payMinor)).toMatchObject({ ok: true, output: { sale: { saleId, pointsUsed: 500 } } })
    expect(eventCount()).toBe(1)
  })
})

describe('through the contract', () => {
  let till: TestTill
  it('a bug in the middle is answered with a reference, and nothing is saved', async () => {
    test = makeDesk()
    till = await makeTill({
      prepare: (files) => files.ledger.write((tx) => tx.run(`CREATE TRIGGER injected BEFORE INSERT ON tenders BEGIN SELECT RAISE(ABORT, 'injected'); END`)),
    })
    await till.scan('6941000137010')
    const { saleId } = await till.must('sale.pay', {})
    await expect(till.call('sale.commit', { saleId, tenders: [{ kind: 'cash', tenderedMinor: 6930 }] })).rejects.toThrow('injected')
    expect((await till.must('sale.recent', { limit: 10 })).sales).toEqual([])
    await till.dispose()
  })
})
