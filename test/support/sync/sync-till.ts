import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chainHash, GENESIS_HASH } from '../../../src/journal/chain.ts'
import { eventBytes } from '../../../src/journal/event.ts'
import { insertEpoch, readNewestEpoch } from '../../../src/till/db/epochs.ts'
import type { TillIdentity } from '../../../src/till/db/identity.ts'
import { insertJournalRow, readLastEvent } from '../../../src/till/db/journal.ts'
import { openTillFiles, type TillFiles } from '../../../src/till/db/till-files.ts'
import { openEpoch } from '../../../src/till/epoch/open-epoch.ts'
import type { Sync, SyncEvent } from '../../../src/till/sync-port.ts'
import type { ExportDeps } from '../../../src/till/copy/export-journal.ts'
import { createSecondCopy, type SecondCopy } from '../../../src/till/copy/second-copy.ts'
import { enrolTill, readRegionKey } from '../../../src/till/sync/enrol.ts'
import type { Fetch } from '../../../src/till/sync/hq-client.ts'
import type { LinkState } from '../../../src/till/sync/link.ts'
import { startSync } from '../../../src/till/sync/sync.ts'
import { systemTimers } from '../../../src/till/sync/timers.ts'
import { sha256, signer } from '../../../src/till/crypto.ts'

/** A till's files, keys and sync, without a sale desk: events are written by {@link commit}. */
export type SyncTill = {
  readonly files: TillFiles
  readonly dataDir: string
  readonly privateKey: Uint8Array
  readonly identity: TillIdentity
  readonly sync: Sync & { line(): LinkState }
  readonly events: SyncEvent[]
  readonly logged: string[]
  /** Writes one event as the sale desk does, and tells sync. @returns its seq */
  commit(body?: unknown): number
  /** Resolves when `holds` does, looked at after every event of sync. */
  until(what: string, holds: () => boolean): Promise<void>
  /** Asks sync to look, again and again, until `holds`. */
  untilAsked(what: string, holds: () => boolean): Promise<void>
  restartSync(): Promise<void>
  /** Ends it and leaves its files. */
  /** What a file of events is written with. */
  readonly exporting: ExportDeps
  readonly secondCopy: SecondCopy | null
  shut(): Promise<void>
  close(): Promise<void>
}

let made = 0

export type SyncTillOptions = {
  readonly hqUrl: () => string
  readonly code?: string
  readonly random?: () => number
  readonly fetch?: Fetch
  /** An existing till's folder and key, instead of enrolling a new one. */
  /** Where the second copy goes; null: nowhere now. Absent: none is kept. */
  readonly copyFolder?: () => string | null
  readonly from?: { readonly dataDir: string; readonly privateKey: Uint8Array }
}

/** Opens the files and, where there is no identity yet, enrols. */
async function prepare(options: SyncTillOptions) {
  const dataDir = options.from?.dataDir ?? mkdtempSync(join(tmpdir(), 'tillpoint-sync-'))
  const files = openTillFiles({ dataDir, pid: process.pid, nowMs: 1 })
  const { ledger } = files
  if (readNewestEpoch(ledger) === null) {
    ledger.write((tx) => insertEpoch(tx, { epoch: 1, startedAtMs: 1, machineId: 'm', previousHash: GENESIS_HASH }))
  }
  let privateKey = options.from?.privateKey ?? new Uint8Array()
  const wrap = (secret: Uint8Array): Promise<Uint8Array> => {
    if (privateKey.length === 0) privateKey = secret
    return Promise.resolve(secret)
  }
  const outcome = await enrolTill({ ledger, fetch, timers: systemTimers, wrap, nowMs: () => 1 }, options.hqUrl(), options.code ?? 'CODE-1', 'test')
  if (outcome.kind !== 'enrolled' && outcome.kind !== 'already_enrolled') throw new Error(`not enrolled: ${JSON.stringify(outcome)}`)
  return { dataDir, files, ledger, privateKey, identity: outcome.identity }
}

