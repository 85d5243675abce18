import { sql } from 'kysely'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { careForAccounts } from '../../src/hq/care/care.ts'
import { addDays } from '../../src/domain/business-date.ts'
import { systemIds } from '../../src/hq/ids.ts'
import { publishProgramme } from '../../src/hq/registry/programmes.ts'
import { nameReferrer } from '../../src/hq/registry/referrers.ts'
import { currentRules, engineReturn, engineSale, type EngineRules } from '../support/engine-sale.ts'
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

const plain = JSON.parse(readFileSync(sampleFiles.programmeFile, 'utf8')) as Record<string, unknown>
async function publish(referral: object, more: object = {}): Promise<EngineRules> {
  await publishProgramme(hq.hq, { ...plain, referral, ...more }, 'test')
  return currentRules(hq)
}
const name = (memberId: string, referrerId: string) => nameReferrer(hq.hq, { memberId, referrerId, person: 'test' })
const careOn = (days: number) => careForAccounts({ ...hq.hq, clock: { nowMs: () => START_MS + days * DAY_MS } })
const memberOf = (memberId: string) => hq.hq.db.selectFrom('members').selectAll().where('member_id', '=', memberId).executeTakeFirstOrThrow()
const stateOf = (memberId: string) => hq.hq.db.selectFrom('referrals').select(['state', 'sale_id', 'pay_on']).where('member_id', '=', memberId).executeTakeFirstOrThrow()
const lotOf = (memberId: string, saleId: string) => hq.hq.db.selectFrom('lots').selectAll().where('member_id', '=', memberId).where('lot_id', '=', `referral-${saleId}`).executeTakeFirst()
const eventsOf = async (kind: string, saleId: string) => (await hq.hq.db.selectFrom('hq_events').selectAll().where('kind', '=', kind).orderBy(sql`body->>'role'`).execute()).filter((event) => event.body['saleId'] === saleId)
const entriesOf = (eventId: string) => hq.hq.db.selectFrom('entries').select(['account', 'delta']).where('event_id', '=', eventId).orderBy('entry_no').execute()

/** Members as they are on the day they join. */
async function anew(...memberIds: string[]): Promise<void> {
  await sql`UPDATE members SET purchases = 0, last_purchase = NULL WHERE member_id = ANY(${memberIds})`.execute(hq.hq.db)
}

async function buys(rules: EngineRules, memberId: string, sale: Parameters<typeof engineSale>[2] = {}) {
  const saleId = systemIds.uuid()
  const made = { saleId, ...engineSale(rules, saleId, { memberId, ...sale }) }
  till.commit('sale', made.body, saleId)
  expect((await till.push()).body.outcomes.at(-1)?.outcome).toMatch(/^applied/)
  return made
}

async function brings(rules: EngineRules, sale: Awaited<ReturnType<typeof buys>>, daysLater: number): Promise<void> {
  const returnId = systemIds.uuid()
  const back = engineReturn(rules, returnId, sale, { quantityMilli: 4000 })
  till.commit('return', back.body, returnId, addDays('2026-11-20', daysLater))
  await till.push()
}

/** Every balance is lots less debt, and what the entries of it add up to. */
async function nothingIsOff(): Promise<void> {
  const { rows } = await sql`SELECT m.member_id FROM members m WHERE m.balance_points <> (SELECT coalesce(sum(points), 0) FROM lots l WHERE l.member_id = m.member_id) - m.debt_points
    OR m.balance_points <> (SELECT coalesce(sum(delta), 0) FROM entries e WHERE e.account = 'member/' || m.member_id AND e.asset = 'points')`.execute(hq.hq.db)
  expect(rows).toEqual([])
}

describe('who brought whom', () => {
  test('is said once, of a new member, and never in a circle', async () => {
    await anew('m1020', 'm1021', 'm1022', 'm1023')
    expect(await name('m1020', 'm1001')).toEqual({ kind: 'named' })
    expect(await name('m1021', 'm1020')).toEqual({ kind: 'named' })
    expect(await name('m1022', 'm1021')).toEqual({ kind: 'named' })
    const refused = async (memberId: string, referrerId: string): Promise<string> => {
      const named = await name(memberId, referrerId)
      return named.kind === 'refused' ? named.refused : named.kind
    }
    expect(await refused('m1022', 'm1001')).toBe('already_referred')
    expect(await refused('m1023', 'm1023')).toBe('refers_herself')
    expect(await refused('m1002', 'm1001')).toBe('not_new')
    expect(await refused('m9999', 'm1001')).toBe('unknown_member')
    expect(await refused('m1023', 'm9999')).toBe('unknown_referrer')
    // m1001 brought m1020, who brought m1021, who brought m1022.
    await anew('m1001')
    for (const below of ['m1020', 'm1021', 'm1022']) expect(await refused('m1001', below)).toBe('referral_circle')
    expect(await hq.hq.db.selectFrom('referrals').select('member_id').where('member_id', 'in', ['m1001', 'm1002', 'm1023']).execute()).toEqual([])
  })

  test('two who bring each other at the same moment: one of them does', async () => {
    await anew('m1024', 'm1025')
    const both = await Promise.all([name('m1024', 'm1025'), name('m1025', 'm1024')])
    expect(both.map((named) => named.kind).sort()).toEqual(['named', 'refused'])
  })
})

