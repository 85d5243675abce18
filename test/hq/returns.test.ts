import { sql } from 'kysely'
import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { AnswerOf } from '../../src/contract/hq-wire.ts'
import { systemIds } from '../../src/hq/ids.ts'
import { currentRules, engineReturn, engineSale, type EngineRules } from '../support/engine-sale.ts'
import { startTestHq, type TestHq } from '../support/hq.ts'
import { enrolWireTill, type WireTill } from '../support/wire-till.ts'

let hq: TestHq
let till: WireTill
let rules: EngineRules
beforeAll(async () => {
  hq = await startTestHq()
  rules = await currentRules(hq)
})
afterAll(() => hq.close())
beforeEach(async () => {
  till = await enrolWireTill(hq)
})

const memberOf = (memberId: string) => hq.hq.db.selectFrom('members').selectAll().where('member_id', '=', memberId).executeTakeFirstOrThrow()
const lotsOf = async (memberId: string) => (await hq.hq.db.selectFrom('lots').select(['lot_id as lotId', 'points']).where('member_id', '=', memberId).orderBy('lot_id').execute()).filter((lot) => lot.points > 0)
const balancesOf = async (eventIds: readonly string[]) => {
  const rows = await hq.hq.db.selectFrom('entries').select(['asset', 'account', sql<number>`sum(delta)::integer`.as('delta')]).where('event_id', 'in', eventIds).groupBy(['asset', 'account']).execute()
  return rows.filter((row) => row.delta !== 0)
}
const pushed = async (): Promise<{ outcome: string; detail?: string | null | undefined }[]> => (await till.push()).body.outcomes.map(({ outcome, detail }) => ({ outcome, detail }))

/** A member with points, and a sale of hers in the journal. */
async function sold(memberId: string, redeemPoints: number) {
  const saleId = systemIds.uuid()
  const lots = await lotsOf(memberId)
  const { tier, last_purchase: lastPurchase } = await memberOf(memberId)
  const sale = { saleId, ...engineSale(rules, saleId, { memberId, lots, redeemPoints, facts: { tier, lastPurchase } }) }
  till.commit('sale', sale.body, saleId)
  return { ...sale, lots }
}

