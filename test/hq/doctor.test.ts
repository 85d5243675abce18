import { tmpdir } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrations } from '../../src/hq/db/migrate.ts'
import { examine, unreachable } from '../../src/hq/doctor/doctor.ts'
import { startTestHq, type TestHq } from '../support/hq.ts'
import { enrolWireTill } from '../support/wire-till.ts'
import { wireSale } from '../support/wire-sale.ts'
import { systemClock } from '../../src/hq/clock.ts'

let hq: TestHq
beforeAll(async () => {
  hq = await startTestHq({ clock: systemClock })
})
afterAll(() => hq.close())

const DAY_MS = 86_400_000
const look = async (laterMs = 0) => new Map((await examine({ db: hq.hq.db, nowMs: systemClock.nowMs() + laterMs, folder: tmpdir() })).checks.map((check) => [check.check, check]))

test('a new HQ: all is right but that there is no backup', async () => {
  const diagnosis = await examine({ db: hq.hq.db, nowMs: systemClock.nowMs(), folder: tmpdir() })
  expect(diagnosis.checks.map(({ check }) => check)).toEqual(['database', 'schema', 'disk', 'clock', 'tills', 'till clocks', 'booking', 'suspense', 'differences', 'copies', 'backup'])
  expect(diagnosis.checks.filter(({ level, check }) => level !== 'ok' && check !== 'disk')).toMatchObject([{ check: 'backup', level: 'warn', todo: expect.stringContaining('tillpoint-hq backup FILE') as string }])
})

test('names what is wrong and what to do about it', async () => {
  const { db } = hq.hq
  const till = await enrolWireTill(hq, 's2')
  till.commit('strange', {})
  till.commit('sale', wireSale())
  await till.push()
  await db.insertInto('till_sightings').values({ till_id: till.tillId, seen_at_ms: systemClock.nowMs(), program_version: '1', queued_events: 2600, clock_offset_ms: 660_000 }).onConflict((conflict) => conflict.column('till_id').doUpdateSet({ queued_events: 2600, clock_offset_ms: 660_000, seen_at_ms: systemClock.nowMs() })).execute()
  await db.insertInto('replay_differences').values({ event_id: 'x', difference_no: 1, kind: 'inputs', path: 'a', stated: '1', computed: '2', found_at_ms: systemClock.nowMs() }).execute()
  await db.updateTable('tills').set({ fork_seen_at_ms: systemClock.nowMs() }).execute()
  const now = await look()
  for (const [check, says] of [['tills', /2600 events.*more than 2500 at s2\/1/], ['till clocks', /s2\/1 \(11 min\)/], ['suspense', /1 events wait/], ['differences', /2 events of the last week/], ['copies', /s2\/1/]] as const) expect(now.get(check), check).toMatchObject({ level: 'warn', says: expect.stringMatching(says) as string, todo: expect.any(String) as string })
  expect(now.get('booking')?.level).toBe('ok')
  await db.updateTable('apply_ends').set({ applied_seq: 0 }).execute()
  const later = await look(8 * DAY_MS)
  for (const check of ['tills', 'booking', 'clock', 'backup']) expect(later.get(check), check).toMatchObject({ level: 'bad' })
  await db.updateTable('apply_ends').set({ applied_seq: 2 }).execute()
})

test('the age of the newest backup counts', async () => {
  await hq.hq.db.insertInto('hq_events').values({ event_id: 'b1', kind: 'backup-made', at_ms: systemClock.nowMs(), person: 'x', body: '{}' }).execute()
  expect([(await look()).get('backup')?.level, (await look(8 * DAY_MS)).get('backup')?.level, (await look(36 * DAY_MS)).get('backup')?.level]).toEqual(['ok', 'warn', 'bad'])
})

test('an old schema, a newer one, no disk, no database', async () => {
  const { db } = hq.hq
  await db.deleteFrom('schema_migrations' as never).where('number' as never, '=', migrations.length as never).execute()
  expect((await look()).get('schema')).toMatchObject({ level: 'warn', todo: 'tillpoint-hq migrate' })
  await db.insertInto('schema_migrations' as never).values([{ number: migrations.length, name: 'x', applied_at_ms: 0 }, { number: migrations.length + 1, name: 'y', applied_at_ms: 0 }] as never).execute()
  expect((await look()).get('schema')).toMatchObject({ level: 'bad' })
  expect((await examine({ db, nowMs: 0, folder: '/nowhere' })).checks.find(({ check }) => check === 'disk')).toMatchObject({ level: 'bad', says: expect.stringContaining('ENOENT') as string })
  expect(unreachable(new Error('ECONNREFUSED'))).toMatchObject({ worst: 'bad', checks: [{ check: 'database', todo: expect.stringContaining('start it') as string }] })
})
