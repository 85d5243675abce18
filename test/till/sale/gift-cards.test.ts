import { afterEach, beforeEach, expect, it } from 'vitest'
import { NO_COUNTER } from '../../../src/till/counter.ts'
import { openSqliteFile } from '../../../src/till/db/sqlite-file.ts'
import { ledgerPath, ledgerProfile } from '../../../src/till/db/till-files.ts'
import { verifyLedger } from '../../../src/till/verify/verify-ledger.ts'
import { makeTill, type TestTill } from '../../support/till.ts'
import { sampleShop } from '../../support/till-shop.ts'

let till: TestTill
/** What HQ knows of cards; a code that is not there was never sold. */
let balances: Map<string, number>
let asked: string[]

beforeEach(async () => {
  const shop = sampleShop()
  const card = { ...(shop.products[0] as (typeof shop.products)[number]), sku: 'GIFT', category: 'value', priceMinor: 10000, memberPriceMinor: null, barcodes: [], asset: 'gift-card' as const }
  const big = { ...card, sku: 'GIFT-BIG', priceMinor: 100_001 }
  till = await makeTill({ shop: { ...shop, products: [...shop.products, card, big] } })
  balances = new Map([['GC5000', 5000], ['GC0000', 0]])
  asked = []
  till.line.counter = {
    ...NO_COUNTER,
    lendGiftCard: ({ code, use }) => {
      asked.push(`${use} ${code}`)
      const balanceMinor = balances.get(code)
      if (use === 'load') return Promise.resolve(balanceMinor === undefined ? { kind: 'answer', answer: { code, balanceMinor: 0 } } : { kind: 'rejected', rejected: 'gift_card_sold' })
      return Promise.resolve(balanceMinor === undefined ? { kind: 'rejected', rejected: 'gift_card_unknown' } : { kind: 'answer', answer: { code, balanceMinor } })
    },
  }
})
afterEach(() => till.dispose())

async function booked(): Promise<Record<string, number>> {
  await till.close()
  const ledger = openSqliteFile(ledgerProfile, { path: ledgerPath(till.dataDir), readonly: true })
  try {
    expect([...verifyLedger(ledger, { events: 0, sales: 0, returns: 0, programmes: 0 })]).toEqual([])
    const rows = ledger.all<{ name: string; delta: number }>(`SELECT asset || ' ' || account AS name, sum(delta) AS delta FROM entries GROUP BY 1 HAVING sum(delta) <> 0`)
    return Object.fromEntries(rows.map(({ name, delta }) => [name, delta]))
  } finally {
    ledger.close()
  }
}

it('is sold: the money is owed to whoever holds it, and it earns nothing', async () => {
  const state = await till.must('giftCard.sell', { code: 'gc 77-77', sku: 'GIFT' })
  expect(state).toMatchObject({ lines: [{ sku: 'GIFT', packing: expect.stringMatching(/\*{4}7777$/) as string, netMinor: 10000, earnPoints: 0 }], giftCards: [] })
  expect(await till.call('giftCard.sell', { code: 'GC7777', sku: 'GIFT' })).toMatchObject({ ok: false, error: { code: 'gift_card_sold' } })
  expect(await till.call('giftCard.sell', { code: 'GC5000', sku: 'GIFT' })).toMatchObject({ ok: false, error: { code: 'gift_card_sold' } })
  expect(await till.call('giftCard.sell', { code: 'GC8888', sku: 'GIFT-BIG' })).toMatchObject({ ok: false, error: { code: 'gift_card_over_cap' } })
  expect(await till.call('giftCard.sell', { code: 'GC8888', sku: 'TEA-1' })).toMatchObject({ ok: false, error: { code: 'not_a_gift_card' } })
  // A gift card buys no value.
  await till.must('giftCard.use', { code: 'GC5000' })
  const { saleId, phase } = await till.must('sale.pay', {})
  expect(phase).toMatchObject({ kind: 'paying', payMinor: 10000 })
  await till.must('sale.commit', { saleId, tenders: [{ kind: 'cash', tenderedMinor: 10000 }] })
  expect(await booked()).toEqual({ 'money stored-value': -10000, 'money tender/cash': 10000, 'principal gift-card/GC7777': 10000, 'principal programme/loaded': -10000 })
})