describe('paid at the purchase', () => {
  test('both sides once, each by an event of its own that says why; debt is repaid first', async () => {
    const rules = await publish({ referrerPoints: 200, referredPoints: 100, after: 'purchase' }, { earn: { pendingDays: 3 }, expiry: { policy: 'rolling', months: 1 } })
    await anew('m1030')
    await name('m1030', 'm1031')
    await sql`UPDATE lots SET points = 0 WHERE member_id = 'm1031'`.execute(hq.hq.db)
    const before = await memberOf('m1031')
    await sql`INSERT INTO entries VALUES ('owing', 1, 'points', 'member/m1031', ${-before.balance_points - 60}), ('owing', 2, 'points', 'programme/test', ${before.balance_points + 60})`.execute(hq.hq.db)
    await sql`UPDATE members SET free_points = 0, debt_points = 60, debt_since_ms = ${START_MS} WHERE member_id = 'm1031'`.execute(hq.hq.db)
    expect((await careOn(0)).referrals).toBe(0)
    const { saleId } = await buys(rules, 'm1030')
    expect((await careOn(0)).referrals).toBe(1)
    expect(await memberOf('m1031')).toMatchObject({ balance_points: 140, debt_points: 0 })
    // Sold and paid on 20 November in Shanghai.
    const dates = { available_at_ms: Date.parse('2026-11-23T00:00:00+08:00'), expires_at_ms: Date.parse('2026-12-21T00:00:00+08:00'), held_till_id: null }
    expect(await lotOf('m1031', saleId)).toMatchObject({ points: 140, ...dates })
    expect(await lotOf('m1030', saleId)).toMatchObject({ points: 100, ...dates })
    const paid = await eventsOf('referral-paid', saleId)
    expect(paid.map((event) => event.body)).toMatchObject([
      { role: 'referred', memberId: 'm1030', referred: 'm1030', points: 100, explain: { key: 'explain.referral.referred', params: { boughtOn: '2026-11-20', after: 'purchase' }, result: { resultPoints: 100 } } },
      { role: 'referrer', memberId: 'm1031', referred: 'm1030', points: 200, explain: { key: 'explain.referral.referrer', result: { resultPoints: 200 } } },
    ])
    expect(await entriesOf(paid[1]?.event_id ?? '')).toEqual([{ account: 'member/m1031', delta: 200 }, { account: 'programme/referral', delta: -200 }])
    await buys(rules, 'm1030')
    expect((await careOn(1)).referrals).toBe(0)
    await nothingIsOff()
  })

  test('value loaded and goods paid with points alone are no purchase yet', async () => {
    const rules = await publish({ referrerPoints: 20, referredPoints: 10, after: 'purchase' })
    await anew('m1032')
    await name('m1032', 'm1031')
    await buys(rules, 'm1032', { loadMinor: 5000 })
    await buys(rules, 'm1032', { lots: [{ lotId: 'elsewhere', points: 1000 }], redeemPoints: 1000, pieces: 1 })
    expect((await careOn(0)).referrals).toBe(0)
    expect(await stateOf('m1032')).toMatchObject({ state: 'open' })
    await buys(rules, 'm1032')
    expect((await careOn(0)).referrals).toBe(1)
    expect((await stateOf('m1032')).state).toBe('paid')
  })

  test('the goods come back in time: it is taken back from its lot, then others, the rest is owed; the next purchase counts', async () => {
    const rules = await publish({ referrerPoints: 200, referredPoints: 100, after: 'purchase' })
    await anew('m1033')
    await name('m1033', 'm1034')
    const before = { referred: (await memberOf('m1033')).balance_points, referrer: (await memberOf('m1034')).balance_points }
    const sale = await buys(rules, 'm1033')
    await careOn(0)
    expect((await memberOf('m1034')).balance_points).toBe(before.referrer + 200)
    await brings(rules, sale, 60)
    expect((await careOn(0)).referrals).toBe(1)
    expect((await careOn(0)).referrals).toBe(0)
    expect((await memberOf('m1034')).balance_points).toBe(before.referrer)
    expect((await memberOf('m1033')).balance_points).toBe(before.referred)
    expect(await lotOf('m1034', sale.saleId)).toMatchObject({ points: 0 })
    expect((await eventsOf('referral-taken-back', sale.saleId)).map((event) => event.body)).toMatchObject([{ role: 'referred', points: -100 }, { role: 'referrer', points: -200 }])
    expect(await stateOf('m1033')).toMatchObject({ state: 'open', sale_id: null })
    await nothingIsOff()
    const next = await buys(rules, 'm1033')
    expect((await careOn(0)).referrals).toBe(1)
    expect(await lotOf('m1033', next.saleId)).toMatchObject({ points: 100 })
    await brings(rules, next, 61)
    expect((await careOn(0)).referrals).toBe(0)
    expect(await stateOf('m1033')).toMatchObject({ state: 'paid' })
  })

  test.each([
    ['debt', 200],
    ['clamp', 0],
  ] as const)('what is no longer there, under %s: %i are owed', async (shortage, owedPoints) => {
    const rules = await publish({ referrerPoints: 200, referredPoints: 0, after: 'purchase' }, { returns: { shortage } })
    const [member, referrer] = shortage === 'debt' ? ['m1035', 'm1036'] : ['m1037', 'm1038']
    await anew(member)
    await name(member, referrer)
    const sale = await buys(rules, member)
    await careOn(0)
    const { balance_points: had } = await memberOf(referrer)
    await sql`UPDATE lots SET points = 0 WHERE member_id = ${referrer}`.execute(hq.hq.db)
    await sql`UPDATE members SET free_points = 0, lent_points = 0, unconfirmed_points = 0 WHERE member_id = ${referrer}`.execute(hq.hq.db)
    await sql`INSERT INTO entries VALUES (${`gone-${referrer}`}, 1, 'points', ${`member/${referrer}`}, ${-had}), (${`gone-${referrer}`}, 2, 'points', 'programme/test', ${had})`.execute(hq.hq.db)
    await brings(rules, sale, 1)
    await careOn(1)
    expect(await memberOf(referrer)).toMatchObject({ debt_points: owedPoints, balance_points: owedPoints === 0 ? 0 : -owedPoints })
    await nothingIsOff()
  })
})

