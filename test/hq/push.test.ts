import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { gzipSync } from 'node:zlib'
import type { PushRequest } from '../../src/contract/wire-push.ts'
import { packEvents, PACKED_MEDIA_TYPE } from '../../src/journal/packed-events.ts'
import { revokeTill } from '../../src/hq/session.ts'
import { startTestHq, type TestHq } from '../support/hq.ts'
import { enrolWireTill, post, type WireTill } from '../support/wire-till.ts'
import { wireSale } from '../support/wire-sale.ts'

let hq: TestHq
let till: WireTill
beforeAll(async () => {
  hq = await startTestHq()
})
afterAll(() => hq.close())
beforeEach(async () => {
  till = await enrolWireTill(hq)
})

const countOf = async (table: 'journal_events' | 'journal_forks' | 'sales'): Promise<number> =>
  (await hq.hq.db.selectFrom(table).select((e) => e.fn.countAll<number>().as('count')).where('till_id', '=', till.tillId).executeTakeFirstOrThrow()).count

describe('a batch', () => {
  test('is stored byte for byte, acknowledged by signature, and applied', async () => {
    till.commit('sale', wireSale({ memberId: 'm1004', earnPoints: 10 }))
    till.commit('sale', wireSale())
    const { status, body } = await till.push()
    expect(status).toBe(200)
    expect(body.ack).toMatchObject({ tillId: till.tillId, epoch: 1, seq: 2, hash: Buffer.from(till.hashes[1] ?? []).toString('hex') })
    expect(body.outcomes).toEqual([{ epoch: 1, seq: 1, outcome: 'applied' }, { epoch: 1, seq: 2, outcome: 'applied' }])
    const rows = await hq.hq.db.selectFrom('journal_events').select(['seq', 'bytes']).where('till_id', '=', till.tillId).orderBy('seq').execute()
    expect(rows.map((row) => row.bytes.equals(till.events[row.seq - 1] ?? Buffer.alloc(0)))).toEqual([true, true])
  })

  test('that comes again, whole or in part, changes nothing and is acknowledged to the end of what is here', async () => {
    for (let at = 0; at < 4; at++) till.commit('sale', wireSale())
    await till.push()
    const again = await till.push(till.batch(1, 2))
    expect(again.status).toBe(200)
    expect(again.body.ack.seq).toBe(4)
    till.commit('sale', wireSale())
    const overlapping = await till.push(till.batch(3, 5))
    expect(overlapping.body.ack.seq).toBe(5)
    expect([await countOf('journal_events'), await countOf('sales')]).toEqual([5, 5])
  })

  test('sent ten times at once counts once', async () => {
    for (let at = 0; at < 20; at++) till.commit('sale', wireSale({ memberId: 'm1005', earnPoints: 1, newLotId: `lot-${till.tillId}-${at}` }))
    const replies = await Promise.all(Array.from({ length: 10 }, () => till.push()))
    expect(replies.map((reply) => reply.status)).toEqual(Array(10).fill(200))
    expect(await countOf('sales')).toBe(20)
  })

  test('after a gap is refused with the seq that is expected', async () => {
    for (let at = 0; at < 5; at++) till.commit('sale', wireSale())
    expect((await till.push(till.batch(3, 5))).body).toMatchObject({ error: 'gap', expectedSeq: 1 })
    await till.push(till.batch(1, 2))
    const { status, body } = await till.push(till.batch(5, 5))
    expect([status, body.error, body.expectedSeq]).toEqual([409, 'gap', 3])
    expect(await countOf('journal_events')).toBe(2)
  })

  test('with another event in a known place is a fork: both branches are kept and booked, each sale once', async () => {
    till.commit('sale', wireSale())
    till.commit('sale', wireSale())
    await till.push()
    const clone: WireTill = { ...till, events: till.events, hashes: till.hashes }
    till.events.splice(1)
    till.hashes.splice(1)
    clone.commit('sale', wireSale({ dueMinor: 7700 }))
    clone.commit('sale', wireSale({ dueMinor: 8800 }))
    const { status, body } = await clone.push(clone.batch(2, 3))
    expect([status, body.error]).toEqual([409, 'fork'])
    expect([await countOf('journal_events'), await countOf('journal_forks'), await countOf('sales')]).toEqual([2, 2, 4])
    await clone.push(clone.batch(2, 3))
    expect([await countOf('journal_forks'), await countOf('sales')]).toEqual([2, 4])
    const marked = await hq.hq.db.selectFrom('tills').select('fork_seen_at_ms').where('till_id', '=', till.tillId).executeTakeFirstOrThrow()
    expect(marked.fork_seen_at_ms).toBe(hq.clock.nowMs())
  })

  test('that goes on from another past is a fork too', async () => {
    till.commit('sale', wireSale())
    await till.push()
    till.hashes[0] = new Uint8Array(32).fill(9)
    till.commit('sale', wireSale())
    expect((await till.push(till.batch(2, 2))).body.error).toBe('fork')
  })

  test('whose bytes, hash or signature were changed on the way is refused and leaves nothing', async () => {
    till.commit('sale', wireSale())
    till.commit('sale', wireSale({ dueMinor: 2000 }))
    const batch = till.batch()
    const changed = [
      { ...batch, events: [batch.events[0] ?? '', (batch.events[1] ?? '').replace('2000', '2001')] },
      { ...batch, events: [...batch.events].reverse() },
      { ...batch, events: batch.events.slice(0, 1) },
      { ...batch, lastHash: batch.lastHash.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) },
      { ...batch, previousHash: 'f'.repeat(64) },
      { ...batch, signature: `${batch.signature.startsWith('A') ? 'B' : 'A'}${batch.signature.slice(1)}` },
      { ...batch, firstSeq: 2 },
      { ...batch, epoch: 2 },
    ]
    for (const broken of changed) expect((await till.push(broken)).body.error).toBe('bad_signature')
    expect(await countOf('journal_events')).toBe(0)
  })

  test('in the name of another till is refused', async () => {
    const other = await enrolWireTill(hq)
    other.commit('sale', wireSale())
    expect(await till.push(other.batch())).toMatchObject({ status: 403, body: { error: 'wrong_till' } })
  })

  test('of a revoked till is taken: its sales are real', async () => {
    till.commit('sale', wireSale())
    await revokeTill(hq.hq, till.tillId)
    expect((await till.push()).status).toBe(200)
    expect(await till.call('GET', '/v1/feed?incarnation=1&position=0')).toMatchObject({ status: 403, body: { error: 'revoked' } })
    expect(await till.lease('l', 'm1001', 1)).toMatchObject({ status: 403, body: { error: 'revoked' } })
  })
})

