import type { PushAnswer, PushRequest } from '../../contract/wire-push.ts'
import { assertNever } from '../../domain/assert.ts'
import { ackHolds } from '../../journal/ack.ts'
import { BATCH_LIMITS, type BatchLimits } from '../../journal/batch.ts'
import { bytesOfBase64, bytesOfHex, sameBytes } from '../../journal/codec.ts'
import type { Sha256, Sign, Verify } from '../../journal/crypto.ts'
import { insertAck } from '../db/acks.ts'
import { putCheckpoint } from '../db/checkpoints.ts'
import { readNewestEpoch } from '../db/epochs.ts'
import { countEventsAfter, readEventAt, type JournalPosition } from '../db/journal.ts'
import { putOutcome, readNewestOutcomePosition } from '../db/outcomes.ts'
import type { Ledger } from '../db/sqlite-file.ts'
import { BACKOFF_CAP_IDLE_MS, BACKOFF_CAP_QUEUED_MS, type Backoff } from './backoff.ts'
import { JOURNAL_START, nextBatch, reconcile } from './journal-queue.ts'
import { recordGap, type GapStamp } from './gap.ts'
import type { Link, LinkRefusal } from './link.ts'
import type { StepResult } from './loop.ts'
import type { RecoveryResult } from './recovery.ts'
import { sealBatch, type ReadyBatch } from './seal-batch.ts'
import type { Session, Sessions } from './session.ts'

/**
 * Till → HQ. Sends the journal in order, a batch at a time, and goes on from what HQ holds: a lost answer only means
 * that the same batch goes again. It believes an ack only under HQ's signature and over our own hash, and writes it
 * down before it goes on. Nothing that HQ answers makes an event go away here.
 */
export type PumpDeps = {
  readonly ledger: Ledger
  readonly sessions: Sessions
  readonly link: Link
  readonly tillId: string
  readonly hqPublicKey: Uint8Array
  readonly sign: Sign
  readonly verify: Verify
  readonly sha256: Sha256
  readonly backoff: Backoff
  /**
   * HQ holds what these files have not. Opens an epoch above `epoch`, in which the journal goes on.
   * @returns false when that is left to a person
   */
  readonly openEpochAbove: (epoch: number, cause: 'hq-ahead' | 'fork') => boolean
  /** Batches that only a second copy still has. */
  readonly lostBatches: () => Promise<readonly PushRequest[]>
  readonly onLostDelivered: () => void
  /** Gets back what only HQ still has of this till, where that is due. */
  readonly recover: () => Promise<RecoveryResult>
  /** Takes the bytes of some rows that are old enough. @returns false when there are none */
  readonly prune: () => boolean
  /** Marks an event that stands in for an unreadable row. */
  readonly gapStamp: () => GapStamp
  /** A row can no longer be read: it was given a gap. */
  readonly onGap: (at: JournalPosition) => void
  /** An ack was written: queue and receipts may say so. */
  readonly onProgress: (acked: JournalPosition) => void
}
export type Pump = {
  step(): Promise<StepResult>
  /** Where HQ stands by its own word; null: not asked yet. */
  position(): JournalPosition | null
}

/** A push may take this long for itself, and longer for what it carries: at least 16 kB/s must be possible. */
export const PUSH_TIMEOUT_MS = 4_000
export const PUSH_TIMEOUT_MS_MAX = 60_000
const PUSH_BYTES_PER_MS = 16

type PumpState = {
  /** HQ's position as of the session `sessionNumber`, and what was acked since. */
  position: JournalPosition | null
  sessionNumber: number
  /** HQ holds something else than these files in or above this epoch, and how that was found; null: it does not. */
  diverged: { readonly epoch: number; readonly cause: 'hq-ahead' | 'fork' } | null
  /** A revoked till pushes what it has and is told nothing more. */
  revoked: boolean
  /** Smaller than usual behind a proxy that takes less than HQ. */
  limits: BatchLimits
  timeoutsInARow: number
}

export function createPump(deps: PumpDeps): Pump {
  const state: PumpState = { position: null, sessionNumber: 0, diverged: null, revoked: false, limits: BATCH_LIMITS, timeoutsInARow: 0 }
  return { position: () => state.position, step: () => pumpStep(deps, state) }
}

