import type { Sign } from '../../journal/crypto.ts'
import type { Clock } from '../clock.ts'
import { sha256, verify } from '../crypto.ts'
import { base64Of, hexOf } from '../../journal/codec.ts'
import type { SignedAck } from '../../journal/ack.ts'
import type { SecondCopy } from '../copy/second-copy.ts'
import { readNewestAck } from '../db/acks.ts'
import type { TillIdentity } from '../db/identity.ts'
import { countEventsAfter } from '../db/journal.ts'
import { countRecovered } from '../db/recovered.ts'
import type { Ledger } from '../db/sqlite-file.ts'
import type { Log } from '../engine-options.ts'
import type { Sync, SyncEvent } from '../sync-port.ts'
import { fullJitterBackoff } from './backoff.ts'
import { createCounter } from './counter.ts'
import { createHqClient, type Fetch, type HqClient } from './hq-client.ts'
import { JOURNAL_START } from './journal-queue.ts'
import { createLeaseReturns } from './lease-returns.ts'
import { createLender } from './lender.ts'
import { createLink, type Link, type LinkState } from './link.ts'
import type { GapStamp } from './gap.ts'
import { startLoop, type Loop, type StepResult } from './loop.ts'
import { createNews } from './news.ts'
import { createPull, type MirrorFiles } from './pull.ts'
import { createPump } from './pump.ts'
import { pruneJournal } from './prune.ts'
import { recoverLost } from './recovery.ts'
import { createSessions } from './session.ts'
import type { Timers } from './timers.ts'

export type SyncOptions = {
  readonly ledger: Ledger
  readonly files: MirrorFiles
  readonly identity: TillIdentity
  /** HQ's address may change while we run (another port after its restart): read at every call. */
  readonly hqUrl: () => string
  readonly sign: Sign
  readonly fetch: Fetch
  readonly timers: Timers
  readonly clock: Clock
  /** Trusted time. */
  readonly nowMs: () => number
  /** Uniform in [0, 1). */
  readonly random: () => number
  readonly onEvent: (event: SyncEvent) => void
  /** HQ holds events of this till that these files have not: opens an epoch above `epoch`. Absent: a person has to look. */
  readonly openEpochAbove?: (epoch: number, cause: 'hq-ahead' | 'fork') => void
  /** Absent: there is none. */
  readonly secondCopy?: Pick<SecondCopy, 'lost' | 'delivered'>
  /** Marks an event of the journal that stands in for an unreadable row. */
  readonly gapStamp: () => GapStamp
  readonly log: Log
}

/** After a step that threw. */
const CRASH_DELAY_MS = 5_000

/**
 * Synchronising, put together: four loops (push, pull, give leases back, listen) over one session and one view of the line.
 * Only pushing looks for an HQ that is away; the others go on when it is found.
 */
export function startSync(options: SyncOptions): Sync & { line(): LinkState } {
  const { ledger, timers, log, onEvent } = options
  const link = createLink(options.nowMs, readNewestAck(ledger)?.hqAtMs ?? null)
  const client = createHqClient({ baseUrl: options.hqUrl, fetch: options.fetch, timers })
  const parts = assemble(options, link, client, { wakePush: () => push.wake(), wakePull: () => pull.wake() })

  const loopOf = (name: string, part: { step(): Promise<StepResult> }): Loop =>
    startLoop({ step: () => part.step(), timers, crashDelayMs: CRASH_DELAY_MS, onCrash: (cause) => log.error(`sync: ${name} failed: ${String(cause)}`) })
  const push = loopOf('push', parts.pump)
  const pull = loopOf('pull', parts.pull)
  const news = loopOf('news', parts.news)
  /** Those that have an end: what a wake is for. */
  const errands = [push, pull, loopOf('lease returns', parts.returns)]
  const stopListening = link.onChange((state) => {
    log.info(`sync: ${state.kind}${state.kind === 'refused' ? ` ${state.why}` : ''}${'detail' in state ? ` (${state.detail})` : ''}`)
    onEvent({ kind: 'status' })
    // Whoever lost the line, the pump goes to look for it; when it is found, the others go on.
    for (const loop of state.kind === 'offline' ? [push] : [...errands, news]) loop.nudge()
  })

  return {
    askLease: (question) => parts.lender.askLease(question),
    ...parts.counter,
    line: () => link.state(),
    status: () => ({
      kind: link.state().kind,
      queuedEvents: countEventsAfter(ledger, parts.pump.position() ?? readNewestAck(ledger) ?? JOURNAL_START),
      lastContactAtMs: link.lastContactAtMs(),
      ...loadingOf(parts.pull.loadedShare()),
      ...recoveredOf(ledger),
    }),
    wake() {
      for (const loop of errands) loop.wake()
    },
    haltLoading() {
      parts.pull.halt()
      onEvent({ kind: 'status' })
    },
    async now() {
      parts.pull.resume()
      await Promise.all(errands.map((loop) => loop.now()))
    },
    async close() {
      stopListening()
      const ended = Promise.all([...errands, news].map((loop) => loop.close()))
      // What is under way can be given up: HQ may have it or not, the next start asks and goes on from there.
      client.close()
      await ended
      parts.pull.close()
    },
  }
}

