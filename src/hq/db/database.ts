import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import { setTimeout as delay } from 'node:timers/promises'
import type { Schema } from './schema.ts'

export type Database = Kysely<Schema>
export type Tx = Transaction<Schema>
/** Either: for reads that may stand inside or outside a transaction. */
export type Reader = Kysely<Schema>

const INT8 = 20
const INT8_ARRAY = 1016
const NUMERIC = 1700
const DATE = 1082

/** 64-bit numbers come as numbers: all of ours stay below 2^53, and one that does not is a bug to be heard of. */
function safeInteger(text: string): number {
  const parsed = Number(text)
  if (!Number.isSafeInteger(parsed)) throw new Error(`the database holds ${text}, which is beyond 2^53`)
  return parsed
}

const parsers: Record<number, (text: string) => unknown> = {
  [INT8]: safeInteger,
  // Sums of bigint are numeric in PostgreSQL.
  [NUMERIC]: safeInteger,
  // As written, never a Date at somebody's midnight.
  [DATE]: (text) => text,
}

const standardParser = pg.types.getTypeParser as (oid: number, format?: 'text' | 'binary') => (text: string) => unknown

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === INT8_ARRAY) return (text: string) => text.slice(1, -1).split(',').filter(Boolean).map(safeInteger)
    return parsers[oid] ?? standardParser(oid, format)
  }) as pg.CustomTypesConfig['getTypeParser'],
}

export type DatabaseOptions = { readonly databaseUrl: string; readonly connectionsMax?: number; readonly onConnectionLost?: (cause: Error) => void }

/** A pool over one database. Several processes may each have theirs: nothing that matters is held in memory. */
export function openDatabase({ databaseUrl, connectionsMax = 10, onConnectionLost }: DatabaseOptions): Database {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: connectionsMax, types, connectionTimeoutMillis: 5_000, application_name: 'tillpoint-hq' })
  // Without listeners a lost connection would end the process: the pool hears idle ones only.
  pool.on('error', (cause) => onConnectionLost?.(cause))
  pool.on('connect', (client) => client.on('error', (cause) => onConnectionLost?.(cause)))
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
}

const ATTEMPTS_MAX = 8
const BACKOFF_MS = 5
/** serialization_failure, deadlock_detected: the work may be done again from the start. */
const RETRYABLE = new Set(['40001', '40P01'])

/**
 * Runs `work` in a transaction, again from the start where the database asks for it. `work` must not have effects
 * outside the transaction.
 */
export async function inTransaction<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute(work)
    } catch (cause) {
      if (!RETRYABLE.has(sqlState(cause) ?? '') || attempt >= ATTEMPTS_MAX) throw cause
      await delay(BACKOFF_MS * 2 ** attempt)
    }
  }
}

/** Runs reads that must agree with each other: all of them see the database as it was at the first one. */
export function inSnapshot<T>(db: Database, read: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read)
}

/** The SQLSTATE of a database error; undefined for anything else. */
export function sqlState(cause: unknown): string | undefined {
  const code = (cause as { code?: unknown } | null)?.code
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined
}

/** Not the fault of what was asked: the database is away, starting, stopping, full or read-only. Asking again is safe. */
export function isUnavailable(cause: unknown): boolean {
  const state = sqlState(cause)
  if (state !== undefined) return /^(08|53|57P|58|40)/.test(state) || state === '25006'
  const { code, message } = cause as { code?: unknown; message?: unknown }
  if (typeof code === 'string' && /^E(CONN|PIPE|TIMEDOUT|HOST|NET|NOTFOUND)/.test(code)) return true
  return typeof message === 'string' && /Connection terminated|timeout exceeded when trying to connect|pool after calling end|driver has already been destroyed/i.test(message)
}
