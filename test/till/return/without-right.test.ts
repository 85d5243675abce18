import { afterEach, describe, expect, test } from 'vitest'
import type { SavedSale } from '../../../src/contract/desk-state.ts'
import type { ReturnAsked } from '../../../src/till/return/quote-return.ts'
import { allowed, approvalsIn, BADGE, differencesIn, guardedShop, hqTakesAll, makeGuardedTill, nextId, sellAt } from '../../support/guarded-till.ts'
import { grantFrom } from '../../support/till-line.ts'
import { makeTill, type TestTill } from '../../support/till.ts'

/** TEA-1 costs 49.99, RICE-10 69.30; 65.30 to members. */
const OFFLINE = { managerAllowanceMinor: 12_000, managerAllowancePoints: 500 }
const RIGHT = 'return-without-right'

let till: TestTill
afterEach(() => till.dispose())

const open = async (offline: Record<string, unknown> = OFFLINE, online = false): Promise<void> => void (till = await makeGuardedTill(guardedShop({ offline }), { online }))
const whole = ({ saleId }: SavedSale): ReturnAsked => ({ saleId, reason: 'change-of-mind', lines: [{ line: 0, quantityMilli: 1000 }] })

async function giveBack(sale: SavedSale, approvalId: string | null = null, returnId = nextId()) {
  const asked = { ...whole(sale), lines: [...whole(sale).lines] }
  const { refundMinor, pointsClawedBack } = await till.must('return.quote', asked)
  return till.call('return.commit', { ...asked, returnId, refundMinor, pointsClawedBack, approvalId })
}
const byManager = async (sale: SavedSale) => giveBack(sale, await allowed(till, RIGHT, sale.saleId))

describe('a return while HQ holds the right and cannot be asked', () => {
  test('wants a manager, and stands in the journal with both names', async () => {
    await open()
    const sale = await sellAt(till, ['TEA-1'])
    await hqTakesAll(till, true)
    expect(await giveBack(sale)).toMatchObject({ ok: false, error: { code: 'needs_approval', detail: RIGHT } })
    expect(await giveBack(sale, await allowed(till, RIGHT, 'another sale'))).toMatchObject({ error: { code: 'needs_approval' } })
    const approvalId = await allowed(till, RIGHT, sale.saleId)
    const saved = await giveBack(sale, approvalId)
    expect(saved).toMatchObject({ ok: true, output: { refundMinor: 4999 } })
    const returnId = saved.ok ? saved.output.returnId : ''
    expect(approvalsIn(till)).toEqual([{ eventId: returnId, right: RIGHT, staffId: 'p01', approverId: 'p02' }])
    expect(differencesIn(till)).toEqual([])
    // The same again is the first result; the approval allows no other.
    expect(await till.must('return.find', { receiptCode: sale.receiptCode })).toMatchObject({ returns: [{ returnId }] })
  })

  test('wants nobody while the right lies here, nor when HQ lends it', async () => {
    await open(OFFLINE, true)
    const [unsent, lent] = [await sellAt(till, ['TEA-1']), await sellAt(till, ['RICE-10'])]
    expect(await giveBack(unsent)).toMatchObject({ ok: true })
    await hqTakesAll(till, true)
    till.line.counter = { ...till.line.counter, lendReturn: () => Promise.resolve({ kind: 'answer', answer: { returnIds: [] } as never }) }
    expect(await giveBack(lent)).toMatchObject({ ok: true })
    expect(approvalsIn(till)).toEqual([])
  })

  test('by a manager at the till is allowed by herself; a till where nobody signs in asks nobody', async () => {
    await open()
    const sale = await sellAt(till, ['TEA-1'])
    await hqTakesAll(till, true)
    await till.scan(BADGE.manager)
    expect(await giveBack(sale)).toMatchObject({ ok: true })
    expect(approvalsIn(till)).toMatchObject([{ right: RIGHT, staffId: 'p02', approverId: 'p02' }])
    await till.dispose()

    till = await makeTill({ online: false })
    const other = await sellAt(till, ['TEA-1'])
    await hqTakesAll(till, true)
    expect(await giveBack(other)).toMatchObject({ ok: true })
    expect(approvalsIn(till)).toEqual([])
  })
})

