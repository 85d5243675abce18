import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import type { DeskState, SavedSale } from '../../../src/contract/desk-state.ts'
import type { TenderInput } from '../../../src/contract/till-calls.ts'
import { readEventBody } from '../../../src/contract/wire-event.ts'
import { readEvent } from '../../../src/journal/event.ts'
import { NO_COUNTER } from '../../../src/till/counter.ts'
import { readUnbalancedEvents } from '../../../src/till/db/entries.ts'
import { readBatch } from '../../../src/till/db/journal.ts'
import { readMemberFacts } from '../../../src/till/members/member-facts.ts'
import { beginExchange, dropExchange } from '../../../src/till/sale/begin-exchange.ts'
import { verifyLedger } from '../../../src/till/verify/verify-ledger.ts'
import { makeDesk, shanghaiDate, type DeskSetting, type TestDesk } from '../../support/desk.ts'

let test: TestDesk
afterEach(() => test.dispose())

let lastId = 0
const returnId = (): string => `0192f002-0000-7000-8000-${String(++lastId).padStart(12, '0')}`
const must = <T>(answer: { ok: true; output: T } | { ok: false; error: { code: string } }): T => {
  if (!answer.ok) throw new Error(answer.error.code)
  return answer.output
}
const make = (setting: DeskSetting = {}): void => void (test = makeDesk(setting))
type Goods = readonly (readonly [string, number])[]
const fill = (goods: Goods): void => goods.forEach(([sku, quantityMilli]) => void test.add(sku, quantityMilli))
const cash = (payMinor: number): TenderInput[] => (payMinor === 0 ? [] : [{ kind: 'cash', tenderedMinor: payMinor }])

async function paid(tenders: (payMinor: number) => TenderInput[] = cash): Promise<SavedSale> {
  const payMinor = await test.pay()
  return must(test.desk.commit(test.desk.state().saleId, tenders(payMinor))).sale
}

async function sell(goods: Goods, memberId: string | null = 'm1', tenders?: (payMinor: number) => TenderInput[]): Promise<SavedSale> {
  test.desk.next()
  if (memberId !== null) test.desk.setMember({ memberId, foundBy: 'card', cardBlocked: false })
  fill(goods)
  return paid(tenders)
}

function bringBack(sale: SavedSale, quantityMilli: number, line = 0): DeskState {
  test.desk.next()
  const asked = { saleId: sale.saleId, reason: 'exchange' as const, lines: [{ line, quantityMilli }] }
  return must(beginExchange(test.desk, test.returns, asked, { returnId: returnId(), atMs: test.clock.wallMs() }))
}

const accounts = (): Record<string, number> =>
  Object.fromEntries(test.files.ledger.all<{ name: string; delta: number }>(`SELECT asset || ' ' || account AS name, sum(delta) AS delta FROM entries GROUP BY 1`).map(({ name, delta }) => [name, delta]))
const facts = () => readMemberFacts(test.files.ledger, test.files.mirror(), 'm1', shanghaiDate(test.clock.wallMs()))
const nothingDiffers = (): void => {
  expect([...verifyLedger(test.files.ledger, { events: 0, sales: 0, returns: 0, programmes: 0 })]).toEqual([])
  expect(readUnbalancedEvents(test.files.ledger)).toEqual([])
}
const kinds = (): string[] => readBatch(test.files.ledger, { epoch: 1, seq: 0 }, { eventsMax: 50, bytesMax: 1e9 }).map((row) => row.kind)

