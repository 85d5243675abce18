import pg from 'pg'
import { inTransaction, openDatabase } from '../../../src/hq/db/database.ts'
import { raiseIncarnation } from '../../../src/hq/incarnation.ts'
import { masterKey } from '../../../src/hq/master-key.ts'
import { openHq, type OpenHq } from '../../../src/hq/start-hq.ts'
import { tillOfToken } from '../../../src/hq/session.ts'
import type { Agenda } from './agenda.ts'
import { simulatedIds } from './ids.ts'
import type { SimPostgres } from './postgres.ts'
import type { Trace } from './trace.ts'
import { settle, track, watchQueries, type Fate } from './work.ts'

export type HttpRequest = { readonly method: 'GET' | 'POST'; readonly url: string; readonly headers: Record<string, string>; readonly body: Buffer | null }
export type HttpAnswer = { readonly status: number; readonly headers: Record<string, string>; readonly body: Buffer }

/** HQ's real code over a real database, without a socket: it lives, dies in the middle of a statement, and starts again. */
export class SimHq {
  readonly #postgres: SimPostgres
  readonly #agenda: Agenda
  readonly #trace: Trace
  readonly #ids: ReturnType<typeof simulatedIds>
  readonly #endings = new Set<() => void>()
  #database: string
  #open: OpenHq | null = null
  #copies = 0
  #writes = 0
  /** Statements left to live; null: no end is planned. */
  #doom: { left: number; readonly fate: Exclude<Fate, 'live'> } | null = null
  #dead = false
  #stopSweeping: () => void = () => undefined

  constructor(given: { readonly postgres: SimPostgres; readonly agenda: Agenda; readonly trace: Trace; readonly seed: number; readonly database: string }) {
    this.#postgres = given.postgres
    this.#agenda = given.agenda
    this.#trace = given.trace
    this.#database = given.database
    this.#ids = simulatedIds(given.seed, 'hq', () => this.#agenda.nowMs())
  }

  get databaseUrl(): string {
    return this.#postgres.urlOf(this.#database)
  }

  isUp(): boolean {
    return this.#open !== null && !this.#dead
  }

