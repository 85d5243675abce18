import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { serveCall, type Input, type Output, type Reply } from '../../../src/contract/serve.ts'
import type { CallName } from '../../../src/contract/till-calls.ts'
import { startEngine } from '../../../src/till/engine.ts'
import type { Engine, KeyStore } from '../../../src/till/engine-options.ts'
import { diceOf } from '../../reference/dice.ts'
import type { Agenda } from './agenda.ts'
import { seedOf, simulatedIds } from './ids.ts'
import type { Line } from './network.ts'
import type { Trace } from './trace.ts'
import { Killed, settle, watchSqlite, type Fate } from './work.ts'

/** What lies in a data folder: a backup of it, or what a crash left. */
export type FolderCopy = ReadonlyMap<string, Buffer>

export type SimTillOptions = {
  readonly name: string
  readonly seed: number
  readonly agenda: Agenda
  readonly trace: Trace
  readonly line: Line
  /** Folder of this till: its data, and beside it the epoch marker. */
  readonly place: string
  readonly machineId: string
}

type Life = { readonly number: number; alive: boolean; engine: Engine | null }

const CALL_MS_MAX = 30_000

/** The real engine on real files, on a machine of its own: it starts, dies between two statements, and is copied. */
export class SimTill {
  readonly name: string
  readonly line: Line
  machineId: string
  /** How far its wall clock is off. */
  wallOffsetMs = 0
  readonly #options: SimTillOptions
  #life: Life | null = null
  #lives = 0
  #boot = 1
  #bootedAtMs: number
  #doom: { left: number; readonly fate: Exclude<Fate, 'live'>; readonly sql: RegExp | null } | null = null
  #remains: FolderCopy | null = null
  #diedInTransaction = false
  #switchedMirror = false
  onLog: (message: string) => void = () => undefined

  constructor(options: SimTillOptions) {
    this.#options = options
    this.name = options.name
    this.line = options.line
    this.machineId = options.machineId
    this.#bootedAtMs = options.agenda.nowMs() - 60_000
    mkdirSync(this.dataDir, { recursive: true })
  }

