import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DatabaseFromTheFuture, migrate, migrations } from '../../../src/hq/db/migrate.ts'
import { makeDatabase } from '../../support/postgres.ts'

let client: pg.Client
let databaseUrl: string
beforeEach(async () => {
  databaseUrl = await makeDatabase('empty')
  client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
})
afterEach(() => client.end())

const run = (text: string): Promise<pg.QueryResult> => client.query(text)
const state = (text: string): Promise<string> => run(text).then(() => 'done', (cause: unknown) => (cause as { code: string }).code)
const CHECK = '23514'
const UNIQUE = '23505'
const NEVER_CHANGED = '23001'

test('steps are numbered from 1 without a hole', () => {
  expect(migrations.map((step) => step.number)).toEqual(migrations.map((_, index) => index + 1))
})

test('all steps run once, a repeat does nothing', async () => {
  expect(await migrate(client, 5)).toEqual(migrations.map((step) => step.number))
  expect(await migrate(client, 6)).toEqual([])
  const rows = await run('SELECT number, applied_at_ms::integer AS at FROM schema_migrations ORDER BY number')
  expect(rows.rows).toEqual(migrations.map((step) => ({ number: step.number, at: 5 })))
})

test('two processes that start at once do each step once', async () => {
  const second = new pg.Client({ connectionString: databaseUrl })
  await second.connect()
  const done = await Promise.all([migrate(client, 1), migrate(second, 1)])
  await second.end()
  expect(done.flat().sort((a, b) => a - b)).toEqual(migrations.map((step) => step.number))
})

test('a step that fails leaves nothing of itself or its companions', async () => {
  await run('CREATE TABLE journal_ends (taken integer)')
  await expect(migrate(client, 1)).rejects.toThrow('journal_ends')
  expect(await state('SELECT 1 FROM hq_identity')).toBe('42P01')
})

test('a database of a newer program is refused and left alone', async () => {
  await migrate(client, 1)
  await run("INSERT INTO schema_migrations VALUES (999, 'later', 1)")
  await expect(migrate(client, 1)).rejects.toThrow(DatabaseFromTheFuture)
})

const till = `INSERT INTO regions VALUES ('east', '\\x00', 1);
  INSERT INTO stores VALUES ('s1', 'east', '{}', 'UTC', '', '', 1);
  INSERT INTO tills VALUES ('t1', 's1', 1, decode(repeat('01', 32), 'hex'), decode(repeat('02', 32), 'hex'), 'm', 1, NULL, NULL)`
const member = `INSERT INTO members (member_id, region, store_id, status, phone_indexes, phone_tail_indexes, name_keys, joined, purchases, segments, qualifying,
  free_points, lent_points, unconfirmed_points, debt_points, earned_today_points, earned_month_points, carry, stored_principal_minor, stored_bonus_minor, stamp, changed_at_ms)
  VALUES ('m1', 'east', 's1', 'active', '{}', '{}', '{}', '2026-01-01', 0, '{}', 0, 100, 20, 5, 7, 0, 0, '0', 0, 0, 1, 1)`

