import { z } from 'zod'
import { epoch, eventPosition, hashHex, seq, signature, wireId, wireMs } from './wire-common.ts'

/** Till → HQ: batches of journal events, acks, and what became of each event. */

export const BATCH_EVENTS_MAX = 500
/** Sum of the UTF-8 bytes of a batch's events; a larger single event travels alone. */
export const BATCH_BYTES_MAX = 256 * 1024
/** One event. */
export const EVENT_BYTES_MAX = 4 * 1024 * 1024
/** Body limits of POST /v1/push: JSON escaping may double an event's bytes; gzip may not inflate beyond it. */
export const PUSH_BODY_BYTES_MAX = 2 * EVENT_BYTES_MAX + 64 * 1024
export const OUTCOMES_MAX = 500

export const pushRequest = z.object({
  v: z.literal(1),
  tillId: wireId,
  epoch,
  firstSeq: seq,
  /** Each string is the exact canonical JSON text of one event: its UTF-8 bytes are what is hashed and kept. */
  events: z.array(z.string().min(2).max(EVENT_BYTES_MAX)).min(1).max(BATCH_EVENTS_MAX),
  /** Hash of the event before the first (32 zero bytes before the very first; seq 1 of a later epoch goes on from the epoch before): so a batch can be checked by itself, then against HQ's record. */
  previousHash: hashHex,
  lastHash: hashHex,
  /** By the till's key over `batchSigningBytes` (src/journal/batch.ts). */
  signature,
  /** The till already has the outcomes of its events up to here; the answer continues after it. */
  outcomesAfter: eventPosition.nullable().optional(),
})
export type PushRequest = z.infer<typeof pushRequest>

export const ack = z.object({
  tillId: wireId,
  epoch,
  /** HQ holds all events of this epoch up to here, durably. Can be higher than what the batch held. */
  seq,
  hash: hashHex,
  hqAtMs: wireMs,
  /** By HQ's key over `ackSigningBytes` (src/journal/ack.ts). */
  signature,
})
export type Ack = z.infer<typeof ack>

export const eventOutcome = z.object({
  epoch,
  seq,
  outcome: z.enum(['applied', 'duplicate', 'applied-with-debt', 'suspense']),
  /** Of suspense: why, for the person who resolves it. */
  detail: z.string().max(500).optional(),
})
export type EventOutcome = z.infer<typeof eventOutcome>

export const pushAnswer = z.object({
  ack,
  /** Outcomes after `outcomesAfter`, in journal order. Applying follows the ack, so those of this batch may come later. */
  outcomes: z.array(eventOutcome).max(OUTCOMES_MAX),
})
export type PushAnswer = z.infer<typeof pushAnswer>
