import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { inTransaction, openDatabase } from '../db/database.ts'
import { migrate, migrations } from '../db/migrate.ts'
import { raiseIncarnation } from '../incarnation.ts'
import { eraseMember } from '../registry/erase.ts'
import type { Seeder } from '../seed.ts'
import { BackupRefused, checkBackup, readBackup, type BackupHeader, type BackupPart, type BackupTable } from './backup-file.ts'
import { columnsText, tablesOf } from './tables.ts'

export type RestoreOptions = {
  readonly databaseUrl: string
  readonly file: string
  /** Put it in the place of what is there. */
  readonly force: boolean
  /** Members who must not come back. */
  readonly erased: readonly string[]
}
export type Restored =
  | { readonly kind: 'restored'; readonly madeAtMs: number; readonly rows: number; readonly incarnation: number; readonly erasedAgain: number }
  /** There is an HQ in this database already. */
  | { readonly kind: 'not_empty' }
  /** Processes of HQ are connected to it. */
  | { readonly kind: 'in_use'; readonly connections: number }

/** Where it is built before it takes the place of what is there: if anything fails, nothing has changed. */
const BUILDING = 'tillpoint_restoring'

/**
 * Puts HQ back as a backup has it, under a new incarnation: tills then send again what came after it. The file is read
 * to its end first; the tables are built beside those that are there, and change places with them in one transaction.
 * @throws BackupRefused: nothing was changed
 */
export async function restoreBackup(hq: Omit<Seeder, 'db'>, { databaseUrl, file, force, erased }: RestoreOptions): Promise<Restored> {
  const header = await checkBackup(file, hq.master)
  if (header.schema > migrations.length) throw new BackupRefused('newer_backup', `its schema is ${header.schema}, this program knows ${migrations.length}: use the newer program`)
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'tillpoint-hq restore' })
  await client.connect()
  try {
    const connections = await otherConnections(client)
    if (connections > 0) return { kind: 'in_use', connections }
    const isThere = await hasHq(client)
    if (isThere && !force) return { kind: 'not_empty' }
    const gone = new Set([...erased, ...(isThere ? await erasedNow(client) : [])])
    await client.query(`DROP SCHEMA IF EXISTS ${BUILDING} CASCADE; CREATE SCHEMA ${BUILDING}; SET search_path = ${BUILDING}`)
    const rows = await build(client, hq, file, header)
    const { incarnation, erasedAgain } = await begin(hq, databaseUrl, [...gone], header)
    await changePlaces(client)
    return { kind: 'restored', madeAtMs: header.madeAtMs, rows, incarnation, erasedAgain }
  } finally {
    await client.query(`DROP SCHEMA IF EXISTS ${BUILDING} CASCADE`).catch(() => undefined)
    await client.end()
  }
}

async function otherConnections(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ count: string }>(`SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'tillpoint-hq'`)
  return Number(rows[0]?.count ?? 0)
}

async function hasHq(client: pg.ClientBase): Promise<boolean> {
  const found = await client.query<{ name: string | null }>(`SELECT to_regclass('public.hq_identity') AS name`)
  if (found.rows[0]?.name === null) return false
  return (await client.query('SELECT 1 FROM public.hq_identity UNION ALL SELECT 1 FROM public.stores')).rowCount !== 0
}

/** The database that is put away may know of erasures that the backup does not. */
async function erasedNow(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ member_id: string }>(`SELECT member_id FROM public.members WHERE box IS NULL AND status = 'closed'`)
  return rows.map((row) => row.member_id)
}

/** All tables with their rows, then the newest schema. @returns how many rows */
async function build(client: pg.Client, hq: Pick<Seeder, 'clock' | 'master'>, file: string, header: BackupHeader): Promise<number> {
  await migrate(client, hq.clock.nowMs(), header.schema)
  const known = await tablesOf(client, BUILDING)
  await client.query('BEGIN')
  // Rows that migrations put in come from the backup, too.
  await client.query(`TRUNCATE ${known.map(({ table }) => `"${table}"`).join(', ')} CASCADE`)
  const parts = readBackup(file, hq.master)
  const counts: Record<string, number> = {}
  for (;;) {
    const next = await parts.next()
    if (next.done === true) break
    const part = next.value
    if (part.kind === 'table') counts[part.table.table] = await fill(client, part.table, parts, known)
    if (part.kind === 'end') checkCounts(counts, part.rows)
  }
  await client.query('COMMIT')
  await migrate(client, hq.clock.nowMs())
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

/** One table's rows. @returns how many went in */
async function fill(client: pg.Client, { table, columns }: BackupTable, parts: AsyncGenerator<BackupPart>, known: readonly BackupTable[]): Promise<number> {
  const own = known.find((one) => one.table === table)
  if (!own || columns.some((column) => !own.columns.includes(column))) throw new BackupRefused('newer_backup', `it has a table or column of ${table} that this program does not know`)
  const stream = client.query(copyFrom(`COPY "${table}" (${columnsText(columns)}) FROM STDIN`))
  await pipeline(Readable.from(rowsOf(parts)), stream)
  return stream.rowCount
}

const CHUNK_BYTES = 64 * 1024
const END = Buffer.from('\n')

async function* rowsOf(parts: AsyncGenerator<BackupPart>): AsyncGenerator<Buffer> {
  let chunk: Buffer[] = []
  let bytes = 0
  for (;;) {
    const next = await parts.next()
    if (next.done === true || next.value.kind !== 'row') break
    chunk.push(next.value.line, END)
    bytes += next.value.line.length + 1
    if (bytes < CHUNK_BYTES) continue
    yield Buffer.concat(chunk)
    chunk = []
    bytes = 0
  }
  if (chunk.length > 0) yield Buffer.concat(chunk)
}

function checkCounts(counts: Readonly<Record<string, number>>, stated: Readonly<Record<string, number>>): void {
  for (const [table, count] of Object.entries(stated)) if (counts[table] !== count) throw new BackupRefused('backup_edited', `${table} has ${counts[table] ?? 0} rows, ${count} were backed up`)
}

/** What is different from the backup: the incarnation, and who was erased since. */
async function begin(hq: Omit<Seeder, 'db'>, databaseUrl: string, erased: readonly string[], header: BackupHeader): Promise<{ readonly incarnation: number; readonly erasedAgain: number }> {
  const url = new URL(databaseUrl)
  url.searchParams.set('options', `-c search_path=${BUILDING}`)
  const db = openDatabase({ databaseUrl: url.href, connectionsMax: 1 })
  try {
    const nowMs = hq.clock.nowMs()
    const incarnation = await inTransaction(db, async (tx) => {
      await tx.insertInto('hq_events').values({ event_id: hq.ids.uuid(), kind: 'restored', at_ms: nowMs, person: 'tillpoint-hq restore', body: JSON.stringify({ madeAtMs: header.madeAtMs, incarnation: header.incarnation }) }).execute()
      return raiseIncarnation(tx, { cause: 'restore', nowMs })
    })
    let erasedAgain = 0
    for (const memberId of erased) {
      const row = await db.selectFrom('members').select('box').where('member_id', '=', memberId).executeTakeFirst()
      if (row && row.box !== null && (await eraseMember({ ...hq, db }, memberId, 'tillpoint-hq restore'))) erasedAgain += 1
    }
    return { incarnation, erasedAgain }
  } finally {
    await db.destroy()
  }
}

async function changePlaces(client: pg.ClientBase): Promise<void> {
  await client.query('BEGIN')
  await client.query('DROP SCHEMA public CASCADE')
  await client.query(`ALTER SCHEMA ${BUILDING} RENAME TO public`)
  await client.query('COMMIT')
}