describe('a return', () => {
  test('of a whole sale, in the same batch, leaves accounts, lots and counters as before it', async () => {
    const before = await memberOf('m1003')
    const lotsBefore = await lotsOf('m1003')
    // The first lot is emptied by it, and filled again.
    const redeemPoints = (lotsBefore[0]?.points ?? 0) + 5
    const sale = await sold('m1003', redeemPoints)
    const returnId = systemIds.uuid()
    till.commit('return', engineReturn(rules, returnId, sale, { quantityMilli: 4000, lots: lotsBefore }).body, returnId)
    expect(await pushed()).toMatchObject([{ outcome: 'applied' }, { outcome: 'applied' }])
    expect(await lotsOf('m1003')).toEqual(lotsBefore)
    const { stamp, changed_at_ms, counters_date, ...after } = await memberOf('m1003')
    expect(after).toEqual({ ...after, ...Object.fromEntries(Object.entries(before).filter(([key]) => !['stamp', 'changed_at_ms', 'counters_date'].includes(key))) })
    expect([stamp, changed_at_ms, counters_date]).not.toContain(null)
    expect(await balancesOf([sale.saleId, returnId])).toEqual([])
    expect(await hq.hq.db.selectFrom('returns').selectAll().where('return_id', '=', returnId).executeTakeFirstOrThrow()).toMatchObject({ sale_id: sale.saleId, whole_sale: true, points_back: redeemPoints, refund_minor: 4000 - redeemPoints })
  })

  test('in parts ends at zero, and one more piece waits for a person', async () => {
    const lotsBefore = await lotsOf('m1005')
    const sale = await sold('m1005', 7)
    const ids = [sale.saleId]
    let reversed = undefined
    let refundedMinor = 0
    for (const quantityMilli of [1500, 500, 2000]) {
      const returnId = systemIds.uuid()
      const made = engineReturn(rules, returnId, sale, { quantityMilli, lots: lotsBefore, ...(reversed === undefined ? {} : { reversed }), refundedMinor })
      till.commit('return', made.body, returnId)
      reversed = made.reversed
      refundedMinor += made.body.refunds.reduce((sum, refund) => sum + refund.refundMinor, 0)
      ids.push(returnId)
    }
    // The second till, offline, took one back as well.
    till.commit('return', engineReturn(rules, systemIds.uuid(), sale, { quantityMilli: 1000, lots: lotsBefore }).body)
    const outcomes = await pushed()
    expect(outcomes.map((each) => each.outcome)).toEqual(['applied', 'applied', 'applied', 'applied', 'suspense'])
    expect(outcomes.at(-1)?.detail).toMatch(/return_exceeds_sale/)
    expect(await balancesOf(ids)).toEqual([])
    expect(await lotsOf('m1005')).toEqual(lotsBefore)
  })

  test('of points that are spent elsewhere by now makes debt here, whatever the till believed', async () => {
    const sale = await sold('m1006', 0)
    await till.push()
    const { earnPoints } = sale.body.result
    expect(earnPoints).toBeGreaterThan(0)
    // Another sale uses up all she has.
    const rest = await lotsOf('m1006')
    const all = rest.reduce((sum, lot) => sum + lot.points, 0)
    const spender = engineSale(rules, systemIds.uuid(), { memberId: 'm1006', lots: rest, redeemPoints: all, pieces: 1 + Math.ceil(all / 1000) })
    till.commit('sale', spender.body)
    const believed = { quantityMilli: 4000, lots: [{ lotId: sale.saleId, points: earnPoints }] }
    till.commit('return', engineReturn(rules, systemIds.uuid(), sale, believed).body)
    const outcomes = await pushed()
    expect(outcomes.at(-1)).toMatchObject({ outcome: 'applied-with-debt' })
    const member = await memberOf('m1006')
    const lots = (await lotsOf('m1006')).reduce((sum, lot) => sum + lot.points, 0)
    expect(member.balance_points).toBe(lots - member.debt_points)
    const entries = await hq.hq.db.selectFrom('entries').select(sql<number>`sum(delta)::integer`.as('delta')).where('account', '=', 'member/m1006').where('asset', '=', 'points').executeTakeFirstOrThrow()
    expect(entries.delta).toBe(member.balance_points)
  })

  test('of a sale that is not here, of another member, or with more money than was paid waits for a person', async () => {
    const sale = await sold('m1003', 0)
    const back = engineReturn(rules, systemIds.uuid(), sale, { quantityMilli: 1000, lots: sale.lots }).body
    till.commit('return', { ...back, saleId: 'nowhere' })
    till.commit('return', { ...back, memberId: 'm1005', entries: [], lotMovements: [] })
    till.commit('return', { ...back, refunds: [{ tender: 0, kind: 'cash', refundMinor: 9999, reference: null }] })
    const outcomes = await pushed()
    expect(outcomes.map((each) => each.outcome)).toEqual(['applied', 'suspense', 'suspense', 'suspense'])
    expect(outcomes.map((each) => each.detail ?? '')).toEqual(['', expect.stringMatching(/not booked here/), expect.stringMatching(/the sale was m1003/), expect.stringMatching(/would get back/)])
  })
})

describe('a replay', () => {
  test('keeps a result that does not follow from its inputs for a person, and says where', async () => {
    const saleId = systemIds.uuid()
    const { body } = engineSale(rules, saleId, { memberId: 'm1003', lots: [] })
    const entries = body.entries.map((entry) => (entry.asset === 'points' ? { ...entry, delta: entry.delta * 2 } : entry))
    till.commit('sale', { ...body, result: { ...body.result, earnPoints: body.result.earnPoints * 2 }, entries }, saleId)
    const [outcome] = await pushed()
    expect(outcome).toMatchObject({ outcome: 'suspense' })
    expect(outcome?.detail).toMatch(/result\.earnPoints is 80, computed 40/)
    const found = await hq.hq.db.selectFrom('replay_differences').selectAll().where('event_id', '=', saleId).execute()
    expect(found).toMatchObject([{ kind: 'result', path: 'result.earnPoints', stated: '80', computed: '40' }])
  })

  test('lists rules that were never published here, and books the sale as stated', async () => {
    const saleId = systemIds.uuid()
    till.commit('sale', { ...engineSale(rules, saleId, {}).body, programmeHash: 'b'.repeat(64) }, saleId)
    expect(await pushed()).toMatchObject([{ outcome: 'applied' }])
    expect(await hq.hq.db.selectFrom('replay_differences').selectAll().where('event_id', '=', saleId).execute()).toMatchObject([{ kind: 'inputs', path: 'programmeHash' }])
  })
})

