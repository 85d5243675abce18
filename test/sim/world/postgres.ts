import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '../../../src/hq/embedded-postgres.ts'
import { migrate } from '../../../src/hq/db/migrate.ts'

/** A real PostgreSQL for one run of the simulation, with as many databases as it needs. */
export type SimPostgres = {
  /** A new database with HQ's schema, or a copy of another one that nobody is connected to. */
  make(name: string, from?: string): Promise<void>
  drop(name: string): Promise<void>
  urlOf(name: string): string
  close(): Promise<void>
}

const TEMPLATE = 'sim_template'

/** @param serverUrl of a server that runs already and may be filled with databases; null: one is started for this run */
export async function startSimPostgres(serverUrl: string | null): Promise<SimPostgres> {
  const own = serverUrl === null ? await startOwn() : null
  const base = serverUrl ?? own?.url ?? ''
  // Names of this run alone: others may use the same server.
  const prefix = `sim${process.pid}_`
  const urlOf = (name: string): string => {
    const url = new URL(base)
    url.pathname = `/${prefix}${name}`
    // Power cuts of HQ's machine are not played here (that HQ waits for its disk is PostgreSQL's own promise).
    url.searchParams.set('options', '-c synchronous_commit=off')
    return url.href
  }
  const made = new Set<string>()
  const admin = new pg.Client({ connectionString: base, application_name: 'simulation' })
  await admin.connect()
  const drop = async (name: string): Promise<void> => {
    await admin.query(`DROP DATABASE IF EXISTS ${prefix}${name} WITH (FORCE)`)
    made.delete(name)
  }
  const make = async (name: string, from?: string): Promise<void> => {
    made.add(name)
    if (from !== undefined) await untilAlone(`${prefix}${from}`)
    await admin.query(`CREATE DATABASE ${prefix}${name}${from === undefined ? '' : ` TEMPLATE ${prefix}${from}`}`)
  }
  // A connection that was closed lives on at the server for a moment.
  const untilAlone = async (database: string): Promise<void> => {
    for (;;) {
      const { rowCount } = await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [database])
      if (rowCount === 0) return
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
  await make(TEMPLATE)
  await migrateOnce(urlOf(TEMPLATE))
  return {
    make: (name, from = TEMPLATE) => make(name, from),
    drop,
    urlOf,
    async close() {
      if (own === null) for (const name of [...made]) await drop(name)
      await admin.end()
      await own?.stop()
    },
  }
}

async function migrateOnce(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'simulation' })
  await client.connect()
  try {
    await migrate(client, 0)
  } finally {
    await client.end()
  }
}

/** Nothing of a simulation outlives it: memory is place enough, where the system offers it as a folder. */
export function memoryFolder(): string {
  return existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
}

async function startOwn(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(path.join(memoryFolder(), 'tillpoint-sim-'))
  // As root the server runs as another user, who has to pass through.
  chmodSync(folder, 0o711)
  const server = await startEmbeddedPostgres({ folder })
  return {
    url: server.databaseUrl,
    async stop() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
