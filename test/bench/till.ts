import { copyFileSync, linkSync, mkdirSync, rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TillStatus } from '../../src/contract/desk-state.ts'
import { serveCall, type Input, type Output } from '../../src/contract/serve.ts'
import type { CallName } from '../../src/contract/till-calls.ts'
import type { RegionKey } from '../../src/journal/key-wrap.ts'
import { systemClock } from '../../src/till/clock.ts'
import { makeSigningPair } from '../../src/till/crypto.ts'
import { writeIdentity } from '../../src/till/db/identity.ts'
import { mirrorPath, openTillFiles } from '../../src/till/db/till-files.ts'
import { startEngine } from '../../src/till/engine.ts'
import type { Engine, KeyStore, Log } from '../../src/till/engine-options.ts'
import { uuidV7Ids } from '../../src/till/ids.ts'
import { regionKeyBytes } from '../../src/till/sync/enrol.ts'

/** Wraps nothing: these tills are thrown away. */
const bareKeyStore: KeyStore = { kind: 'os', wrap: (bytes) => Promise.resolve(bytes), unwrap: (bytes) => Promise.resolve(bytes) }

export type BenchTill = {
  readonly dataDir: string
  readonly engine: Engine
  /** A call that must go well. */
  must<N extends CallName>(name: N, input: Input<N>): Promise<Output<N>>
}

const silent = (): void => undefined
const log: Log = { info: silent, warn: silent, error: (message) => void process.stderr.write(`${message}\n`) }
const ONLINE_MS = 20_000

/** HQ has told it rules, goods and members. */
export function hasEverything({ sync, warnings }: TillStatus): boolean {
  return sync.kind === 'online' && !warnings.includes('mirror-loading') && !warnings.includes('no-rules')
}

/** Enrols a till of this process at an HQ, takes what HQ tells it, and closes it again. */
export async function enrolEngine(dataDir: string, hqUrl: string, enrolCode: string): Promise<void> {
  mkdirSync(dataDir, { recursive: true })
  const engine = await startEngine({ dataDir, hq: { url: hqUrl, enrolCode }, drivers: null, clock: systemClock(), ids: uuidV7Ids(), keyStore: bareKeyStore, log })
  const online = new Promise<boolean>((resolve) => engine.on('status.changed', (status) => hasEverything(status) && resolve(true)))
  const isOnline = await Promise.race([online, sleep(ONLINE_MS, false, { ref: false })])
  await engine.close()
  if (!isOnline) throw new Error(`the till was not online within ${ONLINE_MS} ms`)
}

/**
 * A till of this process, without HQ, over the mirror of another one.
 * @param mirror `link`: the very file (nobody else may have it open), `copy`: its own
 */
export async function startBenchTill(dataDir: string, mirrorOf: string, mirror: 'link' | 'copy', key: RegionKey): Promise<BenchTill> {
  mkdirSync(dataDir, { recursive: true })
  const files = openTillFiles({ dataDir, pid: process.pid, nowMs: Date.now() })
  files.ledger.write((tx) =>
    writeIdentity(tx, {
      ...{ tillId: 'bench', tillNumber: 1, storeId: 's1', region: 'east', hqUrl: '', incarnation: 1 },
      hqPublicKey: new Uint8Array(32),
      signingKeyWrapped: makeSigningPair().privateKey,
      boxKeyWrapped: new Uint8Array(32),
      regionKeyWrapped: regionKeyBytes(key),
      enrolledAtMs: Date.now(),
    }),
  )
  files.close()
  rmSync(mirrorPath(dataDir, 1))
  const place = mirror === 'link' ? linkSync : copyFileSync
  place(mirrorPath(mirrorOf, 1), mirrorPath(dataDir, 1))
  const engine = await startEngine({
    ...{ dataDir, hq: null, drivers: null, clock: systemClock(), ids: uuidV7Ids(), keyStore: bareKeyStore },
    log,
  })
  const must = async <N extends CallName>(name: N, input: Input<N>): Promise<Output<N>> => {
    const answer = await serveCall({ kind: 'call', id: 1, name, input }, engine.handlers, (cause) => {
      throw cause
    })
    const reply = answer?.kind === 'reply' ? (answer.reply as { readonly ok: boolean; readonly output?: Output<N>; readonly error?: unknown }) : null
    if (reply?.ok === true) return reply.output as Output<N>
    throw new Error(`${name} answered ${JSON.stringify(reply?.error)}`)
  }
  return { dataDir, engine, must }
}