describe('paid after the return window', () => {
  test('sixty days and one later, by the rules of the sale; a purchase that came back before pays nobody', async () => {
    const rules = await publish({ referrerPoints: 200, referredPoints: 100, after: 'return-window' })
    await anew('m1040', 'm1042')
    await name('m1040', 'm1041')
    await name('m1042', 'm1041')
    const { balance_points: before } = await memberOf('m1041')
    const kept = await buys(rules, 'm1040')
    const returned = await buys(rules, 'm1042')
    expect((await careOn(0)).referrals).toBe(0)
    expect(await stateOf('m1040')).toEqual({ state: 'waiting', sale_id: kept.saleId, pay_on: '2027-01-20' })
    await brings(rules, returned, 60)
    await publish({ referrerPoints: 1, referredPoints: 1, after: 'purchase' })
    expect((await careOn(60)).referrals).toBe(0)
    expect(await stateOf('m1042')).toMatchObject({ state: 'open' })
    expect((await careOn(61)).referrals).toBe(1)
    expect((await memberOf('m1041')).balance_points).toBe(before + 200)
    expect(await lotOf('m1040', kept.saleId)).toMatchObject({ points: 100 })
    expect(await lotOf('m1042', returned.saleId)).toBeUndefined()
    // After the window a return of everything leaves it as it is.
    await brings(rules, kept, 62)
    expect((await careOn(62)).referrals).toBe(0)
    expect(await stateOf('m1040')).toMatchObject({ state: 'paid' })
    await nothingIsOff()
  })

  test('two processes at it at once pay once; an account that is closed gets nothing', async () => {
    const rules = await publish({ referrerPoints: 200, referredPoints: 100, after: 'purchase' })
    await anew('m1043')
    await name('m1043', 'm1044')
    await sql`UPDATE members SET status = 'closed' WHERE member_id = 'm1044'`.execute(hq.hq.db)
    const { saleId } = await buys(rules, 'm1043')
    const both = await Promise.all([careOn(0), careOn(0)])
    expect(both.map((done) => done.referrals).sort()).toEqual([0, 1])
    expect((await eventsOf('referral-paid', saleId)).map((event) => event.body['memberId'])).toEqual(['m1043'])
  })
})
