import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { applyPending } from '../../src/hq/apply/applier.ts'
import { tillsWithPending } from '../../src/hq/apply/sources.ts'
import { storeBatch } from '../../src/hq/journal-store.ts'
import { GENESIS_HASH } from '../../src/journal/chain.ts'
import { START_MS, startTestHq, type TestHq } from '../support/hq.ts'
import { enrolWireTill, type WireTill } from '../support/wire-till.ts'
import { wireSale, type WireSale } from '../support/wire-sale.ts'

let hq: TestHq
let till: WireTill
beforeAll(async () => {
  hq = await startTestHq()
})
afterAll(() => hq.close())
beforeEach(async () => {
  till = await enrolWireTill(hq)
})

const memberOf = (memberId: string) => hq.hq.db.selectFrom('members').selectAll().where('member_id', '=', memberId).executeTakeFirstOrThrow()
const lotsOf = async (memberId: string): Promise<Record<string, number>> =>
  Object.fromEntries((await hq.hq.db.selectFrom('lots').select(['lot_id', 'points']).where('member_id', '=', memberId).execute()).map((lot) => [lot.lot_id, lot.points]))
const sell = async (...sales: (WireSale & { businessDate?: string })[]): Promise<string[]> => {
  const first = till.events.length + 1
  for (const { businessDate, ...sale } of sales) till.commit('sale', wireSale({ newLotId: `${till.tillId}-${till.events.length}`, ...sale }), undefined, businessDate)
  return (await till.push(till.batch(first))).body.outcomes.map((outcome) => outcome.outcome)
}

/** What must hold of every account at any moment, computed apart from the program. */
async function expectBooksToBalance(): Promise<void> {
  const broken = await sql`
    SELECT m.member_id FROM members m
    LEFT JOIN (SELECT member_id, sum(points) AS points, sum(lent_points) AS lent, sum(points) FILTER (WHERE held_till_id IS NOT NULL) AS held FROM lots GROUP BY 1) l USING (member_id)
    LEFT JOIN (SELECT account, sum(delta) AS delta FROM entries WHERE asset = 'points' GROUP BY 1) e ON e.account = 'member/' || m.member_id
    LEFT JOIN (SELECT member_id, sum(delta_points) AS moved FROM lot_movements GROUP BY 1) v USING (member_id)
    WHERE m.balance_points <> coalesce(l.points, 0) - m.debt_points OR m.lent_points <> coalesce(l.lent, 0) OR m.unconfirmed_points <> coalesce(l.held, 0)
       OR m.balance_points <> coalesce(e.delta, 0) OR coalesce(l.points, 0) <> coalesce(v.moved, 0)`.execute(hq.hq.db)
  expect(broken.rows).toEqual([])
}

