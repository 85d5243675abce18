import type pg from 'pg'
import type { Migration } from './migration.ts'
import { identity } from './migrations/0001-identity.ts'
import { journal } from './migrations/0002-journal.ts'
import { members } from './migrations/0003-members.ts'
import { ledger } from './migrations/0004-ledger.ts'
import { catalogue } from './migrations/0005-catalogue.ts'
import { feed } from './migrations/0006-feed.ts'
import { consoleAccess } from './migrations/0007-console.ts'
import { returns } from './migrations/0008-returns.ts'
import { rights } from './migrations/0009-rights.ts'
import { staff } from './migrations/0010-staff.ts'
import { branches } from './migrations/0011-branches.ts'
import { acts } from './migrations/0012-acts.ts'
import { care } from './migrations/0013-care.ts'
import { giftCards } from './migrations/0014-gift-cards.ts'
import { referrals } from './migrations/0015-referrals.ts'

/** All steps, in order, numbered from 1 without a hole. */
export const migrations: readonly Migration[] = [identity, journal, members, ledger, catalogue, feed, consoleAccess, returns, rights, staff, branches, acts, care, giftCards, referrals]

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
  await makeBookkeeping(client)
  await client.query('BEGIN')
  try {
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
    throw cause
  }
}

/** Two processes that make the table at the same moment collide in PostgreSQL's own catalogue: then the other made it. */
async function makeBookkeeping(client: pg.ClientBase): Promise<void> {
  try {
    await client.query('CREATE TABLE IF NOT EXISTS schema_migrations (number integer PRIMARY KEY, name text NOT NULL, applied_at_ms bigint NOT NULL)')
  } catch (cause) {
    const { code } = cause as { code?: string }
    if (code !== '23505' && code !== '42P07') throw cause
  }
}