  /** @throws while it is down */
  get hq(): OpenHq['hq'] {
    if (this.#open === null) throw new Error('HQ is down')
    return this.#open.hq
  }

  async start(): Promise<void> {
    if (this.#open !== null) return
    this.#dead = false
    this.#doom = null
    watchQueries((sql) => this.#fate(sql))
    const silent = { info: () => undefined, warn: () => undefined, error: (what: string, facts?: unknown) => this.#heard(what, facts) }
    this.#open = await openHq({
      ...{ databaseUrl: this.databaseUrl, masterKey: MASTER, log: silent, clock: { nowMs: () => this.#agenda.nowMs() }, ids: this.#ids },
      // One connection: what HQ does at the same time comes in one order in every run.
      ...{ consoleDir: null, connectionsMax: 1, sweepMs: NEVER_MS, feedWatchMs: NEVER_MS },
      limits: { enrolPerMinute: 1e9, sessionPerMinute: 1e9, loginPerMinute: 1e9 },
    })
    await this.#open.app.ready()
    await this.#open.sweeper.sweepNow()
    await settle()
    this.#sweepLater()
  }

  /** In good order, or after it died: its connections end, and with them what was not committed. */
  async stop(): Promise<void> {
    const ending = this.#open
    if (ending === null) return
    this.#open = null
    this.#stopSweeping()
    for (const end of [...this.#endings]) end()
    await ending.close()
    await settle()
  }

  /** It dies at its n-th statement from now. */
  dieAt(statements: number, fate: Exclude<Fate, 'live'>): void {
    this.#doom = { left: statements, fate }
  }

  /** No death is planned any more. */
  spare(): void {
    this.#doom = null
  }

  isDoomed(): boolean {
    return this.#doom !== null
  }

  /** It died in the middle of something; {@link stop} takes it away. */
  isDead(): boolean {
    return this.#dead && this.#open !== null
  }

  #serves(open: OpenHq): boolean {
    return this.#open === open && !this.#dead
  }

  /** @returns null: nobody answers (any more) */
  async handle(request: HttpRequest): Promise<HttpAnswer | null> {
    const open = this.#open
    if (open === null || !this.#serves(open)) return null
    const response = await track(open.app.inject({ method: request.method, url: request.url, headers: request.headers, ...(request.body === null ? {} : { payload: request.body }) }))
    // What it began beside the answer ends before the answer leaves.
    if (!this.#serves(open)) return null
    const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)]))
    return { status: response.statusCode, headers, body: response.rawPayload }
  }

  /** Tells a till with a good token whenever the feed has grown, until either ends it. Null: nobody is there for it. */
  async listen(token: string, onPosition: (position: number) => void, onEnd: () => void): Promise<(() => void) | null> {
    const open = this.#open
    if (open === null || this.#dead) return null
    const till = await track(tillOfToken(open.hq, token)).catch(() => null)
    if (till === null || till.revoked || this.#open !== open) return null
    const stop = open.hq.signal.listen(onPosition)
    const end = (): void => {
      leave()
      onEnd()
    }
    const leave = (): void => {
      stop()
      this.#endings.delete(end)
    }
    this.#endings.add(end)
    return leave
  }

  async rows<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.databaseUrl, application_name: 'simulation' })
    await client.connect()
    try {
      return (await client.query<Row>(sql)).rows
    } finally {
      await client.end()
    }
  }

  /** A copy of the database as it is now. */
  async backup(name: string): Promise<void> {
    const wasUp = this.#open !== null
    await this.stop()
    await this.#postgres.make(`${this.#database.split('__')[0]}__${name}`, this.#database)
    if (wasUp) await this.start()
  }

  /** Another number whenever something may have been written. */
  activity(): number {
    return this.#writes
  }

  /**
   * HQ goes on over a copy of a backup; `beforeStart` sees the tables as they were put back.
   * @param how `told`: by the restore command, which begins another incarnation · `silent`: somebody copied the tables
   */
  async restore(name: string, how: 'told' | 'silent', beforeStart: () => Promise<void> = async () => undefined): Promise<void> {
    await this.stop()
    const [first = ''] = this.#database.split('__')
    const fresh = `${first}__life${(this.#copies += 1)}`
    await this.#postgres.make(fresh, `${first}__${name}`)
    this.#database = fresh
    if (how === 'told') await this.#raiseIncarnation()
    this.#writes += 1
    await beforeStart()
    await this.start()
  }

  async #raiseIncarnation(): Promise<void> {
    const db = openDatabase({ databaseUrl: this.databaseUrl, connectionsMax: 1 })
    try {
      await inTransaction(db, (tx) => raiseIncarnation(tx, { cause: 'restore', nowMs: this.#agenda.nowMs() }))
    } finally {
      await db.destroy()
    }
  }

  #fate(sql: string): Fate {
    if (/^\s*(insert|update|delete|with|commit)/i.test(sql)) this.#writes += 1
    if (this.#dead) return 'die-before'
    if (this.#doom === null) return 'live'
    this.#doom.left -= 1
    if (this.#doom.left > 0) return 'live'
    this.#dead = true
    this.#trace.note(`hq dies (${this.#doom.fate})`)
    return this.#doom.fate
  }

  #heard(what: string, facts: unknown): void {
    if (!this.#dead) this.#trace.note(`hq says ${what} ${JSON.stringify(facts)}`)
  }

  #sweepLater(): void {
    this.#stopSweeping = this.#agenda.after(SWEEP_MS, () => {
      if (this.#open === null) return
      void track(this.#open.sweeper.sweepNow())
      this.#sweepLater()
    })
  }
}

/** As often as the real one. */
const SWEEP_MS = 5_000
/** Real timers have no place here. */
const NEVER_MS = 2_000_000_000
export const MASTER = masterKey(new Uint8Array(32).fill(5))