describe('events as columns', () => {
  const packed = (batch: PushRequest): Record<string, unknown> => {
    const { events, ...rest } = batch
    return { ...rest, count: events.length, columns: packEvents(events) }
  }
  const headers = { 'content-type': PACKED_MEDIA_TYPE }
  const sendPacked = (body: unknown) => post<{ ack: { seq: number } }>(hq.url, '/v1/push', body, till.token, headers)

  test('are the very same batch: stored byte for byte under the same signature', async () => {
    for (let at = 0; at < 20; at++) till.commit('sale', wireSale({ dueMinor: 1000 + at }))
    const { status, body } = await sendPacked(packed(till.batch()))
    expect([status, body.ack.seq]).toEqual([200, 20])
    const rows = await hq.hq.db.selectFrom('journal_events').select(['seq', 'bytes']).where('till_id', '=', till.tillId).orderBy('seq').execute()
    expect(rows.map((row) => row.bytes.equals(till.events[row.seq - 1] ?? Buffer.alloc(0)))).toEqual(Array(20).fill(true))
    expect((await till.push()).body.ack.seq).toBe(20)
  })

  test('that were changed, or do not hold together, are refused and leave nothing', async () => {
    for (let at = 0; at < 20; at++) till.commit('sale', wireSale({ dueMinor: 1000 + at }))
    const good = packed(till.batch())
    const changed = JSON.parse(JSON.stringify(good).replace('"sale"', '"sole"')) as unknown
    expect((await sendPacked(changed)).body.error).toBe('bad_signature')
    for (const broken of [{ ...good, columns: null }, { ...good, count: 21 }, { ...good, count: 1e9 }, { ...good, columns: { shape: ['number', 0], numbers: [['c', 1, 4e9]], texts: [], ids: { times: 0, tails: '' } } }, [], null]) {
      expect((await sendPacked(broken)).body.error).toBe('bad_encoding')
    }
    expect(await countOf('journal_events')).toBe(0)
  })
})