describe('the manager allowance', () => {
  test('ends at what HQ has not applied yet, restarts or not, and comes back with it', async () => {
    await open()
    const sales = [await sellAt(till, ['TEA-1']), await sellAt(till, ['RICE-10']), await sellAt(till, ['TEA-1'])] as const
    await hqTakesAll(till, true)
    expect(await byManager(sales[0])).toMatchObject({ ok: true })
    expect(await byManager(sales[1])).toMatchObject({ ok: true })
    // 49.99 + 69.30 of 120.00 are given.
    expect(await giveBack(sales[2])).toEqual({ ok: false, error: { code: 'allowance_used' } })
    await hqTakesAll(till, false)
    expect(await giveBack(sales[2], await allowed(till, RIGHT, sales[2].saleId))).toMatchObject({ error: { code: 'allowance_used' } })
    await till.scan(BADGE.manager)
    expect(await giveBack(sales[2])).toMatchObject({ error: { code: 'allowance_used' } })
    await hqTakesAll(till, true)
    expect(await byManager(sales[2])).toMatchObject({ ok: true })
    expect(differencesIn(till)).toEqual([])
  })

  test('counts points that are given back', async () => {
    await open(OFFLINE, true)
    till.line.answer = grantFrom([{ lotId: 'lot-a', points: 260, expiresAtMs: null }, { lotId: 'lot-b', points: 1900, expiresAtMs: null }])
    const [few, many] = [await sellAt(till, ['TEA-1'], 300), await sellAt(till, ['TEA-1'], 300)]
    await hqTakesAll(till, true)
    till.line.goOffline()
    expect(await byManager(few)).toMatchObject({ ok: true, output: { pointsBack: 300 } })
    expect(await giveBack(many)).toMatchObject({ error: { code: 'allowance_used' } })
  })

  test('is 0 in files that were put back, until HQ has heard of them', async () => {
    await open()
    const sale = await sellAt(till, ['TEA-1'])
    await hqTakesAll(till, true)
    await till.betweenRuns(({ ledger }) => ledger.write((tx) => void tx.run(`INSERT INTO epochs (epoch, started_at_ms, machine_id, previous_hash) SELECT 2, started_at_ms, machine_id, previous_hash FROM epochs WHERE epoch = 1`)))
    await till.scan(BADGE.manager)
    expect(await giveBack(sale)).toMatchObject({ error: { code: 'allowance_used' } })
  })
})

describe('the same rule', () => {
  test('binds the void of a paid sale: one manager allows both', async () => {
    await open()
    const sale = await sellAt(till, ['TEA-1'])
    const unsent = async (approvalId: string | null) => till.call('sale.void', { voidId: nextId(), saleId: sale.saleId, approvalId })
    await hqTakesAll(till, true)
    expect(await unsent(null)).toMatchObject({ error: { code: 'needs_approval', detail: 'void-paid' } })
    expect(await unsent(await allowed(till, 'void-paid', sale.saleId))).toMatchObject({ error: { code: 'needs_approval', detail: RIGHT } })
    expect(await unsent(await allowed(till, RIGHT, sale.saleId))).toMatchObject({ ok: true })
    expect(approvalsIn(till)).toMatchObject([{ right: RIGHT, staffId: 'p01', approverId: 'p02' }])
    expect(differencesIn(till)).toEqual([])
  })

  test('binds an exchange, at Pay; other goods that come back are another question', async () => {
    await open()
    const [first, second] = [await sellAt(till, ['TEA-1']), await sellAt(till, ['RICE-10'])]
    await hqTakesAll(till, true)
    const bring = async (sale: SavedSale) => {
      await till.must('return.find', { receiptCode: sale.receiptCode })
      await till.must('exchange.begin', { ...whole(sale), reason: 'exchange', lines: [...whole(sale).lines], returnId: nextId() })
    }
    await bring(first)
    await till.must('basket.add', { sku: 'RICE-10', quantityMilli: 1000 })
    expect(await till.call('sale.pay', {})).toMatchObject({ error: { code: 'needs_approval', detail: RIGHT } })
    const { saleId } = await till.desk()
    await till.must('sale.pay', { approvalId: await allowed(till, RIGHT, saleId) })
    // It was allowed for these goods, not for dearer ones.
    await till.must('sale.unlock', {})
    await bring(second)
    expect(await till.call('sale.pay', {})).toMatchObject({ error: { code: 'needs_approval', detail: RIGHT } })
    await till.must('sale.pay', { approvalId: await allowed(till, RIGHT, saleId) })
    await till.must('sale.commit', { saleId, tenders: [] })
    expect(approvalsIn(till)).toEqual([{ eventId: saleId, right: RIGHT, staffId: 'p01', approverId: 'p02' }])
    expect(differencesIn(till)).toEqual([])
    // 69.30 went for new goods: 49.99 + 69.30 fit into 120.00, and then nothing more does.
    expect(await byManager(first)).toMatchObject({ ok: true })
    const third = await sellAt(till, ['TEA-1'])
    await hqTakesAll(till, false)
    expect(await giveBack(third)).toMatchObject({ error: { code: 'allowance_used' } })
  })
})