describe('a sale', () => {
  test('moves lots, counts, and keeps its numbers', async () => {
    const before = await memberOf('m1003')
    expect(await sell({ memberId: 'm1003', earnPoints: 30, used: [{ lotId: 'm1003-1', points: 200 }], dueMinor: 5000, tierAfter: 'gold' })).toEqual(['applied'])
    const after = await memberOf('m1003')
    expect(await lotsOf('m1003')).toMatchObject({ 'm1003-1': 1005, 'm1003-2': 88, [`${till.tillId}-0`]: 30 })
    expect(after).toMatchObject({ balance_points: before.balance_points - 170, unconfirmed_points: 30, purchases: before.purchases + 1, last_purchase: '2026-11-20', tier: 'gold', earned_today_points: 30, earned_month_points: 30, qualifying: before.qualifying + 88 })
    const sale = await hq.hq.db.selectFrom('sales').selectAll().where('till_id', '=', till.tillId).executeTakeFirstOrThrow()
    expect(sale).toMatchObject({ member_id: 'm1003', due_minor: 5000, pay_minor: 4800, points_used: 200, earn_points: 30, business_date: '2026-11-20', at_ms: START_MS })
    expect(sale.receipt_code).toMatch(/^R\d+-1-[0-9a-f]{8}$/)
    const tenders = await hq.hq.db.selectFrom('tenders').selectAll().where('sale_id', '=', sale.sale_id).execute()
    expect(tenders).toMatchObject([{ kind: 'cash', paid_minor: 4800, change_minor: 0 }])
    await expectBooksToBalance()
  })

  test('that takes more than is left makes debt, which the next earning repays first', async () => {
    const { balance_points: had } = await memberOf('m1002')
    expect(await sell({ memberId: 'm1002', unnamedPoints: had + 50, dueMinor: had + 1000 })).toEqual(['applied-with-debt'])
    expect(await memberOf('m1002')).toMatchObject({ free_points: 0, debt_points: 50, balance_points: -50 })
    expect(await sell({ memberId: 'm1002', earnPoints: 70 })).toEqual(['applied'])
    expect(await memberOf('m1002')).toMatchObject({ debt_points: 0, unconfirmed_points: 20, balance_points: 20 })
    await expectBooksToBalance()
  })

  test('that names a lot HQ has used up takes others in spending order', async () => {
    await sell({ memberId: 'm1001', used: [{ lotId: 'm1001-4', points: 800 }], dueMinor: 9000 })
    expect(await sell({ memberId: 'm1001', used: [{ lotId: 'm1001-4', points: 300 }], dueMinor: 9000 })).toEqual(['applied'])
    expect(await lotsOf('m1001')).toMatchObject({ 'm1001-1': 0, 'm1001-2': 1860, 'm1001-4': 0, 'm1001-5': 128 })
    await expectBooksToBalance()
  })

  test('counts points by day and month, a late one where it belongs', async () => {
    await sell({ memberId: 'm1006', earnPoints: 5, businessDate: '2026-11-19' }, { memberId: 'm1006', earnPoints: 7, businessDate: '2026-11-20' }, { memberId: 'm1006', earnPoints: 11, businessDate: '2026-11-18' })
    expect(await memberOf('m1006')).toMatchObject({ counters_date: '2026-11-20', earned_today_points: 7, earned_month_points: 23, last_purchase: '2026-11-20', purchases: 3 })
    await sell({ memberId: 'm1006', earnPoints: 13, businessDate: '2026-12-01' }, { memberId: 'm1006', earnPoints: 17, businessDate: '2026-11-30' })
    expect(await memberOf('m1006')).toMatchObject({ counters_date: '2026-12-01', earned_today_points: 13, earned_month_points: 13 })
  })

  test('of a blocked member still counts: it happened', async () => {
    expect(await sell({ memberId: 'm1005', earnPoints: 5 })).toEqual(['applied'])
  })
})

describe('what was earned', () => {
  test('stays with its till until that till shows that it has the ack', async () => {
    await sell({ memberId: 'm1004', earnPoints: 40 })
    const { free_points: free } = await memberOf('m1004')
    expect(await memberOf('m1004')).toMatchObject({ unconfirmed_points: 40 })
    await till.feed(0, { ackedEpoch: 1, ackedSeq: 1 })
    expect(await memberOf('m1004')).toMatchObject({ unconfirmed_points: 0, free_points: free + 40 })
    await expectBooksToBalance()
  })

  test('can be spent there before that, and not elsewhere', async () => {
    await sell({ memberId: 'm1007', earnPoints: 1000 })
    const member = await memberOf('m1007')
    const other = await enrolWireTill(hq)
    const lease = await other.lease('elsewhere', 'm1007', member.balance_points)
    expect(lease.body.grantedPoints).toBe(member.balance_points - 1000)
    await other.call('POST', '/v1/leases/return', { leaseId: 'elsewhere' })
    expect(await sell({ memberId: 'm1007', used: [{ lotId: `${till.tillId}-0`, points: 1000 }], dueMinor: 5000 })).toEqual(['applied'])
    expect(await memberOf('m1007')).toMatchObject({ unconfirmed_points: 0, debt_points: 0, balance_points: member.balance_points - 1000 })
    await expectBooksToBalance()
  })

  test('an ack of what is not applied yet, or of another till, frees nothing', async () => {
    await sell({ memberId: 'm1008', earnPoints: 9 })
    const other = await enrolWireTill(hq)
    await other.feed(0, { ackedEpoch: 1, ackedSeq: 1 })
    expect(await memberOf('m1008')).toMatchObject({ unconfirmed_points: 9 })
    await till.feed(0, { ackedEpoch: 2, ackedSeq: 1 })
    expect(await memberOf('m1008')).toMatchObject({ unconfirmed_points: 9 })
    await till.feed(0, { ackedEpoch: 1, ackedSeq: 1_000_000 })
    expect(await memberOf('m1008')).toMatchObject({ unconfirmed_points: 0 })
    await sell({ memberId: 'm1008', earnPoints: 4 })
    expect(await memberOf('m1008')).toMatchObject({ unconfirmed_points: 4 })
    await till.feed(0, { ackedEpoch: 1, ackedSeq: 2 })
    expect(await memberOf('m1008')).toMatchObject({ unconfirmed_points: 0 })
  })
})

