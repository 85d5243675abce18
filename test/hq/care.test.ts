import { sql } from 'kysely'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { careForAccounts } from '../../src/hq/care/care.ts'
import { systemIds } from '../../src/hq/ids.ts'
import { grantLease, returnLease } from '../../src/hq/leases.ts'
import { publishProgramme } from '../../src/hq/registry/programmes.ts'
import { currentRules, engineReturn, engineSale } from '../support/engine-sale.ts'
import { sampleFiles, START_MS, startTestHq, type TestHq } from '../support/hq.ts'
import { enrolWireTill, type WireTill } from '../support/wire-till.ts'

const DAY_MS = 86_400_000
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
const pointsOf = async (memberId: string) => (await hq.hq.db.selectFrom('lots').select('points').where('member_id', '=', memberId).where('points', '>', 0).orderBy('earned_at_ms').execute()).map((lot) => lot.points)
const events = (kind: string) => hq.hq.db.selectFrom('hq_events').selectAll().where('kind', '=', kind).execute()
const careAt = (nowMs: number) => careForAccounts({ ...hq.hq, clock: { nowMs: () => nowMs } })
const entriesOf = (eventId: string) => hq.hq.db.selectFrom('entries').select(['account', 'delta']).where('event_id', '=', eventId).orderBy('entry_no').execute()
/** Every balance is lots less debt, and what the entries of it add up to. */
async function nothingIsOff(): Promise<void> {
  const { rows } = await sql`SELECT m.member_id FROM members m WHERE m.balance_points <> (SELECT coalesce(sum(points), 0) FROM lots l WHERE l.member_id = m.member_id) - m.debt_points
    OR m.balance_points <> (SELECT coalesce(sum(delta), 0) FROM entries e WHERE e.account = 'member/' || m.member_id AND e.asset = 'points')`.execute(hq.hq.db)
  expect(rows).toEqual([])
}

describe('points', () => {
  // m1059 has 3035 points that expire in 102 days.
  test('that are past their expiry are booked as expired once; what is lent waits until it is free', async () => {
    await nothingIsOff()
    const lender = { ...hq.hq }
    await grantLease(lender, till.tillId, { leaseId: 'care-lease', memberId: 'm1059', wantedPoints: 35, epoch: 1, acked: null })
    await careAt(START_MS + 60 * DAY_MS)
    expect(await pointsOf('m1059')).toEqual([3035])
    const late = START_MS + 110 * DAY_MS
    expect((await careAt(late)).expired).toBeGreaterThan(0)
    expect(await pointsOf('m1059')).toEqual([35])
    const mine = (await events('points-expired')).filter((event) => event.body['memberId'] === 'm1059')
    expect(mine).toMatchObject([{ person: 'HQ', body: { points: -3000 } }])
    expect(await entriesOf(mine[0]?.event_id ?? '')).toEqual([{ account: 'member/m1059', delta: -3000 }, { account: 'programme/expired', delta: 3000 }])
    expect((await careAt(late)).expired).toBe(0)
    await returnLease(lender, till.tillId, 'care-lease')
    expect((await careAt(late)).expired).toBe(1)
    expect(await memberOf('m1059')).toMatchObject({ balance_points: 0, lent_points: 0 })
    await nothingIsOff()
  })

  test('under inactivity a sale moves the expiry of every lot that has not expired', async () => {
    const plain = JSON.parse(readFileSync(sampleFiles.programmeFile, 'utf8')) as Record<string, unknown>
    await publishProgramme(hq.hq, { ...plain, expiry: { policy: 'inactivity', months: 6 } }, 'test')
    const rules = await currentRules(hq)
    await sql`UPDATE lots SET expires_at_ms = ${START_MS + DAY_MS} WHERE member_id = 'm1008'`.execute(hq.hq.db)
    const saleId = systemIds.uuid()
    till.commit('sale', engineSale(rules, saleId, { memberId: 'm1008' }).body, saleId)
    expect((await till.push()).body.outcomes.at(-1)?.outcome).toBe('applied')
    const before = await pointsOf('m1008')
    // 2027-05-20 is the last day in Shanghai.
    await careAt(Date.parse('2027-05-20T23:59:59+08:00'))
    expect(await pointsOf('m1008')).toEqual(before)
    await careAt(Date.parse('2027-05-21T00:00:00+08:00'))
    // The lot of the sale itself was made without an end by this test.
    expect(await pointsOf('m1008')).toEqual(before.slice(-1))
    await nothingIsOff()
  })
})