async function pumpStep(deps: PumpDeps, state: PumpState): Promise<StepResult> {
  const session = await deps.sessions.ensure()
  if (session.kind !== 'answer') return failed(deps, state, session.kind === 'failed' ? session.retryAfterMs : 0)
  if (session.answer.number !== state.sessionNumber) beginSession(deps, state, session.answer)
  const waiting = nextBatch(deps.ledger, deps.sha256, state.position ?? JOURNAL_START, state.limits)
  if (waiting.kind === 'unreadable') {
    recordGap(deps.ledger, waiting.row, deps.gapStamp())
    deps.onGap(waiting.row)
    return { kind: 'again' }
  }
  if (waiting.kind === 'batch') return pushBatch(deps, state, waiting)
  if (state.diverged !== null && newestEpoch(deps.ledger) <= state.diverged.epoch) return goOnAbove(deps, state, state.diverged)
  if (deps.link.state().kind === 'offline') {
    // Nothing to send, and somebody lost the line: opening a session is how to look for HQ.
    deps.sessions.drop()
    return { kind: 'again' }
  }
  return whenDrained(deps, state)
}

/** HQ says where it stands; what it says is kept as the proof that pruning needs. */
function beginSession({ ledger }: PumpDeps, state: PumpState, { durable, number, standing, incarnation, proof }: Session): void {
  const found = reconcile(ledger, durable)
  state.position = found.position
  state.diverged = found.kind === 'diverged' ? { epoch: found.epoch, cause: 'hq-ahead' } : null
  state.sessionNumber = number
  state.revoked = standing === 'revoked'
  const [hash, signature] = [bytesOfHex(durable?.hash ?? ''), bytesOfBase64(proof.signature)]
  if (durable === null || found.kind !== 'shared' || hash === null || signature === null) return
  const { epoch, seq } = durable
  ledger.write((tx) => putCheckpoint(tx, { epoch, seq, hash, incarnation, hqAtMs: proof.hqAtMs, nonce: proof.nonce, signature }))
}

/** Nothing waits: time for what can wait. */
async function whenDrained(deps: PumpDeps, state: PumpState): Promise<StepResult> {
  const undelivered = await deliverLost(deps)
  if (undelivered !== null) return failed(deps, state, undelivered)
  if (!state.revoked) {
    const recovery = await deps.recover()
    if (recovery.kind === 'failed') return failed(deps, state, recovery.retryAfterMs)
    if (recovery.kind === 'refused') return stuck(deps, state, 'hq_not_genuine', `lost events: ${recovery.detail}`)
    if (recovery.kind === 'recovered') return { kind: 'again' }
  }
  settled(deps, state)
  return deps.prune() ? { kind: 'again' } : { kind: 'idle', pollMs: null }
}

/** What a fork, a gap or HQ itself makes of them is HQ's affair: it keeps every branch. @returns how long to hold back; null: done */
async function deliverLost(deps: PumpDeps): Promise<number | null> {
  const batches = await deps.lostBatches()
  for (const request of batches) {
    const reply = await deps.sessions.call('push', request, PUSH_TIMEOUT_MS_MAX)
    if (reply.kind === 'failed') return reply.retryAfterMs
    if (reply.kind === 'shut') return 0
  }
  if (batches.length > 0) deps.onLostDelivered()
  return null
}

/** All that these files have is at HQ; what HQ has beside it stays there. */
function goOnAbove(deps: PumpDeps, state: PumpState, { epoch, cause }: NonNullable<PumpState['diverged']>): StepResult {
  if (deps.openEpochAbove(epoch, cause) && newestEpoch(deps.ledger) > epoch) return { kind: 'again' }
  return stuck(deps, state, cause === 'fork' ? 'fork' : 'hq_ahead', `HQ holds other events up to epoch ${epoch}`)
}

function newestEpoch(ledger: Ledger): number {
  return readNewestEpoch(ledger)?.epoch ?? 0
}

function settled({ backoff, link }: PumpDeps, { revoked }: PumpState): void {
  backoff.reset()
  if (revoked) link.stuck('revoked', 'HQ takes what this till has and tells it nothing more')
  else link.unstuck()
}

async function pushBatch(deps: PumpDeps, state: PumpState, batch: ReadyBatch): Promise<StepResult> {
  const request = { ...sealBatch(deps, batch), outcomesAfter: readNewestOutcomePosition(deps.ledger) }
  const bytes = batch.events.reduce((total, event) => total + event.length, 0)
  const timeoutMs = Math.min((PUSH_TIMEOUT_MS + bytes / PUSH_BYTES_PER_MS) * 2 ** state.timeoutsInARow, PUSH_TIMEOUT_MS_MAX)
  const reply = await deps.sessions.call('push', request, timeoutMs)
  switch (reply.kind) {
    case 'answer':
      return accept(deps, state, reply.answer, request)
    case 'refused':
      return refused(deps, state, reply, request)
    case 'failed':
      state.timeoutsInARow = reply.why === 'timeout' ? state.timeoutsInARow + 1 : 0
      return failed(deps, state, reply.retryAfterMs)
    case 'shut':
      return failed(deps, state)
    default:
      return assertNever(reply)
  }
}

