import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { resolveSuspense } from '../../src/hq/apply/resolve.ts'
import { readSuspense } from '../../src/hq/console/lists.ts'
import { startTestHq, type TestHq } from '../support/hq.ts'
import { enrolWireTill, type WireTill } from '../support/wire-till.ts'
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

const place = (seq: number, hash: string | null = null) => ({ tillId: till.tillId, epoch: 1, seq, hash })
const waiting = async (): Promise<number[]> => (await readSuspense(hq.hq.db)).events.filter((event) => event.tillId === till.tillId).map((event) => event.seq)
const salesOf = async (): Promise<string[]> => (await hq.hq.db.selectFrom('sales').select('sale_id').where('till_id', '=', till.tillId).execute()).map((row) => row.sale_id)

/** Her card comes with HQ's next import. */
async function becomesKnown(memberId: string): Promise<void> {
  const { rows: [known] } = { rows: await hq.hq.db.selectFrom('members').selectAll().where('member_id', '=', 'm1001').execute() }
  if (known === undefined) throw new Error('no sample')
  const { balance_points: _computed, ...row } = known
  await hq.hq.db.insertInto('members').values({ ...row, member_id: memberId, free_points: 0, lent_points: 0, unconfirmed_points: 0, debt_points: 0, phone_indexes: [], phone_tail_indexes: [] }).execute()
}

test('a person has it booked when it fits, by an event of its own; the till hears of it; deciding twice changes nothing', async () => {
  const memberId = `late-${till.tillId}`
  const saleId = till.commit('sale', wireSale({ memberId, earnPoints: 10 }))
  till.commit('sale', wireSale())
  expect((await till.push()).body.outcomes.map(({ outcome }) => outcome)).toEqual(['suspense', 'applied'])
  expect(await waiting()).toEqual([1])
  expect(await resolveSuspense(hq.hq, place(1), { kind: 'retry' }, 'Li')).toMatchObject({ kind: 'still', detail: `unknown member ${memberId}` })
  expect(await waiting()).toEqual([1])
  await becomesKnown(memberId)
  const resolved = await resolveSuspense(hq.hq, place(1), { kind: 'retry' }, 'Li')
  expect(resolved).toMatchObject({ kind: 'resolved', outcome: 'applied' })
  expect(await salesOf()).toContain(saleId)
  expect(await hq.hq.db.selectFrom('members').select('balance_points').where('member_id', '=', memberId).executeTakeFirst()).toEqual({ balance_points: 10 })
  expect(await waiting()).toEqual([])
  if (resolved.kind !== 'resolved') throw new Error('not resolved')
  expect(await hq.hq.db.selectFrom('hq_events').select(['kind', 'person', 'body']).where('event_id', '=', resolved.eventId).executeTakeFirst()).toMatchObject({ kind: 'suspense-resolved', person: 'Li', body: { tillId: till.tillId, seq: 1, decision: 'retry', outcome: 'applied' } })
  expect(await resolveSuspense(hq.hq, place(1), { kind: 'retry' }, 'Li')).toEqual({ kind: 'not_waiting' })
  // The till had been told `suspense` long ago.
  const page = await till.feed(0, { outcomesEpoch: 1, outcomesSeq: 2 })
  expect(page.outcomes).toEqual([{ epoch: 1, seq: 1, outcome: 'applied' }])
})

test('what is never to be booked is closed with a note, and stands in no list any more', async () => {
  till.commit('sale', { nonsense: true })
  await till.push()
  expect(await resolveSuspense(hq.hq, place(1), { kind: 'close', note: 'counted by hand' }, 'Li')).toMatchObject({ kind: 'resolved', outcome: 'suspense' })
  expect(await waiting()).toEqual([])
  expect(await salesOf()).toEqual([])
  expect((await till.feed(0, { outcomesEpoch: 1, outcomesSeq: 1 })).outcomes).toMatchObject([{ seq: 1, outcome: 'suspense', detail: 'closed: counted by hand' }])
})

test('an event of another branch that cannot be booked waits with its hash, and is decided like any other', async () => {
  till.commit('sale', wireSale())
  till.commit('sale', wireSale())
  await till.push()
  till.events.splice(1)
  till.hashes.splice(1)
  till.commit('sale', { nonsense: true })
  expect((await till.push(till.batch(2, 2))).body.error).toBe('fork')
  const [event] = (await readSuspense(hq.hq.db)).events.filter((each) => each.tillId === till.tillId)
  expect(event).toMatchObject({ epoch: 1, seq: 2, hash: Buffer.from(till.hashes[1] ?? []).toString('hex') })
  expect(await resolveSuspense(hq.hq, place(2), { kind: 'close', note: 'no such place' }, 'Li')).toEqual({ kind: 'not_waiting' })
  expect(await resolveSuspense(hq.hq, place(2, event?.hash ?? ''), { kind: 'close', note: 'a copy' }, 'Li')).toMatchObject({ kind: 'resolved' })
  expect(await waiting()).toEqual([])
})
