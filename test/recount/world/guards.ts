import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import pg from 'pg'

/** Tables in which a second row of the same name would count something twice. */
const HQ_TABLES = ['journal_events', 'applied_events', 'sales', 'entries', 'leases']
const TILL_TABLES = ['journal', 'sales', 'entries']

const UNIQUE_VIOLATION = '23505'

/** Tries to write a row again, in a transaction that is taken back. @returns the tables that would let it in */
export async function missingGuardsOfHq(databaseUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'recount' })
  await client.connect()
  try {
    const open: string[] = []
    for (const table of HQ_TABLES) {
      await client.query('BEGIN')
      const took = await client.query(`INSERT INTO ${table} SELECT * FROM ${table} LIMIT 1`).then(
        ({ rowCount }) => (rowCount ?? 0) > 0,
        (cause: unknown) => {
          if ((cause as { code?: string }).code !== UNIQUE_VIOLATION) throw cause
          return false
        },
      )
      await client.query('ROLLBACK')
      if (took) open.push(`guard: HQ's ${table} would take the same row twice`)
    }
    return open
  } finally {
    await client.end()
  }
}

/** The same at a copy of a till's files. */
export function missingGuardsOfTill(dataFolder: string): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'tillpoint-guards-'))
  try {
    cpSync(dataFolder, folder, { recursive: true, filter: (source) => !source.endsWith('-shm') })
    const db = new Database(path.join(folder, 'ledger.db'))
    try {
      return TILL_TABLES.filter((table) => takesTwice(db, table)).map((table) => `guard: a till's ${table} would take the same row twice`)
    } finally {
      db.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function takesTwice(db: Database.Database, table: string): boolean {
  db.exec('BEGIN')
  try {
    return db.prepare(`INSERT INTO ${table} SELECT * FROM ${table} LIMIT 1`).run().changes > 0
  } catch {
    return false
  } finally {
    db.exec('ROLLBACK')
  }
}