describe('debt', () => {
  test('is let go so many months after it began, not a day sooner', async () => {
    const rules = await currentRules(hq)
    const believed = [{ lotId: 'gone', points: 500 }]
    till.commit('sale', engineSale(rules, systemIds.uuid(), { memberId: 'm1010', lots: believed, redeemPoints: 500, facts: {} }).body)
    await sql`UPDATE lots SET points = 0 WHERE member_id = 'm1010'`.execute(hq.hq.db)
    await sql`UPDATE members SET free_points = 0 WHERE member_id = 'm1010'`.execute(hq.hq.db)
    await till.push()
    const { debt_points: debt, debt_since_ms: since } = await memberOf('m1010')
    expect(debt).toBeGreaterThan(0)
    expect(since).toBe(START_MS)
    expect((await careAt(Date.parse('2027-11-20T23:00:00+08:00'))).writtenOff).toBe(0)
    expect((await careAt(Date.parse('2027-11-21T00:00:00+08:00'))).writtenOff).toBe(1)
    expect(await memberOf('m1010')).toMatchObject({ debt_points: 0, debt_since_ms: null })
    const [event] = await events('debt-written-off')
    expect(await entriesOf(event?.event_id ?? '')).toEqual([{ account: 'member/m1010', delta: debt }, { account: 'programme/written-off', delta: -debt }])
  })
})

describe('a level', () => {
  test('ends when the metric has left its window for so long; once a day', async () => {
    const other = await startTestHq()
    const careThere = (nowMs: number) => careForAccounts({ ...other.hq, clock: { nowMs: () => nowMs } })
    const of = (memberId: string) => other.hq.db.selectFrom('members').select(['tier', 'qualifying', 'tier_qualified_on']).where('member_id', '=', memberId).executeTakeFirstOrThrow()
    expect(await of('m1008')).toMatchObject({ tier: 'gold', qualifying: 5226 })
    expect((await careThere(START_MS)).lowered).toBe(0)
    expect(await of('m1008')).toEqual({ tier: 'gold', qualifying: 5226, tier_qualified_on: '2026-11-20' })
    // The metric leaves its twelve months a year on, and what it earned last holds a year more.
    await careThere(Date.parse('2027-11-20T12:00:00+08:00'))
    expect(await of('m1008')).toMatchObject({ tier: 'gold', qualifying: 0, tier_qualified_on: '2026-11-20' })
    expect((await careThere(Date.parse('2027-11-21T12:00:00+08:00'))).lowered).toBeGreaterThan(0)
    expect(await of('m1008')).toMatchObject({ tier: 'member', qualifying: 0 })
    expect((await careThere(Date.parse('2027-11-21T13:00:00+08:00'))).lowered).toBe(0)
    const lowered = await other.hq.db.selectFrom('hq_events').select('body').where('kind', '=', 'tier-changed').execute()
    expect(lowered.map((row) => row.body)).toContainEqual({ memberId: 'm1008', points: 0, from: 'gold', to: 'member', qualifying: 0 })
    await other.close()
  })

  test('that only goods reached which came back is withdrawn with them', async () => {
    const rules = await currentRules(hq)
    const saleId = systemIds.uuid()
    await sql`UPDATE members SET tier = 'silver', qualifying = 2980 WHERE member_id = 'm1030'`.execute(hq.hq.db)
    const sale = { saleId, ...engineSale(rules, saleId, { memberId: 'm1030', facts: { tier: 'silver', qualifying: 2980 } }) }
    till.commit('sale', sale.body, saleId)
    await till.push()
    expect(await memberOf('m1030')).toMatchObject({ tier: 'gold', qualifying: 3020 })
    const returnId = systemIds.uuid()
    till.commit('return', engineReturn(rules, returnId, sale, { quantityMilli: 4000, lots: [] }).body, returnId)
    await till.push()
    expect(await memberOf('m1030')).toMatchObject({ tier: 'silver', qualifying: 2980 })
    const moves = await hq.hq.db.selectFrom('qualifying_moves').select(['event_id', 'delta']).where('event_id', 'in', [saleId, returnId]).orderBy('delta').execute()
    expect(moves).toEqual([{ event_id: returnId, delta: -40 }, { event_id: saleId, delta: 40 }])
  })
})
