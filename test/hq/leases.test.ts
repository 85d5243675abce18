import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startTestHq, type TestHq } from '../support/hq.ts'
import { enrolWireTill, type WireTill } from '../support/wire-till.ts'
import { wireSale } from '../support/wire-sale.ts'

let hq: TestHq
let second: TestHq
let till: WireTill
let other: WireTill
beforeAll(async () => {
  hq = await startTestHq()
  second = await startTestHq({ databaseUrl: hq.databaseUrl, sample: false })
})
afterAll(async () => {
  await second.close()
  await hq.close()
})
let sale = ''
let made = 0
beforeEach(async () => {
  till = await enrolWireTill(hq)
  other = await enrolWireTill(second, 's2')
  sale = `sale-${(made += 1)}`
})

const pointsOf = async (memberId: string) => {
  const { free_points: free, lent_points: lent, unconfirmed_points: unconfirmed, debt_points: debt, balance_points: balance } = await hq.hq.db.selectFrom('members').selectAll().where('member_id', '=', memberId).executeTakeFirstOrThrow()
  return { free, lent, unconfirmed, debt, balance }
}
const giveBack = (one: WireTill, leaseId: string) => one.call<{ returned?: boolean }>('POST', '/v1/leases/return', { leaseId })

describe('a lease', () => {
  test('lends what is asked, soonest expiry first, and no longer counts as free', async () => {
    const before = await pointsOf('m1001')
    const { status, body } = await till.lease(sale, 'm1001', 300)
    expect(status).toBe(200)
    expect(body).toMatchObject({ leaseId: sale, grantedPoints: 300, lots: [{ lotId: 'm1001-1', points: 260 }, { lotId: 'm1001-2', points: 40 }] })
    expect(await pointsOf('m1001')).toEqual({ ...before, free: before.free - 300, lent: before.lent + 300 })
    await giveBack(till, sale)
  })

  test('asked again is the same lease; asked for more it grows, for less it stays', async () => {
    const first = await till.lease(sale, 'm1003', 100)
    expect(await till.lease(sale, 'm1003', 100)).toEqual(first)
    expect((await till.lease(sale, 'm1003', 250)).body.grantedPoints).toBe(250)
    expect((await till.lease(sale, 'm1003', 50)).body.grantedPoints).toBe(250)
    expect(await pointsOf('m1003')).toMatchObject({ lent: 250 })
    await giveBack(till, sale)
    expect(await pointsOf('m1003')).toMatchObject({ lent: 0 })
  })

  test('never lends what is vesting, expired, lent elsewhere, held by a till, or owed', async () => {
    // 4,538 points in all; 128 of them vest in seven days, 260 expire in twenty.
    expect((await till.lease(sale, 'm1001', 9_999)).body.grantedPoints).toBe(4_410)
    expect((await other.lease(`${sale}-b`, 'm1001', 9_999)).body).toMatchObject({ grantedPoints: 0, lots: [] })
    await giveBack(till, sale)
    await giveBack(other, `${sale}-b`)
    hq.clock.advance(21 * 86_400_000)
    const later = await (await enrolWireTill(hq)).lease(`${sale}-c`, 'm1001', 9_999)
    expect(later.body.grantedPoints).toBe(4_410 - 260 + 128)
    hq.clock.advance(-21 * 86_400_000)
    till.commit('sale', wireSale({ memberId: 'm1004', unnamedPoints: 100, dueMinor: 200 }))
    await till.push()
    expect(await pointsOf('m1004')).toMatchObject({ debt: 4, free: 0 })
  })

  test('of a blocked or unknown member is refused by name', async () => {
    expect(await till.lease(sale, 'm1005', 5)).toMatchObject({ status: 409, body: { error: 'member_blocked' } })
    expect(await till.lease(sale, 'nobody', 5)).toMatchObject({ status: 404, body: { error: 'unknown_member' } })
    expect((await till.lease(sale, 'm1001', 0)).status).toBe(400)
    expect((await till.lease(sale, 'm1001', 1.5)).status).toBe(400)
  })

  test('asked under a known id by another till or for another member is refused', async () => {
    await till.lease(sale, 'm1003', 10)
    expect(await other.lease(sale, 'm1003', 10)).toMatchObject({ status: 409, body: { error: 'lease_conflict' } })
    expect(await till.lease(sale, 'm1002', 10)).toMatchObject({ body: { error: 'lease_conflict' } })
    expect(await giveBack(other, sale)).toMatchObject({ body: { error: 'lease_conflict' } })
    expect(await pointsOf('m1003')).toMatchObject({ lent: 10 })
    await giveBack(till, sale)
  })

  test('once returned is never lent again, nor one that was returned before it was asked', async () => {
    await till.lease(sale, 'm1003', 10)
    expect((await giveBack(till, sale)).body.returned).toBe(true)
    expect((await giveBack(till, sale)).body.returned).toBe(true)
    expect(await till.lease(sale, 'm1003', 10)).toMatchObject({ status: 409, body: { error: 'lease_returned' } })
    await giveBack(till, `${sale}-early`)
    expect(await till.lease(`${sale}-early`, 'm1003', 10)).toMatchObject({ body: { error: 'lease_returned' } })
    expect(await pointsOf('m1003')).toMatchObject({ lent: 0 })
  })

  test('ends with its sale: what was spent is gone, the rest is free', async () => {
    const before = await pointsOf('m1003')
    const { body } = await till.lease(sale, 'm1003', 400)
    expect(body.grantedPoints).toBe(400)
    till.commit('sale', wireSale({ memberId: 'm1003', used: [{ lotId: body.lots[0]?.lotId ?? '', points: 150 }], leaseId: sale, dueMinor: 900 }), sale)
    expect((await till.push()).body.outcomes[0]?.outcome).toBe('applied')
    expect(await pointsOf('m1003')).toMatchObject({ lent: 0, free: before.free - 150, debt: 0 })
    expect(await till.lease(sale, 'm1003', 400)).toMatchObject({ body: { error: 'lease_returned' } })
  })

  test('asked for a sale that is in the ledger already is refused', async () => {
    till.commit('sale', wireSale({ memberId: 'm1003', dueMinor: 900 }), sale)
    await till.push()
    expect(await till.lease(sale, 'm1003', 5)).toMatchObject({ body: { error: 'lease_returned' } })
  })

  test('ends with an event that returns it', async () => {
    await till.lease(sale, 'm1003', 77)
    till.commit('lease-returned', { leaseId: sale, memberId: 'm1003', points: 77 })
    expect((await till.push()).body.outcomes[0]?.outcome).toBe('applied')
    expect(await pointsOf('m1003')).toMatchObject({ lent: 0 })
  })

  test('of another till is not ended by a sale that names it', async () => {
    await other.lease(sale, 'm1003', 60)
    till.commit('sale', wireSale({ memberId: 'm1003', leaseId: sale, unnamedPoints: 5, dueMinor: 900 }))
    await till.push()
    expect(await pointsOf('m1003')).toMatchObject({ lent: 60, debt: 0 })
    await giveBack(other, sale)
  })

  test('asked by ten requests at once, at two processes, is one lease', async () => {
    const before = await pointsOf('m1003')
    const twin: WireTill = { ...till, lease: (leaseId, memberId, wantedPoints) => fetch(`${second.url}/v1/leases`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${till.token}` }, body: JSON.stringify({ leaseId, memberId, wantedPoints, epoch: 1, acked: null }) }).then(async (response) => ({ status: response.status, body: (await response.json()) as Awaited<ReturnType<WireTill['lease']>>['body'] })) }
    const replies = await Promise.all(Array.from({ length: 10 }, (_, at) => (at % 2 ? till : twin).lease(sale, 'm1003', 100)))
    expect(replies.map((reply) => [reply.status, reply.body.grantedPoints])).toEqual(Array(10).fill([200, 100]))
    expect(await pointsOf('m1003')).toMatchObject({ free: before.free - 100, lent: 100 })
    await giveBack(till, sale)
  })
})

/**
 * R1 under anything that tills and processes do at once: balance = free + Σ lent + unconfirmed − debt, every term from
 * zero up, what leases say is lent is what lots say, and no more was ever lent than was there.
 */
test('the account holds whatever is asked at once', async () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('lend' as const), lease: fc.integer({ min: 0, max: 5 }), points: fc.integer({ min: 1, max: 900 }), at: fc.boolean() }),
    fc.record({ kind: fc.constant('return' as const), lease: fc.integer({ min: 0, max: 5 }), at: fc.boolean() }),
    fc.record({ kind: fc.constant('sell' as const), lease: fc.integer({ min: 0, max: 5 }), points: fc.integer({ min: 0, max: 400 }), earn: fc.integer({ min: 0, max: 50 }), at: fc.boolean() }),
    fc.record({ kind: fc.constant('confirm' as const), at: fc.boolean() }),
  )
  let run = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 30 }), fc.integer({ min: 12, max: 60 }), async (steps, who) => {
      const memberId = `m10${who}`
      const tills = await Promise.all([enrolWireTill(hq), enrolWireTill(second)])
      const mark = `p${(run += 1)}`
      const queues = new Map<WireTill, Promise<unknown>>()
      await Promise.all(
        steps.map(async (one) => {
          const side = one.at ? 1 : 0
          const asker = one.at ? tills[1] : tills[0]
          // Each till has its own ids, but one: lease 0 is fought over.
          const leaseId = 'lease' in one ? `${mark}-${one.lease === 0 ? 'x' : `${side}${one.lease}`}` : ''
          if (one.kind === 'lend') return asker.lease(leaseId, memberId, one.points)
          if (one.kind === 'return') return giveBack(asker, leaseId)
          if (one.kind === 'confirm') return asker.feed(0, { limit: 1, ackedEpoch: 1, ackedSeq: 1_000 })
          const turn = (queues.get(asker) ?? Promise.resolve()).then(async () => {
            asker.commit('sale', wireSale({ memberId, unnamedPoints: one.points, earnPoints: one.earn, dueMinor: 1_000, ...(one.points > 0 ? { leaseId } : {}), newLotId: `${mark}-${side}-${asker.events.length}` }), side === 0 && asker.events.length === 0 ? leaseId : undefined)
            expect((await asker.push(asker.batch(asker.events.length))).status).toBe(200)
          })
          queues.set(asker, turn)
          return turn
        }),
      )
      const { free, lent, unconfirmed, debt, balance } = await pointsOf(memberId)
      expect(balance).toBe(free + lent + unconfirmed - debt)
      for (const term of [free, lent, unconfirmed, debt]) expect(term).toBeGreaterThanOrEqual(0)
      const { rows } = await sql<{ lent: number; entries: number; lots: number; over: number }>`SELECT
        (SELECT coalesce(sum(ll.points), 0) FROM leases l JOIN lease_lots ll USING (lease_id) WHERE l.member_id = ${memberId} AND l.state = 'lent') AS lent,
        (SELECT coalesce(sum(delta), 0) FROM entries WHERE asset = 'points' AND account = ${`member/${memberId}`}) AS entries,
        (SELECT coalesce(sum(points), 0) FROM lots WHERE member_id = ${memberId}) AS lots,
        (SELECT count(*) FROM leases l WHERE l.granted_points <> (SELECT coalesce(sum(points), 0) FROM lease_lots x WHERE x.lease_id = l.lease_id)) AS over`.execute(hq.hq.db)
      expect(rows[0]).toEqual({ lent, entries: balance, lots: balance + debt, over: 0 })
      const outcomes = await hq.hq.db.selectFrom('event_outcomes').select(['outcome', 'detail']).where('till_id', 'in', tills.map((one) => one.tillId)).where('outcome', '=', 'suspense').execute()
      expect(outcomes).toEqual([])
    }),
    { numRuns: 12, seed: 20261121 },
  )
})
