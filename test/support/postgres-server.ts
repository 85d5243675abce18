import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/hq/embedded-postgres.ts'
import { readPostmaster } from '../../src/hq/postmaster.ts'
import { migrate } from '../../src/hq/db/migrate.ts'

/**
 * One real PostgreSQL a test run, started when the first test asks for a database and ended with the run. Test files ask
 * over a local port (see postgres.ts), so that two of them never start it twice.
 */

declare module 'vitest' {
  export interface ProvidedContext {
    postgresPort: number
  }
}

const TEMPLATE = 'migrated'
let folder = ''
let server: Server | null = null
let starting: Promise<EmbeddedPostgres> | null = null
let made = 0

export async function setup({ provide }: TestProject): Promise<void> {
  server = createServer((request, response) => {
    makeDatabase(request.url === '/empty')
      .then((databaseUrl) => response.end(databaseUrl))
      .catch((cause: unknown) => response.writeHead(500).end(String(cause)))
  })
  const port = await new Promise<number>((resolve) => {
    server?.listen(0, '127.0.0.1', () => {
      const address = server?.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    })
  })
  server.unref()
  provide('postgresPort', port)
}

export async function teardown(): Promise<void> {
  server?.close()
  if (starting) await end(path.join(folder, 'postgres'))
  if (folder !== '') rmSync(folder, { recursive: true, force: true })
}

/** At once, without the last checkpoint: nobody will read these databases again. */
async function end(dataDir: string): Promise<void> {
  const running = await readPostmaster(dataDir)
  if (!running) return
  process.kill(running.pid, 'SIGQUIT')
  while (await readPostmaster(dataDir)) await new Promise((resolve) => setImmediate(resolve))
}

async function makeDatabase(isEmpty: boolean): Promise<string> {
  starting ??= start()
  const postgres = await starting
  const name = `test_${(made += 1)}`
  await withClient(postgres.databaseUrl, (client) => client.query(`CREATE DATABASE ${name}${isEmpty ? '' : ` TEMPLATE ${TEMPLATE}`}`))
  return urlOf(postgres, name)
}

async function start(): Promise<EmbeddedPostgres> {
  folder = mkdtempSync(path.join(os.tmpdir(), 'tillpoint-postgres-'))
  // As root the server runs as another user, who has to pass through.
  chmodSync(folder, 0o711)
  const postgres = await startEmbeddedPostgres({ folder })
  await withClient(postgres.databaseUrl, (client) => client.query(`CREATE DATABASE ${TEMPLATE}`))
  await withClient(urlOf(postgres, TEMPLATE), (client) => migrate(client, 0))
  return postgres
}

function urlOf(postgres: EmbeddedPostgres, name: string): string {
  const url = new URL(postgres.databaseUrl)
  url.pathname = name
  return url.href
}

async function withClient(databaseUrl: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