function accept(deps: PumpDeps, state: PumpState, answer: PushAnswer, sent: PushRequest): StepResult {
  const acked = takeAck(deps, answer, lastOf(sent))
  if (acked === null) return stuck(deps, state, 'hq_not_genuine', 'an ack that does not hold')
  if (acked.seq < answer.ack.seq) state.diverged ??= { epoch: answer.ack.epoch, cause: 'hq-ahead' }
  state.timeoutsInARow = 0
  state.limits = BATCH_LIMITS
  state.position = acked
  deps.onProgress(acked)
  // An HQ that acks nothing of what it got must not be asked in a tight circle.
  if (acked.epoch === sent.epoch && acked.seq < sent.firstSeq) return failed(deps, state)
  settled(deps, state)
  return { kind: 'again' }
}

type Refusal = { readonly error: string; readonly detail: string; readonly expectedSeq: number | null }

function refused(deps: PumpDeps, state: PumpState, { error, detail, expectedSeq }: Refusal, sent: PushRequest): StepResult {
  if (error === 'gap' && expectedSeq !== null && expectedSeq <= sent.firstSeq && state.diverged?.cause !== 'fork') {
    // HQ lost its end (a restore) since the session began: go back to what it asks for.
    state.position = { epoch: sent.epoch, seq: expectedSeq - 1 }
    return expectedSeq < sent.firstSeq ? { kind: 'again' } : failed(deps, state)
  }
  if (error === 'too_large' && sent.events.length > 1) {
    state.limits = { ...BATCH_LIMITS, eventsMax: Math.ceil(sent.events.length / 2) }
    return { kind: 'again' }
  }
  if (error === 'fork') {
    // HQ has kept this branch beside its own: nothing is lost, and nothing behind it has to wait.
    state.diverged = { epoch: Math.max(sent.epoch, state.diverged?.epoch ?? 0), cause: 'fork' }
    state.position = lastOf(sent)
    return { kind: 'again' }
  }
  const why = error === 'gap' ? 'hq_ahead' : error === 'bad_signature' ? error : 'refused_by_hq'
  return stuck(deps, state, why, `${error}: ${detail}`)
}

function failed({ ledger, backoff }: PumpDeps, { position }: PumpState, holdMs = 0): StepResult {
  const waits = position === null || countEventsAfter(ledger, position) > 0
  return { kind: 'failed', delayMs: backoff.nextMs(waits ? BACKOFF_CAP_QUEUED_MS : BACKOFF_CAP_IDLE_MS), holdMs }
}

/** Says why in the status bar, and learns HQ's position anew before the next attempt. */
function stuck(deps: PumpDeps, state: PumpState, why: LinkRefusal, detail: string): StepResult {
  deps.link.stuck(why, detail)
  deps.sessions.drop()
  return failed(deps, state)
}

const lastOf = ({ epoch, firstSeq, events }: PushRequest): JournalPosition => ({ epoch, seq: firstSeq + events.length - 1 })

/**
 * Checks an ack and keeps it with the outcomes that came along, in one transaction.
 * @returns up to where HQ holds what these files hold: the ack's place, or `lastSent` where HQ's journal goes on with
 * events that are not ours. Null: not HQ's word, or not about what was sent.
 */
function takeAck({ ledger, tillId, hqPublicKey, verify }: PumpDeps, { ack, outcomes }: PushAnswer, lastSent: JournalPosition): JournalPosition | null {
  const { epoch, seq, hqAtMs } = ack
  const hash = bytesOfHex(ack.hash)
  const signature = bytesOfBase64(ack.signature)
  if (hash === null || signature === null || ack.tillId !== tillId || !ackHolds(verify, hqPublicKey, ack)) return null
  const own = readEventAt(ledger, ack)
  const isOurs = own !== null && sameBytes(hash, own.hash)
  if (!isOurs && !(epoch === lastSent.epoch && seq > lastSent.seq)) return null
  ledger.write((tx) => {
    if (isOurs) insertAck(tx, { epoch, seq, hash, signature, hqAtMs })
    for (const outcome of outcomes) if (readEventAt(tx, outcome) !== null) putOutcome(tx, { ...outcome, detail: outcome.detail ?? null })
  })
  return isOurs ? { epoch, seq } : lastSent
}