  get dataDir(): string {
    return path.join(this.#options.place, 'data')
  }

  get markerDir(): string {
    return path.join(this.#options.place, 'state')
  }

  isUp(): boolean {
    return this.#life?.alive === true && this.#life.engine !== null
  }

  /** It died in the middle of something; {@link bury} it, then start it again. */
  isDead(): boolean {
    return this.#life !== null && !this.#life.alive
  }

  /** @throws whatever the engine refuses to start for */
  async start(enrolCode: string | null = null): Promise<void> {
    const { agenda, trace, line, seed } = this.#options
    const life: Life = { number: (this.#lives += 1), alive: true, engine: null }
    this.#life = life
    const isAlive = (): boolean => life.alive
    const name = `${this.name} life ${life.number}`
    const dice = diceOf(seedOf(seed, `${name} jitter`))
    const hear = (message: string): void => {
      if (!life.alive) return
      trace.note(`${this.name} says ${message}`)
      this.onLog(message)
    }
    watchSqlite(this.dataDir, {
      before: (sql, inTransaction) => this.#statement(life, sql, 'die-before', inTransaction),
      after: (sql, inTransaction) => {
        if (/^\s*(INSERT|UPDATE)[^;]*mirror_switch/i.test(sql)) this.#switchedMirror = true
        this.#statement(life, sql, 'die-after', inTransaction)
      },
    })
    const starting = startEngine({
      ...{ dataDir: this.dataDir, markerDir: this.markerDir, machineId: this.machineId, drivers: null, keyStore: plainKeyStore },
      hq: { url: 'http://hq.simulated', enrolCode },
      clock: this.#clock(),
      ids: simulatedIds(seed, name, () => agenda.nowMs()),
      log: { info: () => undefined, warn: hear, error: hear },
      fetch: line.fetchOf(isAlive),
      timers: { after: (delayMs, run) => agenda.after(delayMs, () => runAlive(life, run)) },
      random: () => dice.int(0, 999_999) / 1_000_000,
    })
    life.engine = await agenda.untilEnded(starting, CALL_MS_MAX, () => !life.alive)
    await settle()
  }

  /** Ends it in good order. */
  async stop(): Promise<void> {
    const life = this.#life
    this.#life = null
    this.#doom = null
    if (life?.engine) await this.#options.agenda.untilEnded(life.engine.close(), CALL_MS_MAX)
    if (life) life.alive = false
    watchSqlite(this.dataDir, null)
    await settle()
  }

  /** The process ends here and now; what its files hold stays. {@link bury} it. */
  dieNow(): void {
    if (this.#life?.alive) this.#die(this.#life, false)
  }

  /** It dies at its n-th statement from now, or at the first of a kind. */
  dieAt(statements: number, fate: Exclude<Fate, 'live'>, sql: RegExp | null = null): void {
    this.#doom = { left: statements, fate, sql }
  }

  /** No death is planned any more. */
  spare(): void {
    this.#doom = null
  }

  /** Its last statement stood between the beginning and the end of a transaction. */
  diedInTransaction(): boolean {
    return this.#diedInTransaction
  }

  /** Another copy of HQ's facts was taken into use since this was last asked. */
  tookSwitch(): boolean {
    const switched = this.#switchedMirror
    this.#switchedMirror = false
    return switched
  }

  /** The note outside the data folder is lost. */
  forgetMarker(): void {
    rmSync(this.markerDir, { recursive: true, force: true })
  }

  /** Takes the dead process away: what lies in its folder is what it left at the moment of its death. */
  async bury(): Promise<void> {
    const life = this.#life
    const remains = this.#remains
    if (life === null || life.alive || remains === null) return
    this.#life = null
    this.#doom = null
    this.#remains = null
    if (life.engine) await this.#options.agenda.untilEnded(life.engine.close(), CALL_MS_MAX).catch(() => undefined)
    await settle()
    watchSqlite(this.dataDir, null)
    this.put(remains)
  }

  /** The machine starts again: another boot, monotonic time from the beginning. Only while the till is down. */
  reboot(): void {
    this.#boot += 1
    this.#bootedAtMs = this.#options.agenda.nowMs() - 5_000
  }

  /** The files as they are, without what belongs to a running process. */
  copy(): FolderCopy {
    const names = readdirSync(this.dataDir).filter((name) => !/(-shm|^till-lock\.db.*|^till\.lock)$/.test(name))
    return new Map(names.map((name) => [name, readFileSync(path.join(this.dataDir, name))]))
  }

  /** Puts files in the place of what is there. */
  put(copy: FolderCopy): void {
    rmSync(this.dataDir, { recursive: true, force: true })
    mkdirSync(this.dataDir, { recursive: true })
    for (const [name, bytes] of copy) writeFileSync(path.join(this.dataDir, name), bytes)
  }

  /** A call as the page makes it, with the contract's checks. @throws Killed when the till dies of it */
  async call<N extends CallName>(name: N, input: Input<N>): Promise<Reply<N>> {
    const life = this.#life
    if (!life?.alive || life.engine === null) throw new Error(`${this.name} is down`)
    const reportBug = (cause: unknown): string => {
      throw cause
    }
    const asked = serveCall({ kind: 'call', id: 1, name, input }, life.engine.handlers, reportBug)
    const answer = await this.#options.agenda.untilEnded(asked, CALL_MS_MAX, () => !life.alive).catch((cause: unknown) => {
      throw life.alive ? cause : new Killed()
    })
    if (hasDied(life)) throw new Killed()
    if (answer?.kind !== 'reply') throw new Error(`no reply to ${name}`)
    return answer.reply as Reply<N>
  }

  /** What the operating system tells when the network is back: nobody waits for what comes of it. */
  networkIsBack(): void {
    const life = this.#life
    if (!life?.alive || life.engine === null) return
    void Promise.resolve(life.engine.handlers['sync.now']({})).catch(() => undefined)
  }

  /** A call that must go well. */
  async must<N extends CallName>(name: N, input: Input<N>): Promise<Output<N>> {
    const reply = await this.call(name, input)
    if (reply.ok) return reply.output
    throw new Error(`${this.name}: ${name} answered ${JSON.stringify(reply.error)}`)
  }

  #clock() {
    const { agenda } = this.#options
    const bootedAtMs = this.#bootedAtMs
    return {
      wallMs: () => agenda.nowMs() + this.wallOffsetMs,
      monotonicMs: () => agenda.nowMs() - bootedAtMs,
      bootId: `${this.machineId}-boot-${this.#boot}`,
    }
  }

  #statement(life: Life, sql: string, when: Exclude<Fate, 'live'>, inTransaction: boolean): void {
    // The dead do nothing more, whatever they still try.
    if (!life.alive) throw new Killed()
    const doom = this.#doom
    if (doom === null || doom.fate !== when || (doom.sql !== null && !doom.sql.test(sql))) return
    doom.left -= 1
    if (doom.left > 0) return
    this.#die(life, inTransaction)
    throw new Killed()
  }

  #die(life: Life, inTransaction: boolean): void {
    this.#options.trace.note(`${this.name} dies`)
    this.#diedInTransaction = inTransaction
    life.alive = false
    this.#remains = this.copy()
  }
}

/** Keys as they are: the machine's own keychain is not what is tried here. */
const plainKeyStore: KeyStore = { kind: 'os', wrap: (bytes) => Promise.resolve(bytes), unwrap: (wrapped) => Promise.resolve(wrapped) }

/** Asked anew: a life may end while something is awaited. */
function hasDied(life: Life): boolean {
  return !life.alive
}

/** What a till had put off, unless it died since; it may die of it. */
function runAlive(life: Life, run: () => void): void {
  if (!life.alive) return
  try {
    run()
  } catch (cause) {
    if (!(cause instanceof Killed)) throw cause
  }
}