it('pays as far as it reaches; what comes back goes to the card again', async () => {
  expect(await till.must('giftCard.look', { code: 'GC5000' })).toEqual({ codeMasked: '••••5000', balanceMinor: 5000 })
  expect(await till.call('giftCard.look', { code: 'GC9999' })).toMatchObject({ ok: false, error: { code: 'gift_card_unknown' } })
  await till.must('basket.add', { sku: 'RICE-10', quantityMilli: 1000 })
  expect(await till.call('giftCard.use', { code: 'GC9999' })).toMatchObject({ ok: false, error: { code: 'gift_card_unknown' } })
  expect(await till.call('giftCard.use', { code: 'GC0000' })).toMatchObject({ ok: false, error: { code: 'gift_card_empty' } })
  expect((await till.must('giftCard.use', { code: 'GC5000' })).giftCards).toMatchObject([{ balanceMinor: 5000, usedMinor: 5000 }])
  expect((await till.must('giftCard.putBack', { code: 'GC5000' })).giftCards).toEqual([])
  await till.must('giftCard.use', { code: 'GC5000' })
  const { saleId, phase } = await till.must('sale.pay', {})
  expect(phase).toMatchObject({ payMinor: 6930 - 5000 })
  const { sale } = await till.must('sale.commit', { saleId, tenders: [{ kind: 'cash', tenderedMinor: 1930 }] })
  expect(sale).toMatchObject({ paidMinor: 6930, changeMinor: 0 })
  expect(await till.must('sale.commit', { saleId, tenders: [{ kind: 'cash', tenderedMinor: 1930 }] })).toMatchObject({ sale: { saleId } })
  const whole = { saleId, reason: 'defect' as const, lines: [{ line: 0, quantityMilli: 1000 }] }
  const quote = await till.must('return.quote', whole)
  expect(quote.refunds).toEqual([{ kind: 'cash', refundMinor: 1930, reference: null }, { kind: 'gift-card', refundMinor: 5000, reference: 'GC5000' }])
  await till.must('return.commit', { ...whole, returnId: '0192f004-0000-7000-8000-000000000001', refundMinor: 6930, pointsClawedBack: 0 })
  expect(await booked()).toEqual({})
})

it('needs HQ, and goes back with a sale that is dropped', async () => {
  await till.must('basket.add', { sku: 'TEA-1', quantityMilli: 1000 })
  await till.must('giftCard.use', { code: 'GC5000' })
  till.line.goOffline()
  expect(await till.call('giftCard.look', { code: 'GC5000' })).toMatchObject({ ok: false, error: { code: 'gift_card_not_here' } })
  await till.must('basket.clear', {})
  await till.close()
  const ledger = openSqliteFile(ledgerProfile, { path: ledgerPath(till.dataDir), readonly: true })
  const bodies = ledger.all<{ bytes: Uint8Array }>(`SELECT bytes FROM journal WHERE kind = 'rights-returned'`).map(({ bytes }) => (JSON.parse(Buffer.from(bytes).toString()) as { body: object }).body)
  ledger.close()
  expect(bodies).toMatchObject([{ codes: [], value: false, giftCards: ['GC5000'] }])
})

const scanned = async (code: string) => (await till.scan(code)).outcome

it('acts by scan: tells what it holds, pays an open sale, and says why not', async () => {
  const [card, unknown] = ['GC00000000000109', 'GC00000000000208']
  balances = new Map([[card, 1500]])
  expect(await till.scan(card)).toMatchObject({ scanKind: 'gift-card', outcome: { kind: 'gift-card-balance', balanceMinor: 1500 } })
  expect(await scanned(unknown)).toEqual({ kind: 'refused', why: 'gift-card-unknown' })
  await till.must('basket.add', { sku: 'TEA-1', quantityMilli: 1000 })
  expect(await scanned(card)).toEqual({ kind: 'gift-card-used', balanceMinor: 1500, usedMinor: 1500 })
  expect(await scanned(unknown)).toEqual({ kind: 'refused', why: 'gift-card-unknown' })
  balances.set(unknown, 0)
  expect(await scanned(unknown)).toEqual({ kind: 'refused', why: 'gift-card-empty' })
  till.line.goOffline()
  expect(await scanned('GC00000000000307')).toEqual({ kind: 'refused', why: 'gift-card-not-here' })
  expect((await till.desk()).giftCards).toMatchObject([{ codeMasked: '••••0109', usedMinor: 1500 }])
})

it('is sold by scan: the product asks for the code, once a card', async () => {
  const card = 'GC00000000000109'
  const wanting = await till.must('basket.add', { sku: 'GIFT', quantityMilli: 3000 })
  expect([wanting.lines, wanting.giftCardWanted]).toEqual([[], { sku: 'GIFT', name: expect.anything() as object, priceMinor: 10000 }])
  expect((await till.must('giftCard.notNow', {})).giftCardWanted).toBeNull()
  await till.must('basket.add', { sku: 'GIFT', quantityMilli: 1000 })
  expect(await scanned(card)).toEqual({ kind: 'gift-card-sold', priceMinor: 10000 })
  const { lines: [line], giftCardWanted } = await till.desk()
  expect([line?.sku, line?.quantityMilli, giftCardWanted]).toEqual(['GIFT', 1000, null])
  expect(await till.call('basket.quantity', { lineId: line?.lineId ?? '', quantityMilli: 2000 })).toMatchObject({ ok: false, error: { code: 'quantity_too_large' } })
  await till.must('basket.add', { sku: 'GIFT', quantityMilli: 1000 })
  expect(await scanned(card)).toEqual({ kind: 'refused', why: 'gift-card-sold' })
  await till.must('giftCard.notNow', {})
  await till.must('basket.add', { sku: 'GIFT-BIG', quantityMilli: 1000 })
  expect(await scanned('GC00000000000208')).toEqual({ kind: 'refused', why: 'gift-card-over-cap' })
})
