import type pg from 'pg'
import { identity } from './migrations/0001-identity.ts'
import { journal } from './migrations/0002-journal.ts'
import { members } from './migrations/0003-members.ts'
import { ledger } from './migrations/0004-ledger.ts'
import { catalogue } from './migrations/0005-catalogue.ts'
import { feed } from './migrations/0006-feed.ts'
import { consoleAccess } from './migrations/0007-console.ts'

/** One numbered step of the schema. Once released it is never changed; what is to be different gets a new number. */
export type Migration = { readonly number: number; readonly name: string; readonly sql: string }

/** All steps, in order, numbered from 1 without a hole. */
export const migrations: readonly Migration[] = [identity, journal, members, ledger, catalogue, feed, consoleAccess]

/** The database was written by a newer program; this one must not touch it. */
export class DatabaseFromTheFuture extends Error {
  constructor(found: number, known: number) {
    super(`the database is at schema ${found}, this program knows ${known}: start the newer program`)
    this.name = 'DatabaseFromTheFuture'
  }
}

/**
 * Brings the database to step `upTo` (default: the newest). All missing steps are one transaction, under a table lock,
 * so several processes may start at once. Repeating it does nothing.
 * @returns the numbers of the steps done now.
 * @throws DatabaseFromTheFuture
 */
export async function migrate(client: pg.ClientBase, nowMs: number, upTo: number = migrations.length): Promise<number[]> {
  await client.query('BEGIN')
  try {
    await client.query('CREATE TABLE IF NOT EXISTS schema_migrations (number integer PRIMARY KEY, name text NOT NULL, applied_at_ms bigint NOT NULL)')
    await client.query('LOCK TABLE schema_migrations IN ACCESS EXCLUSIVE MODE')
    const found = await client.query<{ number: number }>('SELECT number FROM schema_migrations ORDER BY number')
    const newest = found.rows.at(-1)?.number ?? 0
    if (newest > migrations.length) throw new DatabaseFromTheFuture(newest, migrations.length)
    const missing = migrations.filter((step) => step.number > newest && step.number <= upTo)
    for (const step of missing) {
      await client.query(step.sql)
      await client.query('INSERT INTO schema_migrations (number, name, applied_at_ms) VALUES ($1, $2, $3)', [step.number, step.name, nowMs])
    }
    await client.query('COMMIT')
    return missing.map((step) => step.number)
  } catch (cause) {
    await client.query('ROLLBACK')
    // Two processes made the bookkeeping table at the same moment: the other one was first.
    if (isUniqueViolationOfCatalogue(cause)) return migrate(client, nowMs, upTo)
    throw cause
  }
}

function isUniqueViolationOfCatalogue(cause: unknown): boolean {
  const { code, schema } = cause as { code?: string; schema?: string }
  return (code === '23505' && schema === 'pg_catalog') || code === '42P07'
}
