import { spawn, type SpawnOptions } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { findPostgresBinaries } from './postgres-binaries.ts'
import { readPostmaster, removeStaleLock } from './postmaster.ts'
import { unprivilegedUser, type PosixUser } from './posix-user.ts'

/**
 * The default database: a real PostgreSQL out of an npm package, on 127.0.0.1, with its data in a folder of ours.
 * fsync is on: what HQ acknowledges must survive a power cut. Nothing here ever deletes data.
 */
export type EmbeddedPostgres = {
  readonly databaseUrl: string
  readonly port: number
  /** True when the server was running already (left by an HQ that was killed, or held by one that runs). */
  readonly adopted: boolean
  /** Ends the server in an orderly way and waits until it is gone. */
  stop(): Promise<void>
}

export type EmbeddedPostgresOptions = {
  /** Folder of HQ's own: the database lies in `postgres` inside it. Made if it is not there. */
  readonly folder: string
  /** 0 or absent: any free port. */
  readonly port?: number
  readonly database?: string
  /** Whom the server runs as when this process is root; absent: the owner of the data, else `tillpoint`, `postgres`, `nobody`. */
  readonly runAs?: PosixUser
  readonly log?: (line: string) => void
}

const SUPERUSER = 'tillpoint'
const START_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = 60_000
const POLL_MS = 20

/**
 * Starts the server over `folder/postgres`, making the database cluster at the first start; adopts one that already
 * runs there. A lock file left by a crash is no obstacle.
 * @throws EmbeddedPostgresError
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const log = options.log ?? (() => undefined)
  const folder = path.resolve(options.folder)
  const dataDir = path.join(folder, 'postgres')
  await mkdir(folder, { recursive: true, mode: 0o711 })
  const user = await unprivilegedUser(dataDir, options.runAs)
  const binaries = await findPostgresBinaries(folder, user)
  const password = await passwordOf(folder)
  if (!existsSync(path.join(dataDir, 'PG_VERSION'))) await makeCluster(binaries.initdb, dataDir, password, user, log)
  await removeStaleLock(dataDir)
  const running = await readPostmaster(dataDir)
  if (!running) await launch(binaries.postgres, dataDir, options.port ?? 0, user, log)
  const { port } = await untilReady(dataDir)
  const database = options.database ?? 'tillpoint'
  await ensureDatabase(port, password, database)
  return {
    databaseUrl: urlOf(port, password, database),
    port,
    adopted: running !== null,
    stop: () => stopPostgres(dataDir),
  }
}

/** The address of the database that runs over `folder`, or null when none does. Starts nothing. */
export async function runningDatabaseUrl(folder: string, database = 'tillpoint'): Promise<string | null> {
  const running = await readPostmaster(path.join(path.resolve(folder), 'postgres'))
  return running?.ready ? urlOf(running.port, await passwordOf(folder), database) : null
}

function urlOf(port: number, password: string, database: string): string {
  return `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`
}

/** The server's password: made once, readable by HQ's own user only. */
async function passwordOf(folder: string): Promise<string> {
  const file = path.join(folder, 'postgres.password')
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause
  }
  const password = randomBytes(24).toString('hex')
  await writeFile(file, `${password}\n`, { mode: 0o600, flag: 'wx' })
  return password
}

/** Makes the cluster beside its place and renames it, so a crash in the middle leaves nothing that looks whole. */
async function makeCluster(initdb: string, dataDir: string, password: string, user: PosixUser | null, log: (line: string) => void): Promise<void> {
  const making = `${dataDir}.making-${randomBytes(4).toString('hex')}`
  await mkdir(making, { mode: 0o700 })
  const passwordFile = `${making}.password`
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 })
  if (user) await Promise.all([chown(making, user.uid, user.gid), chown(passwordFile, user.uid, user.gid)])
  const flags = ['-U', SUPERUSER, '-A', 'scram-sha-256', '-E', 'UTF8', '--no-locale']
  try {
    const { code, said } = await runToEnd(initdb, ['-D', making, `--pwfile=${passwordFile}`, ...flags], user)
    if (code !== 0) throw new EmbeddedPostgresError(`PostgreSQL could not make its data folder ${dataDir}: ${lastLine(said)}`)
    await rename(making, dataDir)
    log(`made a database cluster in ${dataDir}`)
  } finally {
    await rm(passwordFile, { force: true })
    await rm(making, { recursive: true, force: true })
  }
}

/** Durability is asked for in so many words, whatever a configuration file says. */
function serverFlags(dataDir: string, port: number): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    logging_collector: 'on',
    log_directory: 'log',
    log_filename: 'postgresql-%a.log',
    log_truncate_on_rotation: 'on',
    log_rotation_age: '1d',
  }
  return ['-D', dataDir, '-p', String(port), ...Object.entries(settings).flatMap(([name, setting]) => ['-c', `${name}=${setting}`])]
}

