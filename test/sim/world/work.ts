import { syncBuiltinESMExports } from 'node:module'
import zlib from 'node:zlib'
import Database from 'better-sqlite3'
import pg from 'pg'

/**
 * What really goes on while simulated time stands still: queries to PostgreSQL and the thread pool. A simulation goes on
 * only when none of it is left, so that nothing depends on how fast this machine is. Import this before anything of src.
 */
let inFlight = 0
let onRest: (() => void) | null = null

function ended(): void {
  inFlight -= 1
  if (inFlight === 0) onRest?.()
}

/** Counts a promise as work in flight. */
export function track<T>(promise: Promise<T>): Promise<T> {
  inFlight += 1
  promise.then(ended, ended)
  return promise
}

/** No answer of a local PostgreSQL takes so long: something waits for what can never come. */
const STUCK_MS = 30_000
/** Turns of the event loop without work after which none can begin by itself. */
const QUIET_TURNS = 4

/** Resolves when everything that was begun has ended, and what followed from it. @throws when it never ends */
export async function settle(): Promise<void> {
  for (let quiet = 0; quiet < QUIET_TURNS; ) {
    await new Promise((resolve) => setImmediate(resolve))
    if (inFlight === 0) quiet += 1
    else {
      quiet = 0
      await atRest()
    }
  }
}

function atRest(): Promise<void> {
  if (onRest !== null) throw new Error('simulated time is asked to go on by two at once')
  return new Promise((resolve, reject) => {
    const giveUp = setTimeout(() => reject(new Error(`${inFlight} pieces of work never end`)), STUCK_MS)
    onRest = () => {
      clearTimeout(giveUp)
      onRest = null
      resolve()
    }
  })
}

/** Looks at each statement, and may end the life of whoever makes it, before or after it takes effect. */
export type Fate = 'live' | 'die-before' | 'die-after'

export class Killed extends Error {}

/** `inTransaction`: the statement stands, or stood, between the beginning and the end of one. */
type SqliteWatch = { before(sql: string, inTransaction: boolean): void; after(sql: string, inTransaction: boolean): void }
const sqliteWatches = new Map<string, SqliteWatch>()

/** Watches every statement on files below a folder; either callback may throw {@link Killed}. */
export function watchSqlite(folder: string, watch: SqliteWatch | null): void {
  if (watch === null) sqliteWatches.delete(folder)
  else sqliteWatches.set(folder, watch)
}

let queryFate: (sql: string) => Fate = () => 'live'

/** Decides over every query of HQ's own connections. */
export function watchQueries(fate: ((sql: string) => Fate) | null): void {
  queryFate = fate ?? (() => 'live')
}

type Method = (this: unknown, ...args: unknown[]) => unknown

function patchSqlite(): void {
  const probe = new Database(':memory:')
  const statements = Object.getPrototypeOf(probe.prepare('SELECT 1')) as Record<'run' | 'get' | 'all' | 'iterate', Method>
  probe.close()
  for (const name of ['run', 'get', 'all', 'iterate'] as const) {
    const original = statements[name]
    statements[name] = function (this: unknown, ...args) {
      const { source, database } = this as { source: string; database: { name: string; readonly: boolean; inTransaction: boolean } }
      // Whoever only reads is the recount, not the till.
      const watch = database.readonly ? undefined : sqliteWatches.get(database.name.slice(0, Math.max(0, database.name.lastIndexOf('/'))))
      watch?.before(source, database.inTransaction)
      const answer = original.apply(this, args)
      watch?.after(source, database.inTransaction)
      return answer
    }
  }
}

/** Nobody may be left to hear of it. */
function killed(): Promise<never> {
  const end = Promise.reject(new Killed())
  end.catch(() => undefined)
  return end
}

function patchPostgres(): void {
  const client = pg.Client.prototype as unknown as { query: Method; connectionParameters?: { application_name?: string } }
  const query = client.query
  client.query = function (this: unknown, ...args) {
    const asked = args[0]
    const sql = typeof asked === 'string' ? asked : String((asked as { text?: unknown } | undefined)?.text)
    const isHq = (this as typeof client).connectionParameters?.application_name === 'tillpoint-hq'
    const fate = isHq ? queryFate(sql) : 'live'
    if (fate === 'die-before') return killed()
    const answer = query.apply(this, args)
    if (!(answer instanceof Promise)) return answer
    const tracked = track(answer)
    if (fate === 'live') return tracked
    return tracked.then(killed)
  }
  const pool = pg.Pool.prototype as unknown as { connect: Method }
  const connect = pool.connect
  pool.connect = function (this: unknown, ...args) {
    const answer = connect.apply(this, args)
    return answer instanceof Promise ? track(answer) : answer
  }
}

function patchThreadPool(): void {
  const gzip = zlib.gzip as unknown as (...args: unknown[]) => void
  const counted = (...args: unknown[]): void => {
    const callback = args.pop() as (...results: unknown[]) => void
    inFlight += 1
    gzip(...args, (...results: unknown[]) => {
      callback(...results)
      // What the caller does next begins in a microtask of its own.
      setImmediate(ended)
    })
  }
  Object.assign(zlib, { gzip: counted })
  syncBuiltinESMExports()
}

const strays: unknown[] = []

/** What was thrown where nobody could catch it, since this was last asked: in a real process the end of it. */
export function takeStrays(): readonly unknown[] {
  return strays.splice(0)
}

/** What a dead till had put off comes to nothing; anything else is somebody's fault. */
function forgetTheDead(): void {
  process.on('uncaughtException', (cause) => {
    if (!(cause instanceof Killed)) strays.push(cause)
  })
  // Where somebody came to wait for it after all.
  process.on('rejectionHandled', () => undefined)
}

forgetTheDead()
patchSqlite()
patchPostgres()
patchThreadPool()
