import { canonicalJson } from './canonical.ts'
import { utf8 } from './codec.ts'

/** Limits of one batch. Events are counted by their stored bytes, before gzip. */
export type BatchLimits = { readonly eventsMax: number; readonly bytesMax: number }

/** At most 500 events or 256 kB; a larger event travels alone. */
export const BATCH_LIMITS: BatchLimits = { eventsMax: 500, bytesMax: 256 * 1024 }

/** A row that waits to be sent. */
export type QueuedRow = { readonly epoch: number; readonly seq: number; readonly bytes: Uint8Array }

/**
 * Takes the next batch from the head of the queue: rows of one epoch, contiguous in seq, within the limits. Stops
 * reading at the first row that does not fit, so a queue of any length needs the memory of one batch.
 * @returns at least one row unless the queue is empty; the first row always fits, however large.
 */
export function takeBatch<Row extends QueuedRow>(queue: Iterable<Row>, limits: BatchLimits = BATCH_LIMITS): Row[] {
  const batch: Row[] = []
  let bytes = 0
  for (const row of queue) {
    const last = batch.at(-1)
    if (last) {
      const follows = row.epoch === last.epoch && row.seq === last.seq + 1
      if (!follows || batch.length >= limits.eventsMax || bytes + row.bytes.length > limits.bytesMax) break
    }
    batch.push(row)
    bytes += row.bytes.length
  }
  return batch
}

/** What a batch's signature vouches for; through the chain, `lastHash` vouches for every byte of every event. */
export type BatchSeal = {
  readonly tillId: string
  readonly epoch: number
  readonly firstSeq: number
  readonly count: number
  /** Hex. */
  readonly previousHash: string
  /** Hex. */
  readonly lastHash: string
}

/**
 * The bytes that the till signs. Every kind of message has a first line of its own, so that a signature over one can
 * never be shown as a signature over another.
 */
export function batchSigningBytes(seal: BatchSeal): Uint8Array {
  const { tillId, epoch, firstSeq, count, previousHash, lastHash } = seal
  return signingBytes('tillpoint-batch/1', { tillId, epoch, firstSeq, count, previousHash, lastHash })
}

/** First line: the purpose; then the canonical JSON of what is signed. */
export function signingBytes(purpose: string, signed: Readonly<Record<string, unknown>>): Uint8Array {
  return utf8(`${purpose}\n${canonicalJson(signed)}`)
}