describe('step', () => {
  test('1: HQ is one, a till number is one a store, keys have their length', async () => {
    await migrate(client, 1, 1)
    await run(till)
    const identity = (slot: number): string => `INSERT INTO hq_identity VALUES (${slot}, 1, decode(repeat('01', 32), 'hex'), '\\x00', '\\x00', 1)`
    expect(await state(identity(1))).toBe('done')
    expect(await state(identity(2))).toBe(CHECK)
    expect(await state("INSERT INTO tills VALUES ('t2', 's1', 1, decode(repeat('03', 32), 'hex'), decode(repeat('02', 32), 'hex'), 'm', 1, NULL, NULL)")).toBe(UNIQUE)
    expect(await state("INSERT INTO tills VALUES ('t2', 's1', 2, '\\x03', decode(repeat('02', 32), 'hex'), 'm', 1, NULL, NULL)")).toBe(CHECK)
  })

  test('2: stored events are never changed, one a place', async () => {
    await migrate(client, 1, 2)
    await run(till)
    const event = "INSERT INTO journal_events VALUES ('t1', 1, 1, '\\x7b7d', decode(repeat('01', 32), 'hex'), 1)"
    expect(await state(event)).toBe('done')
    expect(await state(event)).toBe(UNIQUE)
    expect(await state("UPDATE journal_events SET bytes = '\\x00'")).toBe(NEVER_CHANGED)
    expect(await state('DELETE FROM journal_events')).toBe(NEVER_CHANGED)
    expect(await state("INSERT INTO event_outcomes VALUES ('t1', 1, 1, 'perhaps', NULL, 1)")).toBe(CHECK)
  })

  test('3: a balance is its terms, none of them below zero', async () => {
    await migrate(client, 1, 3)
    await run(till)
    await run(member)
    expect((await run('SELECT balance_points::integer AS points FROM members')).rows).toEqual([{ points: 118 }])
    for (const term of ['free', 'lent', 'unconfirmed', 'debt']) expect(await state(`UPDATE members SET ${term}_points = -1`)).toBe(CHECK)
    expect(await state("INSERT INTO lots VALUES ('m1', 'l', 10, 11, 1, NULL, NULL, false, NULL, NULL, NULL)")).toBe(CHECK)
    expect(await state("INSERT INTO lots VALUES ('m1', 'l', 10, 5, 1, NULL, NULL, false, 't1', 1, 1)")).toBe(CHECK)
    expect(await state("INSERT INTO leases VALUES ('l', 't1', 1, 'm1', 5, 5, 'lent', 1, 2)")).toBe(CHECK)
  })

  test('4: entries that do not sum to zero are refused, whatever they are part of', async () => {
    await migrate(client, 1, 4)
    expect(await state("INSERT INTO entries VALUES ('e1', 1, 'money', 'goods', -5), ('e1', 2, 'money', 'tender/cash', 5)")).toBe('done')
    expect(await state("INSERT INTO entries VALUES ('e2', 1, 'money', 'goods', -5), ('e2', 2, 'points', 'member/m1', 5)")).toBe(CHECK)
    expect(await state("INSERT INTO entries VALUES ('e2', 1, 'money', 'goods', -5), ('e3', 1, 'money', 'goods', 5)")).toBe(CHECK)
    for (const table of ['entries', 'lot_movements', 'sales', 'tenders']) expect(await state(`DELETE FROM ${table}`), table).toBe(table === 'entries' ? NEVER_CHANGED : 'done')
  })

  test('5: one programme is current, a barcode names one product', async () => {
    await migrate(client, 1, 5)
    const programme = (version: number): string => `INSERT INTO programmes VALUES (${version}, lpad('${version}', 64, '0'), '{}', true, 1, 'me', 1)`
    expect(await state(programme(1))).toBe('done')
    expect(await state(programme(2))).toBe(UNIQUE)
    for (const sku of ['A', 'B']) await run(`INSERT INTO products VALUES ('${sku}', '{}', '', 'piece', 'c', 1, NULL, NULL, NULL, 1)`)
    expect(await state("INSERT INTO barcodes VALUES ('1', 'A')")).toBe('done')
    expect(await state("INSERT INTO barcodes VALUES ('1', 'B')")).toBe(UNIQUE)
  })

  test('6: the feed begins at 0, a position is given once', async () => {
    await migrate(client, 1, 6)
    expect((await run('SELECT position::integer AS position FROM feed_head')).rows).toEqual([{ position: 0 }])
    const change = (line: number): string => `INSERT INTO feed_changes VALUES ('00000000-0000-7000-8000-000000000000', ${line}, 1, 1, 'store', 's1', NULL, '{}', NULL, NULL, NULL, 1)`
    expect(await state(change(0))).toBe('done')
    expect(await state(change(1))).toBe(UNIQUE)
  })

  test('7: tries do not go below none', async () => {
    await migrate(client, 1, 7)
    expect(await state("INSERT INTO console_passwords VALUES ('h', 1, 2, NULL, 0)")).toBe('done')
    expect(await state('UPDATE console_passwords SET tries_left = tries_left - 1')).toBe(CHECK)
  })

  test('8: a return refunds nothing negative and stays as it is', async () => {
    await migrate(client, 1, 8)
    await run(till)
    await run(`INSERT INTO sales VALUES ('a', 't1', 1, 1, 's1', 'c', NULL, 1, 'R1-1-00000000', 1, 1, '2026-01-01', 1, 'h', '1', NULL, 1, 0, 1, 1, 0, 0, 0, '{}', 1)`)
    const back = (id: string, refundMinor: number): string => `INSERT INTO returns VALUES ('${id}', 't1', 1, ${refundMinor + 5}, 's1', 'c', 'a', NULL, 'R1-2-00000000', 'defect', 1, 1, '2026-01-01', ${refundMinor}, 0, 0, true, 1)`
    expect(await state(back('r', -1))).toBe(CHECK)
    expect(await state(back('r', 1))).toBe('done')
    expect(await state('DELETE FROM returns')).toBe(NEVER_CHANGED)
  })

  test('9: a coupon has no uses below none, and stored value is lent to one sale at a time', async () => {
    await migrate(client, 1, 9)
    await run(till)
    await run(member)
    expect(await state("INSERT INTO coupons VALUES ('CP1', 'k', 'm1', 1, NULL, 'e', 1)")).toBe('done')
    expect(await state('UPDATE coupons SET uses_left = uses_left - 2')).toBe(CHECK)
    const lent = (sale: string): string => `INSERT INTO value_leases VALUES ('${sale}', 'm1', 't1', 1, 0, 'lent', 1)`
    expect(await state(lent('a'))).toBe('done')
    expect(await state(lent('b'))).toBe(UNIQUE)
    await run("UPDATE value_leases SET state = 'spent'")
    expect(await state(lent('b'))).toBe('done')
  })
})
