import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DeskState, ScanReport } from '../../src/contract/desk-state.ts'
import { serveCall, type Input, type Output, type Reply } from '../../src/contract/serve.ts'
import type { CallName } from '../../src/contract/till-calls.ts'
import { makeSigningPair } from '../../src/till/crypto.ts'
import { writeIdentity, type TillIdentity } from '../../src/till/db/identity.ts'
import { openTillFiles, type TillFiles } from '../../src/till/db/till-files.ts'
import { startEngine } from '../../src/till/engine.ts'
import type { Engine, EngineOptions, KeyStore, Log } from '../../src/till/engine-options.ts'
import { regionKeyBytes } from '../../src/till/sync/enrol.ts'
import { testClock, testIds, NOW_MS, type TestClock } from './test-clock.ts'
import { testLine, type TestLine } from './till-line.ts'
import { fillMirror, regionKey, sampleShop, type Shop } from './till-shop.ts'

/** A key store that a test can read: what it wraps is a mark and the bytes. */
export const openKeyStore: KeyStore = {
  kind: 'os',
  wrap: (bytes) => Promise.resolve(Uint8Array.of(0xaa, ...bytes)),
  unwrap: (wrapped) =>
    wrapped[0] === 0xaa ? Promise.resolve(wrapped.slice(1)) : Promise.reject(new Error('wrapped by another key store')),
}

export type LogLine = { readonly level: keyof Log; readonly message: string }

export type TillSetting = {
  /** A folder to use; without it a new one, deleted by `dispose`. */
  readonly dataDir?: string
  readonly shop?: Shop
  readonly online?: boolean
  readonly clock?: TestClock
  readonly identity?: Partial<TillIdentity>
  readonly keyStore?: KeyStore
  /** What else the engine runs on. */
  readonly engine?: Partial<Pick<EngineOptions, 'markerDir' | 'machineId' | 'ids' | 'drivers'>>
  /** Changes the files after they are filled and before the engine starts. */
  readonly prepare?: (files: TillFiles) => void
}

/** A till in a folder of its own: the real engine on real files, an HQ that the test plays. */
export type TestTill = {
  readonly dataDir: string
  readonly clock: TestClock
  readonly line: TestLine
  readonly logs: LogLine[]
  readonly engine: Engine
  /** What pages were told, oldest first. */
  readonly desks: DeskState[]
  readonly scans: ScanReport[]
  /** Calls as a page does: through the contract, with its checks. */
  call<N extends CallName>(name: N, input: Input<N>): Promise<Reply<N>>
  /** The same, for a call that must go well. */
  must<N extends CallName>(name: N, input: Input<N>): Promise<Output<N>>
  scan(text: string): Promise<ScanReport>
  desk(): Promise<DeskState>
  /** Closes the engine and starts another on the same folder. */
  restart(): Promise<void>
  /** Closes the engine, lets `work` at the files, and starts again. */
  betweenRuns(work: (files: TillFiles) => void): Promise<void>
  close(): Promise<void>
  /** Closes and deletes the folder. */
  dispose(): Promise<void>
}

/** Makes the files of an enrolled till whose mirror is filled; the engine is not started. */
export async function prepareTill(dataDir: string, setting: TillSetting = {}): Promise<void> {
  const clock = setting.clock ?? testClock()
  const keyStore = setting.keyStore ?? openKeyStore
  const signing = makeSigningPair()
  const identity: TillIdentity = {
    ...{ tillId: 'till-1', tillNumber: 2, storeId: 's1', region: 'east', hqUrl: 'http://hq.invalid', incarnation: 1 },
    hqPublicKey: new Uint8Array(32),
    signingKeyWrapped: await keyStore.wrap(signing.privateKey),
    boxKeyWrapped: await keyStore.wrap(new Uint8Array(32)),
    regionKeyWrapped: await keyStore.wrap(regionKeyBytes(regionKey)),
    enrolledAtMs: NOW_MS - 86_400_000,
    ...setting.identity,
  }
  const files = openTillFiles({ dataDir, pid: process.pid, nowMs: clock.wallMs() })
  try {
    files.ledger.write((tx) => writeIdentity(tx, identity))
    fillMirror(files.mirror(), setting.shop ?? sampleShop(), clock.wallMs())
    setting.prepare?.(files)
  } finally {
    files.close()
  }
}

/** Makes and starts a till. */
export async function makeTill(setting: TillSetting = {}): Promise<TestTill> {
  const dataDir = setting.dataDir ?? mkdtempSync(join(tmpdir(), 'tillpoint-till-'))
  const clock = setting.clock ?? testClock()
  await prepareTill(dataDir, { ...setting, clock })
  return runTill({ ...setting, dataDir, clock })
}

/** Starts a till on files that are there. */
export async function runTill(setting: TillSetting & { readonly dataDir: string }): Promise<TestTill> {
  const { dataDir } = setting
  const clock = setting.clock ?? testClock()
  const line = testLine(setting.online ?? true)
  const logs: LogLine[] = []
  const logAt = (level: keyof Log) => (message: string) => void logs.push({ level, message })
  const options: EngineOptions = {
    ...{ dataDir, clock, hq: null, drivers: null },
    ids: testIds(),
    keyStore: setting.keyStore ?? openKeyStore,
    log: { info: logAt('info'), warn: logAt('warn'), error: logAt('error') },
    ...setting.engine,
  }
  const desks: DeskState[] = []
  const scans: ScanReport[] = []
  const start = async (): Promise<Engine> => {
    const engine = await startEngine(options, line.startSync)
    engine.on('desk.changed', (desk) => desks.push(desk))
    engine.on('scan.read', (scan) => scans.push(scan))
    return engine
  }
  let engine = await start()
  const call = async <N extends CallName>(name: N, input: Input<N>): Promise<Reply<N>> => {
    const reportBug = (cause: unknown): string => {
      throw cause
    }
    const answer = await serveCall({ kind: 'call', id: 1, name, input }, engine.handlers, reportBug)
    if (answer?.kind !== 'reply') throw new Error('no reply')
    return answer.reply as Reply<N>
  }
  const must = async <N extends CallName>(name: N, input: Input<N>): Promise<Output<N>> => {
    const reply = await call(name, input)
    if (reply.ok) return reply.output
    throw new Error(`${name} answered ${JSON.stringify(reply.error)}`)
  }
  const betweenRuns = async (work: (files: TillFiles) => void): Promise<void> => {
    await engine.close()
    const files = openTillFiles({ dataDir, pid: process.pid, nowMs: clock.wallMs() })
    try {
      work(files)
    } finally {
      files.close()
    }
    engine = await start()
  }
  return {
    ...{ dataDir, clock, line, logs, desks, scans, call, must, betweenRuns },
    get engine() {
      return engine
    },
    scan: (text) => must('scan.submit', { source: 'wedge', text }),
    desk: async () => (await must('till.hello', {})).desk,
    async restart() {
      await engine.close()
      engine = await start()
    },
    close: () => engine.close(),
    async dispose() {
      await engine.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
