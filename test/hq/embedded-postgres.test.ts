import { spawn } from 'node:child_process'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runningDatabaseUrl, startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/hq/embedded-postgres.ts'
import { closedFolder } from '../../src/hq/posix-user.ts'
import { isAlive, readPostmaster } from '../../src/hq/postmaster.ts'
import { makeFolder, removeFolder } from '../support/folder.ts'

let folder: string
let postgres: EmbeddedPostgres
const dataDir = (): string => path.join(folder, 'postgres')
const lock = (): string => path.join(dataDir(), 'postmaster.pid')
beforeAll(async () => {
  folder = makeFolder('embedded')
  postgres = await startEmbeddedPostgres({ folder })
})
afterAll(async () => {
  await postgres.stop()
  removeFolder(folder)
})

async function query<Row extends pg.QueryResultRow>(text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: postgres.databaseUrl })
  await client.connect()
  const { rows } = await client.query<Row>(text)
  await client.end()
  return rows
}

async function killServer(): Promise<number> {
  const running = await readPostmaster(dataDir())
  if (!running) throw new Error('no server')
  process.kill(running.pid, 'SIGKILL')
  while (isAlive(running.pid) && (await readPostmaster(dataDir()))) await new Promise((resolve) => setImmediate(resolve))
  return running.pid
}

test('what is acknowledged is on disk: fsync, full page writes and synchronous commit are on', async () => {
  const settings = await query<{ name: string; setting: string }>("SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums', 'listen_addresses') ORDER BY name")
  expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({ data_checksums: 'on', fsync: 'on', full_page_writes: 'on', listen_addresses: '127.0.0.1', synchronous_commit: 'on' })
})

test('it runs as nobody of importance, and its password is HQ’s alone', async () => {
  const running = await readPostmaster(dataDir())
  const owner = statSync(`/proc/${running?.pid ?? 0}`).uid
  expect(owner).not.toBe(0)
  expect(statSync(path.join(folder, 'postgres.password')).mode & 0o777).toBe(0o600)
  const stranger = new pg.Client({ connectionString: postgres.databaseUrl.replace(/:[0-9a-f]{48}@/, ':wrong@') })
  await expect(stranger.connect()).rejects.toThrow(/password authentication failed/)
})

test('a second start finds the server that runs and leaves it running', async () => {
  const again = await startEmbeddedPostgres({ folder })
  expect(again).toMatchObject({ adopted: true, port: postgres.port, databaseUrl: postgres.databaseUrl })
  expect(await runningDatabaseUrl(folder)).toBe(postgres.databaseUrl)
})

test('a power cut loses nothing that was committed, and its lock file is no obstacle', async () => {
  await query('CREATE TABLE kept AS SELECT 42 AS n')
  await killServer()
  expect(existsSync(lock())).toBe(true)
  expect(await runningDatabaseUrl(folder)).toBeNull()
  postgres = await startEmbeddedPostgres({ folder })
  expect(postgres.adopted).toBe(false)
  expect(await query('SELECT n FROM kept')).toEqual([{ n: 42 }])
})

test('neither is a lock file whose process number was given to another program', async () => {
  await killServer()
  // The number now belongs to a program of the same user: PostgreSQL alone would take it for a server that runs.
  const { uid, gid } = statSync(dataDir())
  const stranger = spawn('sleep', ['600'], { uid, gid, stdio: 'ignore' })
  const [, ...rest] = readFileSync(lock(), 'utf8').split('\n')
  writeFileSync(lock(), [String(stranger.pid), ...rest].join('\n'))
  postgres = await startEmbeddedPostgres({ folder })
  stranger.kill()
  expect(await query('SELECT n FROM kept')).toEqual([{ n: 42 }])
})

test('a stop ends it in order, and the data stays', async () => {
  await postgres.stop()
  expect(existsSync(lock())).toBe(false)
  await postgres.stop()
  postgres = await startEmbeddedPostgres({ folder })
  expect(await query('SELECT n FROM kept')).toEqual([{ n: 42 }])
})

test('a folder that the server’s user may not enter is named', async () => {
  const stranger = { uid: 54_321, gid: 54_321 }
  expect(await closedFolder(path.join(dataDir(), 'base'), stranger)).toBe(dataDir())
  expect(await closedFolder(path.join(folder, 'x'), stranger)).toBeNull()
})
