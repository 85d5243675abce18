import { statfs } from 'node:fs/promises'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { migrations } from '../db/migrate.ts'

export type Level = 'ok' | 'warn' | 'bad'
/** `todo`: what a person does about it; null where nothing has to be done. */
export type Check = { readonly check: string; readonly level: Level; readonly says: string; readonly todo: string | null }
export type DoctorContext = {
  readonly db: Database
  readonly nowMs: number
  /** The folder of HQ's database or key: its disk is what runs full. */
  readonly folder: string
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const GIB = 1024 ** 3
/** Tills keep what they sent for 35 days: of an older backup not everything could be sent again. */
export const RETENTION_DAYS = 35
const BACKUP_WARN_DAYS = 7
const DISK_WARN_BYTES = 5 * GIB
const DISK_BAD_BYTES = GIB
const CLOCK_WARN_MS = 2_000
const CLOCK_BAD_MS = 60_000
const TILL_CLOCK_WARN_MS = 5 * 60_000
const UNSEEN_WARN_MS = DAY_MS
const UNSEEN_BAD_MS = 7 * DAY_MS
const QUEUE_WARN = 2_500

const ok = (check: string, says: string): Check => ({ check, level: 'ok', says, todo: null })
const wrong = (check: string, level: 'warn' | 'bad', says: string, todo: string): Check => ({ check, level, says, todo })

/** All checks over a database that answers, in the order in which they are told. */
export const checks: readonly ((context: DoctorContext) => Promise<Check>)[] = [schema, disk, clock, tills, tillClocks, pending, suspense, differences, forks, backups]

async function schema({ db }: DoctorContext): Promise<Check> {
  const { rows } = await sql<{ number: number | null }>`SELECT max(number) AS number FROM schema_migrations`.execute(db)
  const found = rows[0]?.number ?? 0
  if (found === migrations.length) return ok('schema', `the database is at schema ${found}, as this program is`)
  if (found > migrations.length) return wrong('schema', 'bad', `the database is at schema ${found}, this program knows ${migrations.length}`, 'start the newer program; this one must not touch it')
  return wrong('schema', 'warn', `the database is at schema ${found}, this program at ${migrations.length}`, 'tillpoint-hq migrate')
}

async function disk({ folder }: DoctorContext): Promise<Check> {
  const { bavail, bsize } = await statfs(folder)
  const freeBytes = bavail * bsize
  const says = `${Math.floor(freeBytes / (GIB / 10)) / 10} GiB are free on the disk of ${folder}`
  if (freeBytes < DISK_BAD_BYTES) return wrong('disk', 'bad', says, 'make room now: a full disk stops HQ; tills keep their sales meanwhile')
  return freeBytes < DISK_WARN_BYTES ? wrong('disk', 'warn', says, 'make room, or move the data folder to a larger disk') : ok('disk', says)
}

async function clock({ db, nowMs }: DoctorContext): Promise<Check> {
  const { rows } = await sql<{ at_ms: number }>`SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS at_ms`.execute(db)
  const offMs = Math.abs((rows[0]?.at_ms ?? nowMs) - nowMs)
  if (offMs >= CLOCK_WARN_MS) return wrong('clock', offMs >= CLOCK_BAD_MS ? 'bad' : 'warn', `this machine and the database are ${Math.round(offMs / 1000)} s apart`, 'set both clocks by the network (NTP): tills take the time from HQ')
  return ok('clock', 'this machine and the database agree about the time')
}

async function tills({ db, nowMs }: DoctorContext): Promise<Check> {
  const rows = await db.selectFrom('tills as t').leftJoin('till_sightings as s', 's.till_id', 't.till_id').select(['t.till_id', 't.store_id', 't.till_number', 's.seen_at_ms', 's.queued_events']).where('t.revoked_at_ms', 'is', null).orderBy('t.store_id').orderBy('t.till_number').execute()
  const nameOf = (row: (typeof rows)[number]): string => `${row.store_id}/${row.till_number}`
  const unseen = rows.filter((row) => nowMs - (row.seen_at_ms ?? 0) > UNSEEN_WARN_MS)
  const waiting = rows.filter((row) => (row.queued_events ?? 0) > 0)
  const queued = waiting.reduce((sum, row) => sum + (row.queued_events ?? 0), 0)
  const says = `${rows.length} tills; ${queued} events waited at them when they were last heard of`
  if (unseen.length > 0) {
    const isLong = unseen.some((row) => nowMs - (row.seen_at_ms ?? 0) > UNSEEN_BAD_MS && (row.queued_events ?? 0) > 0)
    return wrong('tills', isLong ? 'bad' : 'warn', `${says}; not heard of for a day: ${unseen.map(nameOf).join(', ')}`, 'see to their network, or fetch their sales by file (import-journal); a till that is gone: tillpoint-hq revoke TILL')
  }
  const long = waiting.filter((row) => (row.queued_events ?? 0) > QUEUE_WARN)
  return long.length > 0 ? wrong('tills', 'warn', `${says}; more than ${QUEUE_WARN} at ${long.map(nameOf).join(', ')}`, 'look at their network: a queue of that length empties within a minute') : ok('tills', says)
}

async function tillClocks({ db }: DoctorContext): Promise<Check> {
  const rows = await db.selectFrom('till_sightings as s').innerJoin('tills as t', 't.till_id', 's.till_id').select(['t.store_id', 't.till_number', 's.clock_offset_ms']).where('t.revoked_at_ms', 'is', null).where('s.clock_offset_ms', 'is not', null).orderBy('t.store_id').orderBy('t.till_number').execute()
  const off = rows.filter((row) => Math.abs(row.clock_offset_ms ?? 0) > TILL_CLOCK_WARN_MS)
  if (off.length === 0) return ok('till clocks', 'the tills’ clocks are right')
  return wrong('till clocks', 'warn', `wrong by more than five minutes: ${off.map((row) => `${row.store_id}/${row.till_number} (${Math.round((row.clock_offset_ms ?? 0) / 60_000)} min)`).join(', ')}`, 'set these clocks; nothing is lost meanwhile, tills go by HQ’s time')
}

async function pending({ db, nowMs }: DoctorContext): Promise<Check> {
  const { rows } = await sql<{ count: number; since_ms: number | null }>`
    SELECT count(*) AS count, min(e.stored_at_ms) AS since_ms FROM journal_events e JOIN apply_ends a USING (till_id, epoch) WHERE e.seq > a.applied_seq`.execute(db)
  const { count = 0, since_ms: sinceMs = null } = rows[0] ?? {}
  const says = `${count} stored events are not booked yet`
  if (count === 0 || sinceMs === null || nowMs - sinceMs < HOUR_MS) return ok('booking', says)
  return wrong('booking', 'bad', `${says}, the oldest for ${Math.floor((nowMs - sinceMs) / HOUR_MS)} hours`, 'start tillpoint-hq serve: it books what waits; if it runs, look at what it writes on standard error')
}

async function suspense({ db }: DoctorContext): Promise<Check> {
  const { rows } = await sql<{ count: number }>`
    SELECT (SELECT count(*) FROM event_outcomes WHERE outcome = 'suspense' AND resolved_by IS NULL) + (SELECT count(*) FROM branch_outcomes WHERE outcome = 'suspense' AND resolved_by IS NULL) AS count`.execute(db)
  const count = rows[0]?.count ?? 0
  return count === 0 ? ok('suspense', 'no event waits for a person') : wrong('suspense', 'warn', `${count} events wait for a person`, 'decide about each on the console’s page “Differences”, or by tillpoint-hq suspense')
}

async function differences({ db, nowMs }: DoctorContext): Promise<Check> {
  const { rows } = await sql<{ count: number; newer: number }>`SELECT count(DISTINCT event_id) AS count, count(DISTINCT event_id) FILTER (WHERE found_at_ms > ${nowMs - BACKUP_WARN_DAYS * DAY_MS}) AS newer FROM replay_differences`.execute(db)
  const { count = 0, newer = 0 } = rows[0] ?? {}
  return newer === 0 ? ok('differences', `${count} events differed from HQ’s own reckoning, none in the last week`) : wrong('differences', 'warn', `${newer} events of the last week differ from HQ’s own reckoning`, 'look at them on the console’s page “Differences”')
}

async function forks({ db }: DoctorContext): Promise<Check> {
  const rows = await db.selectFrom('tills').select(['store_id', 'till_number']).where('fork_seen_at_ms', 'is not', null).where('revoked_at_ms', 'is', null).execute()
  if (rows.length === 0) return ok('copies', 'no till was copied')
  return wrong('copies', 'warn', `the files of ${rows.map((row) => `${row.store_id}/${row.till_number}`).join(', ')} were used on two machines`, 'find the second machine and enrol it as a till of its own; its sales are kept')
}

async function backups({ db, nowMs }: DoctorContext): Promise<Check> {
  const todo = `tillpoint-hq backup FILE, daily, onto another disk; tills can send again the last ${RETENTION_DAYS} days only`
  const newest = await db.selectFrom('hq_events').select((e) => e.fn.max<number | null>('at_ms').as('at_ms')).where('kind', '=', 'backup-made').executeTakeFirst()
  const newestAtMs = newest?.at_ms ?? null
  if (newestAtMs === null) {
    const first = await db.selectFrom('journal_events').select((e) => e.fn.min<number | null>('stored_at_ms').as('at_ms')).executeTakeFirst()
    const isLate = nowMs - (first?.at_ms ?? nowMs) > BACKUP_WARN_DAYS * DAY_MS
    return wrong('backup', isLate ? 'bad' : 'warn', 'there is no backup', todo)
  }
  const days = Math.floor((nowMs - newestAtMs) / DAY_MS)
  const says = `the newest backup is ${days} days old`
  if (days >= BACKUP_WARN_DAYS) return wrong('backup', days >= RETENTION_DAYS ? 'bad' : 'warn', says, todo)
  return ok('backup', says)
}
