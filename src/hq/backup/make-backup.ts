import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { Seeder } from '../seed.ts'
import { readIncarnation } from '../incarnation.ts'
import { BACKUP_FORMAT, END_OF_ROWS, keyCheck, sealOf, type BackupHeader } from './backup-file.ts'
import { columnsText, tablesOf } from './tables.ts'

export type BackupMade = { readonly file: string; readonly bytes: number; readonly rows: number; readonly madeAtMs: number; readonly incarnation: number; readonly schema: number }

const FILE_MODE = 0o600

/**
 * Writes all that HQ knows into one file, as it is at one moment, while HQ goes on serving: every table is read in the
 * same snapshot. The file appears under its name only when it is whole and on the disk. The master key is not in it.
 */
export async function makeBackup(hq: Seeder, databaseUrl: string, file: string): Promise<BackupMade> {
  const making = path.join(path.dirname(file), `.${path.basename(file)}.making-${hq.ids.uuid()}`)
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'tillpoint-hq backup' })
  await client.connect()
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const header = await headerOf(hq, client)
    const written = { rows: 0 }
    await pipeline(Readable.from(linesOf(hq, client, header, written)), createGzip(), createWriteStream(making, { mode: FILE_MODE, flags: 'wx' }))
    await client.query('COMMIT')
    await syncFile(making)
    await rename(making, file)
    const { size: bytes } = await stat(file)
    const made = { file, bytes, rows: written.rows, madeAtMs: header.madeAtMs, incarnation: header.incarnation, schema: header.schema }
    // How old the newest one is, is what doctor looks at.
    await hq.db.insertInto('hq_events').values({ event_id: hq.ids.uuid(), kind: 'backup-made', at_ms: header.madeAtMs, person: 'tillpoint-hq backup', body: JSON.stringify({ file: path.basename(file), bytes, rows: written.rows }) }).execute()
    return made
  } finally {
    await client.end()
    await rm(making, { force: true })
  }
}

async function headerOf(hq: Seeder, client: pg.ClientBase): Promise<BackupHeader> {
  const { rows } = await client.query<{ number: number }>('SELECT max(number) AS number FROM schema_migrations')
  return { format: BACKUP_FORMAT, schema: rows[0]?.number ?? 0, madeAtMs: hq.clock.nowMs(), incarnation: await readIncarnation(hq.db), keyCheck: keyCheck(hq.master) }
}

async function* linesOf(hq: Seeder, client: pg.Client, header: BackupHeader, written: { rows: number }): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  const counts: Record<string, number> = {}
  const hashed = (bytes: Buffer): Buffer => {
    hash.update(bytes)
    return bytes
  }
  const line = (said: unknown): Buffer => hashed(Buffer.from(`${JSON.stringify(said)}\n`))
  yield line(header)
  for (const { table, columns } of await tablesOf(client, 'public')) {
    yield line({ table, columns })
    const rows = client.query(copyTo(`COPY "${table}" (${columnsText(columns)}) TO STDOUT`))
    for await (const chunk of rows) yield hashed(chunk as Buffer)
    counts[table] = rows.rowCount
    written.rows += rows.rowCount
    yield hashed(Buffer.from(`${END_OF_ROWS}\n`))
  }
  yield line({ end: counts })
  yield Buffer.from(`${JSON.stringify({ seal: sealOf(hq.master, hash) })}\n`)
}

async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  await handle.sync()
  await handle.close()
}