test('events that were stored but not applied are applied by the sweep', async () => {
  till.commit('sale', wireSale({ memberId: 'm1009', earnPoints: 3 }))
  await till.push()
  // As a crash between ack and applying leaves it: another event durable, none of it applied.
  till.commit('sale', wireSale({ dueMinor: 4321 }))
  await storeBatch(hq.hq.db, { tillId: till.tillId, epoch: 1, firstSeq: 2, previousHash: till.hashes[0] ?? new Uint8Array(), events: till.events.slice(1) }, START_MS)
  expect(await tillsWithPending(hq.hq.db)).toEqual([till.tillId])
  expect(await applyPending(hq.hq, till.tillId)).toBe(1)
  expect(await applyPending(hq.hq, till.tillId)).toBe(0)
})

test('an HQ that starts applies what another one has left, and goes on looking', async () => {
  till.commit('sale', wireSale({ dueMinor: 1 }))
  till.commit('sale', wireSale({ dueMinor: 2 }))
  const store = (from: number): Promise<unknown> => storeBatch(hq.hq.db, { tillId: till.tillId, epoch: 1, firstSeq: from, previousHash: till.hashes[from - 2] ?? GENESIS_HASH, events: till.events.slice(from - 1, from) }, START_MS)
  const applied = async (): Promise<number> => (await hq.hq.db.selectFrom('sales').select((e) => e.fn.countAll<number>().as('count')).where('till_id', '=', till.tillId).executeTakeFirstOrThrow()).count
  await store(1)
  const second = await startTestHq({ databaseUrl: hq.databaseUrl, sample: false, sweepMs: 20 })
  while ((await applied()) < 1) expect(await tillsWithPending(hq.hq.db)).toBeDefined()
  await store(2)
  while ((await applied()) < 2) expect(await tillsWithPending(hq.hq.db)).toBeDefined()
  await second.close()
})

test('many tills and two processes apply to the same members at once, and the books balance', async () => {
  const second = await startTestHq({ databaseUrl: hq.databaseUrl, sample: false })
  const tills = await Promise.all([1, 2, 3, 4].map((store) => enrolWireTill(store % 2 ? hq : second, `s${(store % 3) + 1}`)))
  for (const one of tills) for (let at = 0; at < 60; at++) one.commit('sale', wireSale({ memberId: `m10${20 + ((at * 7) % 10)}`, earnPoints: 1 + (at % 5), unnamedPoints: at % 3, newLotId: `${one.tillId}-${at}` }))
  await Promise.all(tills.map(async (one) => {
    for (let at = 1; at <= 60; at += 20) expect((await one.push(one.batch(at, at + 19))).status).toBe(200)
  }))
  await second.close()
  await expectBooksToBalance()
  const { rows } = await sql<{ count: number }>`SELECT count(*) AS count FROM sales WHERE till_id = ANY(${tills.map((one) => one.tillId)})`.execute(hq.hq.db)
  expect(rows[0]?.count).toBe(240)
})