export async function startSyncTill(options: SyncTillOptions): Promise<SyncTill> {
  const { dataDir, files, ledger, privateKey, identity } = await prepare(options)
  const events: SyncEvent[] = []
  const logged: string[] = []
  const watchers = new Set<() => void>()
  const log = (message: string): void => void logged.push(message)
  const gapStamp = () => ({ id: `gap-${++made}`, tillId: identity.tillId, committedAtMs: 1, monotonicMs: 1, bootId: 'b', businessDate: '2026-01-01' })
  const boxKey = readRegionKey(identity.regionKeyWrapped)?.boxKey ?? new Uint8Array(32)
  const exporting: ExportDeps = { ledger, identity, sign: signer(privateKey), boxKey, gapStamp, nowMs: () => 1 }
  const { copyFolder } = options
  const secondCopy = copyFolder === undefined ? null : createSecondCopy({ ...exporting, folder: copyFolder, onChange: (state) => log(`copy: ${JSON.stringify(state)}`) })
  const begin = (): Sync & { line(): LinkState } =>
    startSync({
      ledger,
      files,
      identity,
      hqUrl: options.hqUrl,
      sign: signer(privateKey),
      fetch: options.fetch ?? fetch,
      timers: systemTimers,
      clock: { wallMs: () => performance.now(), monotonicMs: () => performance.now(), bootId: 'b' },
      nowMs: () => Math.floor(performance.now()),
      random: options.random ?? (() => 0.01),
      openEpochAbove(epoch, cause) {
        const stamp = { tillId: identity.tillId, committedAtMs: 1, monotonicMs: 1, bootId: 'b', businessDate: '2026-01-01' }
        const opened = { stamp, eventId: `epoch-${++made}`, machineId: 'm', cause, epochMin: epoch + 1, basket: 'keep' } as const
        ledger.write((tx) => openEpoch(tx, opened))
      },
      gapStamp,
      ...(secondCopy && { secondCopy }),
      onEvent(event) {
        events.push(event)
        if (event.kind === 'acked') secondCopy?.poke()
        for (const look of watchers) look()
      },
      log: { info: log, warn: log, error: log },
    })
  let sync = begin()
  return {
    files,
    dataDir,
    privateKey,
    identity,
    exporting,
    secondCopy,
    get sync() {
      return sync
    },
    events,
    logged,
    commit(body = { n: ++made }) {
      const epoch = readNewestEpoch(ledger)
      const last = readLastEvent(ledger, epoch?.epoch ?? 1)
      const seq = (last?.seq ?? 0) + 1
      const id = `${identity.tillId}-${epoch?.epoch}-${seq}-${++made}`
      const event = { v: 1, tillId: identity.tillId, epoch: epoch?.epoch ?? 1, seq, id, kind: 'sale', committedAtMs: 1, monotonicMs: 1, bootId: 'b', businessDate: '2026-01-01', body } as const
      const bytes = eventBytes(event)
      const hash = chainHash(sha256, last?.hash ?? epoch?.previousHash ?? GENESIS_HASH, bytes)
      ledger.write((tx) => insertJournalRow(tx, { epoch: event.epoch, seq, eventId: id, kind: 'sale', bytes, hash, committedAtMs: 1 }))
      sync.wake()
      secondCopy?.poke()
      return seq
    },
    until: (what, holds) =>
      new Promise((resolve, reject) => {
        const giveUp = setTimeout(() => {
          watchers.delete(look)
          reject(new Error(`never: ${what}; ${JSON.stringify(sync.status())}; ${logged.join(' | ')}`))
        }, 30_000)
        const look = (): void => {
          if (!holds()) return
          clearTimeout(giveUp)
          watchers.delete(look)
          resolve()
        }
        watchers.add(look)
        look()
      }),
    async untilAsked(what, holds) {
      for (let asked = 0; !holds(); asked += 1) {
        if (asked === 100) throw new Error(`never: ${what}; ${JSON.stringify(sync.status())}; ${logged.join(' | ')}`)
        await sync.now()
      }
    },
    async restartSync() {
      await sync.close()
      sync = begin()
    },
    async shut() {
      await sync.close()
      await secondCopy?.close()
      files.close()
    },
    async close() {
      await sync.close()
      await secondCopy?.close()
      files.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
