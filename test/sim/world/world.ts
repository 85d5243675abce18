import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { makeEnrolCode } from '../../../src/hq/enrol.ts'
import { Agenda } from './agenda.ts'
import { openShift } from './cashier.ts'
import { SimHq } from './hq-node.ts'
import { Line } from './network.ts'
import { memoryFolder, type SimPostgres } from './postgres.ts'
import { SimTill } from './till-node.ts'
import { Trace } from './trace.ts'
import { watchQueries } from './work.ts'

export type WorldOptions = {
  readonly postgres: SimPostgres
  /** A database of this world's own, made already. */
  readonly database: string
  readonly seed: number
  readonly startMs: number
  readonly tell: ((line: string) => void) | null
}

/** Tills, their lines and one HQ, in one simulated time. */
export class World {
  readonly agenda: Agenda
  readonly trace: Trace
  readonly hq: SimHq
  readonly tills = new Map<string, SimTill>()
  readonly #options: WorldOptions
  readonly #folder: string

  constructor(options: WorldOptions) {
    this.#options = options
    this.#folder = mkdtempSync(path.join(memoryFolder(), 'tillpoint-world-'))
    this.agenda = new Agenda(options.startMs)
    this.trace = new Trace(() => this.agenda.nowMs(), options.tell)
    this.hq = new SimHq({ postgres: options.postgres, agenda: this.agenda, trace: this.trace, seed: options.seed, database: options.database })
  }

  till(name: string): SimTill {
    const till = this.tills.get(name)
    if (till === undefined) throw new Error(`there is no till ${name}`)
    return till
  }

  /** A till on a machine of its own, its engine not started. */
  place(name: string, machineId = `machine-${name}`): SimTill {
    const place = path.join(this.#folder, name)
    mkdirSync(place, { recursive: true })
    const line = new Line(name, this.hq, this.agenda, this.trace)
    const till = new SimTill({ name, seed: this.#options.seed, agenda: this.agenda, trace: this.trace, line, place, machineId })
    this.tills.set(name, till)
    return till
  }

  /** A new till of a store: enrolled and started. */
  async enrol(name: string, storeId: string): Promise<SimTill> {
    const made = await makeEnrolCode(this.hq.hq, storeId)
    if (made === null) throw new Error(`there is no store ${storeId}`)
    const till = this.place(name)
    await till.start(made.code)
    await openShift(till, this.hq.hq.ids.uuid())
    return till
  }

  async pass(ms: number): Promise<void> {
    await this.agenda.runTo(this.agenda.nowMs() + ms)
  }

  /** Ends all of it; the files go, the database stays. */
  async close(): Promise<void> {
    for (const till of this.tills.values()) {
      if (till.isDead()) await till.bury()
      await till.stop()
    }
    await this.hq.stop()
    watchQueries(null)
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