describe('at the counter', () => {
  test('a sale is found by its receipt with what came back; the right to return it is lent to one till until it used it', async () => {
    const sale = await sold('m1005', 0)
    await till.push()
    const row = await hq.hq.db.selectFrom('sales').select('receipt_code').where('sale_id', '=', sale.saleId).executeTakeFirstOrThrow()
    const find = async (of: WireTill) => of.call<AnswerOf<'findSale'>>('POST', '/v1/sales/find', { receiptCode: row.receipt_code })
    expect((await find(till)).body).toMatchObject({ saleId: sale.saleId, reversed: null, returns: [], programme: { hash: rules.hash } })
    expect((await till.call('POST', '/v1/sales/find', { receiptCode: 'R1-1-00000000' })).body.error).toBe('unknown_sale')

    const other = await enrolWireTill(hq)
    const lend = (of: WireTill, returnId: string) => of.call<AnswerOf<'lendReturn'>>('POST', '/v1/sales/lend-return', { saleId: sale.saleId, returnId })
    expect((await lend(till, 'r1')).body).toEqual({ lent: true, returnIds: [] })
    expect((await lend(till, 'r2')).status).toBe(200)
    expect((await lend(other, 'r3')).body.error).toBe('return_lent')
    const returnId = systemIds.uuid()
    till.commit('return', engineReturn(rules, returnId, sale, { quantityMilli: 1000, lots: sale.lots }).body, returnId)
    await till.push()
    expect((await lend(other, 'r3')).body).toEqual({ lent: true, returnIds: [returnId] })
    expect((await find(other)).body).toMatchObject({ reversed: { lines: [{ quantityMilli: 1000 }] }, returns: [{ returnId, refunds: [{ tender: 0, refundMinor: 1000 }] }] })
  })

  test('what came back of a sale is of one moment, also while another return of it is being booked', async () => {
    const sale = await sold('m1005', 0)
    const returnId = systemIds.uuid()
    till.commit('return', engineReturn(rules, returnId, sale, { quantityMilli: 1000, lots: sale.lots }).body, returnId)
    await till.push()
    const { receipt_code: receiptCode } = await hq.hq.db.selectFrom('sales').select('receipt_code').where('sale_id', '=', sale.saleId).executeTakeFirstOrThrow()
    const booking = new Client({ connectionString: hq.databaseUrl })
    await booking.connect()
    try {
      // The reader is held between the sale's reversal and its list of returns; both change meanwhile.
      await booking.query('BEGIN')
      await booking.query('LOCK TABLE returns IN ACCESS EXCLUSIVE MODE')
      const finding = till.call<AnswerOf<'findSale'>>('POST', '/v1/sales/find', { receiptCode })
      await vi.waitUntil(async () => (await booking.query("SELECT 1 FROM pg_locks WHERE relation = 'returns'::regclass AND NOT granted")).rowCount === 1, { timeout: 10_000 })
      await booking.query('SET LOCAL session_replication_role = replica')
      await booking.query('DELETE FROM refunds WHERE return_id = $1', [returnId])
      await booking.query('DELETE FROM returns WHERE return_id = $1', [returnId])
      await booking.query('DELETE FROM sale_reversals WHERE sale_id = $1', [sale.saleId])
      await booking.query('COMMIT')
      expect((await finding).body).toMatchObject({ reversed: { lines: [{ quantityMilli: 1000 }] }, returns: [{ returnId }] })
    } finally {
      await booking.end()
    }
  })
})
