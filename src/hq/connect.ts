import pg from 'pg'
import type { Clock } from './clock.ts'
import { openDatabase, type Database } from './db/database.ts'
import { migrate } from './db/migrate.ts'
import { describeCause, type Log } from './log.ts'

/** Brings a database's schema up to date. @returns the numbers of the steps done now. */
export async function migrateDatabase(databaseUrl: string, clock: Clock): Promise<number[]> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'tillpoint-hq migrate' })
  await client.connect()
  try {
    return await migrate(client, clock.nowMs())
  } finally {
    await client.end()
  }
}

/** A pool whose lost connections are told to the log. */
export function connect(databaseUrl: string, log: Log, connectionsMax?: number): Database {
  return openDatabase({ databaseUrl, onConnectionLost: (cause) => log.warn('database connection lost', describeCause(cause)), ...(connectionsMax === undefined ? {} : { connectionsMax }) })
}