describe('an exchange', () => {
  // TEA-1 costs 49.99, RICE-10 65.30.
  it('for dearer goods: the goods that come back pay, the rest is paid, and both are booked at once under one receipt', async () => {
    make()
    const first = await sell([['TEA-1', 1000]])
    const shown = bringBack(first, 1000)
    expect(shown).toMatchObject({ member: { memberId: 'm1', foundBy: 'receipt', balance: { usableHerePoints: 0 } }, exchange: { kind: 'ready', receiptCode: first.receiptCode, creditMinor: 0, returned: { refundMinor: 4999 } } })
    fill([['RICE-10', 1000]])
    expect(test.desk.state().exchange).toMatchObject({ creditMinor: 4999, returned: { refundMinor: 0, refunds: [], wholeSale: true } })
    expect(await test.pay()).toBe(6530 - 4999)
    const { sale } = must(test.desk.commit(test.desk.state().saleId, cash(6530 - 4999)))
    expect(sale).toMatchObject({ dueMinor: 6530, paidMinor: 6530, exchange: { creditMinor: 4999, refundMinor: 0, refunds: [] } })
    expect(kinds()).toEqual(['sale', 'return', 'sale'])
    expect(accounts()).toMatchObject({ 'money tender/exchange': 0, 'money tender/cash': 6530, 'money discount': 400, 'money goods': -6930 })
    nothingDiffers()
  })

  it('earns and loses as a return and a sale one after the other: each number is theirs', async () => {
    make()
    const other = await sell([['TEA-1', 1000]])
    const plain = must(test.returns.quote({ saleId: other.saleId, reason: 'exchange', lines: [{ line: 0, quantityMilli: 1000 }] }))
    must(await test.returns.commit({ saleId: other.saleId, reason: 'exchange', lines: plain.lines, returnId: returnId(), refundMinor: plain.refundMinor, pointsClawedBack: plain.pointsClawedBack }))
    await sell([['RICE-10', 1000]])
    const { lots: lotsThen, member: _sealed, ...apart } = facts() ?? { lots: [], member: null }
    test.dispose()
    make()
    bringBack(await sell([['TEA-1', 1000]]), 1000)
    fill([['RICE-10', 1000]])
    await paid()
    const { lots, member: _sealedToo, ...together } = facts() ?? { lots: [], member: null }
    expect(together).toEqual(apart)
    expect(lots.map((lot) => lot.points)).toEqual(lotsThen.map((lot) => lot.points))
    nothingDiffers()
  })

  it('for cheaper goods: what is over goes back, the last paid first; a later return knows what the exchange took', async () => {
    make()
    const first = await sell([['RICE-10', 2000]], 'm1', (payMinor) => [
      { kind: 'card', paidMinor: 7000, reference: '0042' },
      { kind: 'cash', tenderedMinor: payMinor - 7000 },
    ])
    bringBack(first, 2000)
    fill([['TEA-1', 1000]])
    expect(await test.pay()).toBe(0)
    const { sale } = must(test.desk.commit(test.desk.state().saleId, []))
    // 130.60 came back: 60.60 of it in cash first, then of the card what the tea does not take.
    expect(sale.exchange).toMatchObject({
      creditMinor: 4999,
      refundMinor: 13060 - 4999,
      refunds: [{ kind: 'cash', refundMinor: 6060, reference: null }, { kind: 'card', refundMinor: 13060 - 4999 - 6060, reference: '0042' }],
    })
    const found = must(await test.returns.find(first.receiptCode))
    expect(found.tenders).toMatchObject([{ refundableMinor: 0 }, { refundableMinor: 0 }])
    expect(found.returns).toMatchObject([{ refundMinor: 13060 - 4999 }])
    nothingDiffers()
    // The tea comes back in its turn: to the card that had paid for the rice.
    const tea = { saleId: sale.saleId, reason: 'change-of-mind' as const, lines: [{ line: 0, quantityMilli: 1000 }] }
    const quote = must(test.returns.quote(tea))
    expect(quote.refunds).toEqual([{ kind: 'card', refundMinor: 4999, reference: '0042' }])
    must(await test.returns.commit({ ...tea, returnId: returnId(), refundMinor: 4999, pointsClawedBack: quote.pointsClawedBack }))
    expect(new Set(Object.values(accounts()))).toEqual(new Set([0]))
    nothingDiffers()
  })

  it('reads at HQ as a return and a sale that names it', async () => {
    make()
    const first = await sell([['TEA-1', 2000]], null)
    expect(bringBack(first, 1000).member).toBeNull()
    fill([['TEA-1', 1000]])
    await paid()
    const events = readBatch(test.files.ledger, { epoch: 1, seq: 1 }, { eventsMax: 10, bytesMax: 1e9 }).map((row) => {
      const reading = readEvent(row.bytes)
      if (reading.kind !== 'event') throw new Error(reading.why)
      return { id: reading.event.id, ...readEventBody(reading.event.kind, reading.event.body) }
    })
    expect(events).toMatchObject([
      { kind: 'return', body: { saleId: first.saleId, inputs: { reason: 'exchange' }, refunds: [{ kind: 'exchange', refundMinor: 4999 }] } },
      { kind: 'sale', body: { exchange: { returnId: events[0]?.id, saleId: first.saleId }, tenders: [{ kind: 'exchange', of: 'cash', paidMinor: 4999 }], result: { payMinor: 4999 } } },
    ])
  })

  it('is refused for more than is left, goes out again, and gives the right back to nobody it did not ask', async () => {
    make()
    const first = await sell([['TEA-1', 1000]])
    test.desk.next()
    const asked = { saleId: first.saleId, reason: 'exchange' as const, lines: [{ line: 0, quantityMilli: 2000 }] }
    expect(beginExchange(test.desk, test.returns, asked, { returnId: returnId(), atMs: test.clock.wallMs() })).toMatchObject({ ok: false, error: { code: 'return_exceeds_sale' } })
    expect(test.desk.state().exchange).toBeNull()
    bringBack(first, 1000)
    expect(must(dropExchange(test.desk)).exchange).toBeNull()
    fill([['RICE-10', 1000]])
    expect(await test.pay()).toBe(6530)
    expect(dropExchange(test.desk)).toMatchObject({ ok: false, error: { code: 'locked_while_paying' } })
  })

  it('asks HQ for the right once HQ has the sale; another till at it refuses Pay', async () => {
    let answer: 'lent' | 'refused' = 'refused'
    make({
      counter: {
        ...NO_COUNTER,
        lendReturn: () => Promise.resolve(answer === 'lent' ? { kind: 'answer', answer: { lent: true, returnIds: [] } } : { kind: 'rejected', rejected: 'return_lent' }),
      },
    })
    const first = await sell([['TEA-1', 1000]])
    test.files.ledger.write((tx) => {
      tx.run(`INSERT INTO acks (epoch, seq, hash, signature, hq_at_ms) SELECT epoch, seq, hash, zeroblob(64), 1 FROM journal`, {})
    })
    bringBack(first, 1000)
    fill([['RICE-10', 1000]])
    expect(await test.desk.pay()).toMatchObject({ ok: false, error: { code: 'return_not_here', detail: 'return_lent' } })
    answer = 'lent'
    expect(await test.pay()).toBe(6530 - 4999)
  })

  it('any sequence of exchanges and a last return of everything leaves nothing behind', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ goods: fc.constantFrom<Goods>([['TEA-1', 1000]], [['RICE-10', 2000]], [['TEA-1', 3000]], [['RICE-10', 1000]]), back: fc.constantFrom(1000, 2000, 3000), card: fc.boolean() }), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 0, max: 300 }),
        async (steps, redeem) => {
          make()
          const before = facts()
          test.desk.redeem(redeem)
          const by = (isCard: boolean) => (payMinor: number): TenderInput[] => (isCard && payMinor > 0 ? [{ kind: 'card', paidMinor: payMinor, reference: '7' }] : cash(payMinor))
          const sales = [await sell([['RICE-10', 3000]])]
          for (const { goods, back, card } of steps) {
            const last = sales.at(-1) as SavedSale
            const line = must(await test.returns.find(last.receiptCode)).lines[0]
            bringBack(last, Math.min(back, line?.returnableMilli ?? 0))
            fill(goods)
            sales.push(await paid(by(card)))
          }
          for (const sale of sales) {
            const lines = must(await test.returns.find(sale.receiptCode)).lines.flatMap(({ line, returnableMilli }) => (returnableMilli === 0 ? [] : [{ line, quantityMilli: returnableMilli }]))
            if (lines.length === 0) continue
            const asked = { saleId: sale.saleId, reason: 'change-of-mind' as const, lines }
            const { refundMinor, pointsClawedBack } = must(test.returns.quote(asked))
            must(await test.returns.commit({ ...asked, returnId: returnId(), refundMinor, pointsClawedBack }))
          }
          expect(new Set(Object.values(accounts()))).toEqual(new Set([0]))
          expect({ ...facts(), lots: new Set(facts()?.lots) }).toEqual({ ...before, lots: new Set(before?.lots) })
          nothingDiffers()
          test.dispose()
        },
      ),
      { numRuns: 12 },
    )
    make()
  })
})
