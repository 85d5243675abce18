import { applyPending, type Applier } from './apply/applier.ts'
import { sha256, verify } from './crypto.ts'
import type { Hq } from './hq.ts'
import { storeBatch } from './journal-store.ts'
import { describeCause } from './log.ts'
import { outcomesAfter } from './outcomes.ts'
import type { SessionTill } from './session.ts'
import { err, ok, type Result } from '../contract/result.ts'
import type { PushAnswer, PushRequest } from '../contract/wire-push.ts'
import { signAck } from '../journal/ack.ts'
import { batchSigningBytes } from '../journal/batch.ts'
import { chainHashes } from '../journal/chain.ts'
import { hexOf } from '../journal/codec.ts'

export type PushRefusal =
  | { readonly name: 'wrong_till' | 'bad_signature' | 'fork'; readonly detail: string }
  | { readonly name: 'gap'; readonly detail: string; readonly expectedSeq: number }

/**
 * Takes a batch: checks the envelope, stores the exact bytes, and only then signs the ack. Applying comes after and can
 * neither hold nor undo it; what became of the events is told as far as it is known.
 */
export async function takeBatch(hq: Hq, till: SessionTill, request: PushRequest): Promise<Result<PushAnswer, PushRefusal>> {
  const { tillId, epoch, firstSeq, previousHash, lastHash } = request
  if (tillId !== till.tillId) return err({ name: 'wrong_till', detail: `a batch of ${tillId} by ${till.tillId}` })
  const events = request.events.map((text) => Buffer.from(text, 'utf8'))
  const previous = Buffer.from(previousHash, 'hex')
  const seal = { tillId, epoch, firstSeq, count: events.length, previousHash, lastHash }
  // The hash over the chain ties every byte of every event to the signature.
  const chained = hexOf(chainHashes(sha256, previous, events).at(-1) ?? previous)
  if (chained !== lastHash) return err({ name: 'bad_signature', detail: 'the events do not hash to lastHash' })
  if (!verify(till.publicKey, batchSigningBytes(seal), Buffer.from(request.signature, 'base64'))) return err({ name: 'bad_signature', detail: 'the signature does not hold' })
  const nowMs = hq.clock.nowMs()
  const stored = await storeBatch(hq.db, { tillId, epoch, firstSeq, previousHash: previous, events }, nowMs)
  if (stored.kind === 'gap') return err({ name: 'gap', detail: `events from ${stored.expectedSeq} are missing`, expectedSeq: stored.expectedSeq })
  if (stored.kind === 'fork') {
    hq.log.warn('fork', { tillId, epoch, seq: stored.seq })
    await applyAfterAck(hq, tillId)
    return err({ name: 'fork', detail: `another event stands at ${epoch}.${stored.seq}` })
  }
  hq.metrics.eventsStored.inc(stored.newEvents)
  const ack = signAck(hq.identity.sign, { tillId, epoch, seq: stored.durableSeq, hash: stored.durableHash.toString('hex'), hqAtMs: nowMs })
  await applyAfterAck(hq, tillId)
  return ok({ ack, outcomes: await outcomesOf(hq, request) })
}

/** What goes wrong from here on is HQ's own affair: the events are durable, the sweep will come back to them. */
async function applyAfterAck(hq: Hq, tillId: string): Promise<void> {
  try {
    await applyPending(applierOf(hq), tillId)
    hq.signal.poke()
  } catch (cause) {
    hq.log.error('apply failed after ack', { tillId, ...describeCause(cause) })
  }
}

async function outcomesOf(hq: Hq, request: PushRequest): Promise<PushAnswer['outcomes']> {
  const after = request.outcomesAfter === undefined ? { epoch: request.epoch, seq: request.firstSeq - 1 } : request.outcomesAfter
  try {
    return await outcomesAfter(hq.db, request.tillId, after, hq.clock.nowMs())
  } catch (cause) {
    hq.log.error('outcomes not read', describeCause(cause))
    return []
  }
}

/** What the applier needs of HQ. */
export function applierOf(hq: Hq): Applier {
  return {
    db: hq.db,
    clock: hq.clock,
    ids: hq.ids,
    onApplied: (outcomes) => {
      for (const outcome of outcomes) hq.metrics.eventsApplied.inc({ outcome })
    },
  }
}