async function launch(postgres: string, dataDir: string, wantedPort: number, user: PosixUser | null, log: (line: string) => void): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const port = wantedPort === 0 ? await freePort() : wantedPort
    const said = await startServer(postgres, dataDir, port, user)
    if (said === null) return
    // Someone else took the port between our look and the server's: look again.
    if (wantedPort === 0 && attempt < 5 && /could not bind|Address already in use/i.test(said)) continue
    log(said)
    throw new EmbeddedPostgresError(`PostgreSQL did not start over ${dataDir}: ${lastLine(said)}`)
  }
}

/** Starts the server in a group of its own, so that Ctrl-C reaches HQ alone and HQ ends it in order. Null: it is up. */
async function startServer(postgres: string, dataDir: string, port: number, user: PosixUser | null): Promise<string | null> {
  const startLog = await open(path.join(path.dirname(dataDir), 'postgres-start.log'), 'w', 0o600)
  try {
    const child = spawn(postgres, serverFlags(dataDir, port), { ...asUser(user), cwd: path.dirname(postgres), detached: true, stdio: ['ignore', startLog.fd, startLog.fd] })
    const end: { reason: string | null } = { reason: null }
    child.on('error', (cause) => (end.reason = cause.message))
    child.on('exit', (code, signal) => (end.reason ??= `ended with ${code ?? signal ?? 'nothing'}`))
    const deadlineMs = performance.now() + START_TIMEOUT_MS
    while (end.reason === null && performance.now() < deadlineMs) {
      if ((await readPostmaster(dataDir))?.ready) {
        child.unref()
        return null
      }
      await delay(POLL_MS)
    }
    const said = await readFile(path.join(path.dirname(dataDir), 'postgres-start.log'), 'utf8')
    const logged = await lastServerLog(dataDir)
    if (end.reason === null) child.kill('SIGINT')
    return `${said}\n${logged}\n${end.reason ?? 'not ready in time'}`
  } finally {
    await startLog.close()
  }
}

async function lastServerLog(dataDir: string): Promise<string> {
  const { readdir, stat } = await import('node:fs/promises')
  const folder = path.join(dataDir, 'log')
  const names = await readdir(folder).catch(() => [])
  const dated = await Promise.all(names.map(async (name) => ({ name, atMs: (await stat(path.join(folder, name))).mtimeMs })))
  const newest = dated.sort((a, b) => b.atMs - a.atMs)[0]
  return newest ? (await readFile(path.join(folder, newest.name), 'utf8')).split('\n').slice(-15).join('\n') : ''
}

async function untilReady(dataDir: string): Promise<{ port: number }> {
  const deadlineMs = performance.now() + START_TIMEOUT_MS
  while (performance.now() < deadlineMs) {
    const running = await readPostmaster(dataDir)
    if (running?.ready) return running
    await delay(POLL_MS)
  }
  throw new EmbeddedPostgresError(`PostgreSQL over ${dataDir} runs but does not become ready; see ${path.join(dataDir, 'log')}`)
}

/** SIGINT is PostgreSQL's fast shutdown: open transactions end, everything is written. */
async function stopPostgres(dataDir: string): Promise<void> {
  const running = await readPostmaster(dataDir)
  if (!running) return
  process.kill(running.pid, 'SIGINT')
  const deadlineMs = performance.now() + STOP_TIMEOUT_MS
  while (performance.now() < deadlineMs) {
    if (!(await readPostmaster(dataDir))) return
    await delay(POLL_MS)
  }
  throw new EmbeddedPostgresError(`PostgreSQL (process ${running.pid}) does not end; it is left alone, its data is safe`)
}

async function ensureDatabase(port: number, password: string, database: string): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(port, password, 'postgres') })
  await client.connect()
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database])
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`)
  } finally {
    await client.end()
  }
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net')
  const server = createServer()
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new EmbeddedPostgresError('no free port on 127.0.0.1')
  return address.port
}

function asUser(user: PosixUser | null): SpawnOptions {
  const env = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' }
  return user ? { uid: user.uid, gid: user.gid, env } : { env }
}

async function runToEnd(command: string, args: string[], user: PosixUser | null): Promise<{ code: number; said: string }> {
  const child = spawn(command, args, { ...asUser(user), cwd: path.dirname(command), stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stdout.on('data', (chunk) => (said += String(chunk)))
  child.stderr.on('data', (chunk) => (said += String(chunk)))
  const code = await new Promise<number>((resolve) => {
    child.once('error', (cause) => {
      said += cause.message
      resolve(-1)
    })
    child.once('close', (exitCode) => resolve(exitCode ?? -1))
  })
  return { code, said }
}

function lastLine(said: string): string {
  const lines = said.split('\n').map((line) => line.trim()).filter((line) => line !== '')
  return lines.find((line) => /fatal|error/i.test(line)) ?? lines.at(-1) ?? 'no reason given'
}
