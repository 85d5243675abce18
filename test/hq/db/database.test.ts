import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inTransaction, isUnavailable, openDatabase, sqlState, type Database, type Tx } from '../../../src/hq/db/database.ts'
import { bulkInsert, bulkUpdate } from '../../../src/hq/db/bulk.ts'
import { makeDatabase } from '../../support/postgres.ts'

let db: Database
let databaseUrl: string
beforeAll(async () => {
  databaseUrl = await makeDatabase()
  db = openDatabase({ databaseUrl })
})
afterAll(() => db.destroy())

const fail = (tx: Tx, state: string): Promise<unknown> => sql.raw(`DO $$ BEGIN RAISE EXCEPTION 'asked for' USING ERRCODE = '${state}'; END $$`).execute(tx)

describe('a transaction', () => {
  test.each(['40001', '40P01'])('that the database asks to do again (%s) is done again from the start', async (state) => {
    let tries = 0
    const done = await inTransaction(db, async (tx) => {
      tries += 1
      await tx.insertInto('hq_events').values({ event_id: `retry-${state}`, kind: 'test', at_ms: tries, person: 'test', body: '{}' }).execute()
      if (tries < 3) await fail(tx, state)
      return tries
    })
    expect(done).toBe(3)
    expect(await db.selectFrom('hq_events').select('at_ms').where('event_id', '=', `retry-${state}`).execute()).toEqual([{ at_ms: 3 }])
  })

  test('that fails for another reason is undone and told', async () => {
    let tries = 0
    const failed = inTransaction(db, async (tx) => {
      tries += 1
      await tx.insertInto('hq_events').values({ event_id: 'undone', kind: 'test', at_ms: 1, person: 'test', body: '{}' }).execute()
      await fail(tx, '23505')
    })
    await expect(failed).rejects.toSatisfy((cause) => sqlState(cause) === '23505')
    expect(tries).toBe(1)
    expect(await db.selectFrom('hq_events').selectAll().where('event_id', '=', 'undone').execute()).toEqual([])
  })

  test('that is asked again without end gives up', async () => {
    let tries = 0
    const failed = inTransaction(db, (tx) => {
      tries += 1
      return fail(tx, '40001')
    })
    await expect(failed).rejects.toSatisfy((cause) => sqlState(cause) === '40001')
    expect(tries).toBe(8)
  }, 30_000)
})

describe('what is read', () => {
  test('64-bit numbers are numbers, sums of them too; one beyond 2^53 is refused, never rounded', async () => {
    const { rows } = await sql`SELECT 9007199254740991::bigint AS most, sum(x) AS total, ARRAY[1, 2]::bigint[] AS list FROM (VALUES (1::bigint), (2::bigint)) AS v(x)`.execute(db)
    expect(rows).toEqual([{ most: 9_007_199_254_740_991, total: 3, list: [1, 2] }])
    await expect(sql`SELECT 9007199254740993::bigint AS more`.execute(db)).rejects.toThrow('9007199254740993')
  })
  test('a date is the date that was written', async () => {
    expect((await sql`SELECT '2026-11-20'::date AS day`.execute(db)).rows).toEqual([{ day: '2026-11-20' }])
  })
})

test('many rows go in and change by one statement each, whatever they hold', async () => {
  const columns = { event_id: 'text', kind: 'text', at_ms: 'bigint', person: 'text', body: 'jsonb' } as const
  const strange = `it's "quoted" \\ 陈 ${'x'.repeat(5000)}`
  const rows = Array.from({ length: 300 }, (_, at) => ({ event_id: `bulk-${at}`, kind: 'test', at_ms: at, person: strange, body: { at } }))
  await bulkInsert(db, 'hq_events', columns, rows)
  await bulkUpdate(db, 'hq_events', ['event_id'], { event_id: 'text', at_ms: 'bigint' }, rows.map((row) => ({ event_id: row.event_id, at_ms: row.at_ms * 2 })))
  const found = await db.selectFrom('hq_events').select(['at_ms', 'person', 'body']).where('event_id', '=', 'bulk-299').executeTakeFirstOrThrow()
  expect(found).toEqual({ at_ms: 598, person: strange, body: { at: 299 } })
  await bulkInsert(db, 'hq_events', columns, [])
})

test.each([
  [{ code: 'ECONNREFUSED' }, true],
  [{ code: '57P01' }, true],
  [{ code: '53100' }, true],
  [{ code: '25006' }, true],
  [{ code: '08006' }, true],
  [new Error('Connection terminated unexpectedly'), true],
  [{ code: '23505' }, false],
  [{ code: '22008' }, false],
  [new TypeError('x is undefined'), false],
])('%o: is it the database that is away?', (cause, away) => expect(isUnavailable(cause)).toBe(away))

test('a pool whose server ends a connection goes on with another', async () => {
  const told: Error[] = []
  const own = openDatabase({ databaseUrl, connectionsMax: 1, onConnectionLost: (cause) => told.push(cause) })
  const { rows } = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(own)
  await sql`SELECT pg_terminate_backend(${rows[0]?.pid})`.execute(db)
  // Until the pool has noticed, every failure is one after which asking again is safe.
  const causes: unknown[] = []
  const ask = (): Promise<unknown[] | null> => sql`SELECT 1 AS one`.execute(own).then((answer) => answer.rows, (cause: unknown) => (causes.push(cause), null))
  let rowsAgain = await ask()
  while (rowsAgain === null) rowsAgain = await ask()
  expect(rowsAgain).toEqual([{ one: 1 }])
  expect(causes.filter((cause) => !isUnavailable(cause))).toEqual([])
  expect(told.length).toBeGreaterThan(0)
  await own.destroy()
})