function assemble(options: SyncOptions, link: Link, client: HqClient, wakes: { wakePush(): void; wakePull(): void }) {
  const { ledger, identity, timers, sign, onEvent, log } = options
  const { tillId, hqPublicKey } = identity
  const onHqTime = (hqAtMs: number): void => onEvent({ kind: 'hq-time', hqAtMs, monotonicMs: options.clock.monotonicMs() })
  const sessions = createSessions({ client, link, tillId, hqPublicKey, sign, verify, onHqTime, newestAck: () => signedAckOf(ledger, tillId) })
  const backoff = () => fullJitterBackoff(options.random)
  const news = createNews({ client, sessions, link, backoff: backoff(), onNews: () => wakes.wakePull() })
  return {
    news,
    lender: createLender({ ledger, sessions, link, timers }),
    counter: createCounter({ sessions, link, timers }),
    pump: createPump({
      ...{ ledger, sessions, link, tillId, hqPublicKey, sign, verify, sha256 },
      backoff: backoff(),
      openEpochAbove(epoch, cause) {
        options.openEpochAbove?.(epoch, cause)
        return options.openEpochAbove !== undefined
      },
      lostBatches: () => options.secondCopy?.lost() ?? Promise.resolve([]),
      onLostDelivered: () => options.secondCopy?.delivered(),
      recover: () => recoverLost({ ledger, sessions, tillId, tillNumber: identity.tillNumber, hqPublicKey, verify, sha256, nowMs: options.nowMs }),
      prune: () => pruneJournal({ ledger, tillId, hqPublicKey, verify }),
      gapStamp: options.gapStamp,
      onGap: ({ epoch, seq }) => log.error(`sync: event ${epoch}/${seq} of the journal can no longer be read; HQ is told of a gap`),
      onProgress: () => {
        onEvent({ kind: 'acked' })
        onEvent({ kind: 'status' })
      },
    }),
    pull: createPull({
      ...{ ledger, sessions, link, files: options.files },
      backoff: backoff(),
      isTold: () => news.isTold(),
      breathe: () => new Promise((resolve) => void timers.after(0, resolve)),
      onSessionOver: () => wakes.wakePush(),
      onMirrorChange: ({ loadedShare }) => onEvent({ kind: 'mirror', isCaughtUp: loadedShare === null }),
      onBadRow: (row) => log.warn(`sync: a row of the feed was left out: ${row.path} ${row.problem}`),
    }),
    returns: createLeaseReturns({
      ...{ ledger, sessions, link },
      backoff: backoff(),
      onRefused: ({ leaseId, error, detail }) => log.warn(`sync: lease ${leaseId} could not be given back: ${error} ${detail}`),
    }),
  }
}

function loadingOf(share: number | null): { readonly loadingPercent?: number } {
  return share === null ? {} : { loadingPercent: Math.floor(share * 100) }
}

function recoveredOf(ledger: Ledger): { readonly recoveredSales?: number } {
  const { sales } = countRecovered(ledger)
  return sales === 0 ? {} : { recoveredSales: sales }
}

/** The newest ack as HQ signed it. */
function signedAckOf(ledger: Ledger, tillId: string): SignedAck | null {
  const ack = readNewestAck(ledger)
  return ack && { tillId, epoch: ack.epoch, seq: ack.seq, hash: hexOf(ack.hash), hqAtMs: ack.hqAtMs, signature: base64Of(ack.signature) }
}