describe('a body', () => {
  const send = (body: Uint8Array, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${hq.url}/v1/push`, { method: 'POST', body: new Uint8Array(body), headers: { authorization: `Bearer ${till.token}`, 'content-type': 'application/json', ...headers } })
  const named = async (response: Response): Promise<[number, string]> => [response.status, ((await response.json()) as { error: string }).error]

  test('that is not gzip, not whole or not JSON is refused by name', async () => {
    const whole = gzipSync('{"v":1}')
    const gzip = { 'content-encoding': 'gzip' }
    expect(await named(await send(Buffer.from('no gzip at all'), gzip))).toEqual([415, 'bad_encoding'])
    expect(await named(await send(whole.subarray(0, whole.length - 6), gzip))).toEqual([415, 'bad_encoding'])
    expect(await named(await send(gzipSync('{"v":'), gzip))).toEqual([415, 'bad_encoding'])
    expect(await named(await send(Buffer.from('{}'), { 'content-encoding': 'br' }))).toEqual([415, 'bad_encoding'])
    expect(await named(await send(Buffer.from('a=1'), { 'content-type': 'application/x-www-form-urlencoded' }))).toEqual([415, 'bad_encoding'])
  })

  test('that inflates beyond the limit is refused, however small it came', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024))
    expect(bomb.length).toBeLessThan(100_000)
    expect(await named(await send(bomb, { 'content-encoding': 'gzip' }))).toEqual([413, 'too_large'])
    expect(await named(await send(Buffer.alloc(9 * 1024 * 1024, 0x20)))).toEqual([413, 'too_large'])
  })

  test('that is nested too deep, or does not fit, names the problem', async () => {
    expect((await named(await send(gzipSync('['.repeat(4_000_000)), { 'content-encoding': 'gzip' })))[0]).toBe(415)
    const [status, error] = await named(await send(gzipSync(JSON.stringify({ ...till.batch(1, 0), events: [] })), { 'content-encoding': 'gzip' }))
    expect([status, error]).toEqual([400, 'bad_request'])
  })

  test('is not even read without a token', async () => {
    const response = await fetch(`${hq.url}/v1/push`, { method: 'POST', body: 'x', headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' } })
    expect(await named(response)).toEqual([401, 'unauthorized'])
  })
})

describe('one strange event', () => {
  const lastOutcome = async (): Promise<unknown> => (await till.push()).body.outcomes.at(-1)

  test('never holds an ack nor those behind it: its bytes wait for a person', async () => {
    till.commit('sale', wireSale())
    till.commit('what-a-newer-till-does', { anything: true })
    till.commit('sale', { ...wireSale(), entries: [{ asset: 'money', account: 'goods', delta: 1 }] })
    till.commit('sale', wireSale({ memberId: 'nobody-here', earnPoints: 3 }))
    till.commit('gap', { storedHash: 'a'.repeat(64), why: 'unreadable' })
    till.commit('sale', wireSale({ memberId: 'm1003', earnPoints: 7, newLotId: `last-${till.tillId}` }))
    const { status, body } = await till.push()
    expect(status).toBe(200)
    expect(body.ack.seq).toBe(6)
    expect(body.outcomes.map((outcome) => outcome.outcome)).toEqual(['applied', 'suspense', 'suspense', 'suspense', 'suspense', 'applied'])
    expect(body.outcomes.map((outcome) => outcome.detail ?? '')).toEqual(['', 'unknown kind what-a-newer-till-does', expect.stringContaining('sum to zero'), 'unknown member nobody-here', expect.stringContaining('no longer read'), ''])
    expect(await countOf('journal_events')).toBe(6)
  })

  test('whose numbers contradict each other is not booked', async () => {
    const good = wireSale({ memberId: 'm1003', earnPoints: 5, newLotId: `c-${till.tillId}` })
    till.commit('sale', { ...good, result: { ...good.result, earnPoints: 6 } })
    expect(await lastOutcome()).toMatchObject({ outcome: 'suspense', detail: 'entries give the member 5 points, the result 6' })
    till.commit('sale', { ...good, entries: good.entries.map((entry) => ({ ...entry, account: entry.account.replace('m1003', 'm1001') })) })
    expect(await lastOutcome()).toMatchObject({ outcome: 'suspense', detail: 'entries of member/m1001, who is not the member of the sale' })
  })

  test('that the database itself refuses waits, and the rest of the set goes in', async () => {
    // A date that the calendar does not have: only the database notices.
    till.commit('sale', wireSale({ dueMinor: 1111 }), undefined, '2026-02-31')
    till.commit('sale', wireSale({ dueMinor: 2222 }))
    const { body } = await till.push()
    expect(body.outcomes.map((outcome) => outcome.outcome)).toEqual(['suspense', 'applied'])
    expect(body.outcomes[0]?.detail).toContain('22008')
    const sums = await sql<{ due: number }>`SELECT sum(due_minor) AS due FROM sales WHERE till_id = ${till.tillId}`.execute(hq.hq.db)
    expect(sums.rows[0]?.due).toBe(2222)
  })

  test('by an id that is booked already counts once; with another content it waits', async () => {
    const saleId = till.commit('sale', wireSale())
    till.commit('sale', wireSale(), saleId)
    till.commit('sale', wireSale({ dueMinor: 5 }), saleId)
    expect((await till.push()).body.outcomes.map((outcome) => outcome.outcome)).toEqual(['applied', 'duplicate', 'suspense'])
    expect(await countOf('sales')).toBe(1)
  })
})

test('outcomes go on after those that the till has', async () => {
  for (let at = 0; at < 3; at++) till.commit('sale', wireSale())
  await till.push(till.batch(1, 2))
  const { body } = await post<{ outcomes: { seq: number }[] }>(hq.url, '/v1/push', { ...till.batch(3, 3), outcomesAfter: { epoch: 1, seq: 1 } }, till.token)
  expect(body.outcomes.map((outcome) => outcome.seq)).toEqual([2, 3])
})
