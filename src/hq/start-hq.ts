import type { FastifyInstance } from 'fastify'
import { createCarer } from './care/care.ts'
import { connect, migrateDatabase } from './connect.ts'
import type { Clock } from './clock.ts'
import { loadConsolePassword } from './console/password.ts'
import { createFeedSignal } from './feed/signal.ts'
import type { Hq } from './hq.ts'
import { buildApp } from './http/app.ts'
import { ROUTE_LIMITS, type RouteLimits } from './http/limits.ts'
import { loadIdentity } from './identity.ts'
import type { Ids } from './ids.ts'
import { describeCause, type Log } from './log.ts'
import type { MasterKey } from './master-key.ts'
import { createMetrics } from './metrics.ts'
import { applierOf } from './push.ts'
import { createSweeper, type Sweeper } from './sweep.ts'

export type HqOptions = {
  readonly databaseUrl: string
  readonly masterKey: MasterKey
  readonly host: string
  /** 0: any free one. */
  readonly port: number
  readonly log: Log
  readonly clock: Clock
  readonly ids: Ids
  /** Folder of the built console; null: none is served. */
  readonly consoleDir: string | null
  /** Makes this the one-time password of the console. */
  readonly consolePassword?: string
  readonly limits?: Partial<RouteLimits>
  readonly connectionsMax?: number
  readonly sweepMs?: number
  /** How often other processes' changes are looked for. */
  readonly feedWatchMs?: number
}
export type RunningHq = { readonly url: string; readonly port: number; readonly hq: Hq; close(): Promise<void> }
/** HQ without an address: whoever holds it hands it requests (`app.inject`). */
export type OpenHq = { readonly hq: Hq; readonly app: FastifyInstance; readonly sweeper: Sweeper; close(): Promise<void> }

const SWEEP_MS = 5_000
/** Points expire at HQ within so long; tills stop offering expired points by themselves. */
const CARE_MS = 60_000

/**
 * Starts one HQ process over a database, bringing its schema up to date first. Any number of them may run over the same
 * database; each may be killed at any moment.
 */
export async function startHq(options: HqOptions): Promise<RunningHq> {
  const { hq, app, sweeper, close } = await openHq(options)
  try {
    await app.listen({ host: options.host, port: options.port })
  } catch (cause) {
    await close()
    throw cause
  }
  void sweeper.sweepNow()
  const carer = createCarer(hq, CARE_MS, (cause) => hq.log.warn('care failed', describeCause(cause)), hq.signal.poke)
  const address = app.server.address()
  const port = typeof address === 'object' && address !== null ? address.port : options.port
  const shownHost = options.host === '0.0.0.0' || options.host === '::' ? '127.0.0.1' : options.host
  return {
    ...{ url: `http://${shownHost}:${port}`, port, hq },
    async close() {
      await carer.close()
      await close()
    },
  }
}

/** All of HQ but the listening. */
export async function openHq(options: Omit<HqOptions, 'host' | 'port'>): Promise<OpenHq> {
  const { clock, ids, log, masterKey: master } = options
  await migrateDatabase(options.databaseUrl, clock)
  const db = connect(options.databaseUrl, log, options.connectionsMax)
  const metrics = createMetrics()
  const reportSignal = (cause: unknown): void => log.warn('numbering failed', describeCause(cause))
  const watch = options.feedWatchMs === undefined ? {} : { watchMs: options.feedWatchMs }
  const signal = createFeedSignal({ db, onPosition: (position) => metrics.feedHead.set(position), onError: reportSignal, ...watch })
  try {
    const hq: Hq = { db, clock, ids, log, master, identity: await loadIdentity(db, master, clock), metrics, signal }
    if (options.consolePassword !== undefined) await loadConsolePassword(hq, options.consolePassword)
    const app = await buildApp(hq, { limits: { ...ROUTE_LIMITS, ...options.limits }, consoleDir: options.consoleDir })
    const sweeper = createSweeper(applierOf(hq), options.sweepMs ?? SWEEP_MS, (cause) => log.warn('sweep failed', describeCause(cause)), signal.poke)
    return {
      ...{ hq, app, sweeper },
      async close() {
        await app.close()
        await sweeper.close()
        await signal.close()
        metrics.stop()
        await db.destroy()
      },
    }
  } catch (cause) {
    metrics.stop()
    await signal.close()
    await db.destroy()
    throw cause
  }
}
