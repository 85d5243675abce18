import { BATCH_LIMITS, type BatchLimits } from '../../journal/batch.ts'
import { chainHash } from '../../journal/chain.ts'
import { bytesOfHex, sameBytes } from '../../journal/codec.ts'
import type { Sha256 } from '../../journal/crypto.ts'
import { isAcked, readNewestAck } from '../db/acks.ts'
import { readEpochs } from '../db/epochs.ts'
import { readGap } from '../db/gaps.ts'
import { readBatch, readEventAt, type JournalPosition, type JournalRow } from '../db/journal.ts'
import type { LedgerRead } from '../db/sqlite-file.ts'

/** The part of the journal that HQ does not hold yet, read a batch at a time: its length never matters. */

/** Before the first event ever. */
export const JOURNAL_START: JournalPosition = { epoch: 1, seq: 0 }

export type WaitingBatch =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'batch'
      readonly epoch: number
      readonly firstSeq: number
      readonly events: readonly Uint8Array[]
      readonly previousHash: Uint8Array
      /** Over exactly these bytes: what is signed. */
      readonly lastHash: Uint8Array
    }
  /** The next row does not fit its hash and has no gap yet: it is never sent as if it were whole. */
  | { readonly kind: 'unreadable'; readonly row: JournalRow; readonly previousHash: Uint8Array }

/**
 * The next batch after `position`, of one epoch, checked against its own hashes before it leaves the till. It ends before
 * a row that does not fit; the gap that stands for such a row travels alone.
 */
export function nextBatch(ledger: LedgerRead, sha256: Sha256, position: JournalPosition, limits: BatchLimits = BATCH_LIMITS): WaitingBatch {
  for (const { epoch, previousHash: before } of readEpochs(ledger)) {
    if (epoch < position.epoch) continue
    const from = epoch === position.epoch ? position : { epoch, seq: 0 }
    const rows = readBatch(ledger, from, limits)
    const [first] = rows
    if (first === undefined) continue
    const previousHash = from.seq === 0 ? before : readEventAt(ledger, from)?.hash
    if (previousHash === undefined) throw new Error(`event (${epoch}, ${from.seq}) is not there although one follows it`)
    return checkedBatch(ledger, sha256, rows, previousHash)
  }
  return { kind: 'none' }
}

function checkedBatch(ledger: LedgerRead, sha256: Sha256, rows: readonly JournalRow[], previousHash: Uint8Array): WaitingBatch {
  const events: Uint8Array[] = []
  let lastHash = previousHash
  for (const row of rows) {
    const hash = chainHash(sha256, lastHash, row.bytes)
    if (!sameBytes(hash, row.hash)) {
      if (events.length > 0) break
      const gap = readGap(ledger, row)
      if (gap === null) return { kind: 'unreadable', row, previousHash }
      return { kind: 'batch', epoch: row.epoch, firstSeq: row.seq, events: [gap.bytes], previousHash, lastHash: chainHash(sha256, previousHash, gap.bytes) }
    }
    events.push(row.bytes)
    lastHash = hash
  }
  return { kind: 'batch', epoch: rows[0]?.epoch ?? 0, firstSeq: rows[0]?.seq ?? 0, events, previousHash, lastHash }
}

export type Reconciled =
  /** HQ's journal is ours as far as it goes. */
  | { readonly kind: 'shared'; readonly position: JournalPosition }
  /**
   * HQ holds what these files have not: they were put back from a copy, or a copy of them runs elsewhere. What HQ has not
   * confirmed to these very files goes to it (HQ knows it, or keeps it beside its own), then the journal goes on in an
   * epoch above HQ's.
   */
  | { readonly kind: 'diverged'; readonly position: JournalPosition; readonly epoch: number }

/**
 * Where to go on sending, by HQ's own word: what it holds durably counts, not what we once heard acknowledged. An HQ
 * restored from a backup is behind and gets everything again. Where HQ holds more than we have an ack of (its answer was
 * lost), the last event goes once more: its ack is a row that we need.
 */
export function reconcile(ledger: LedgerRead, durable: (JournalPosition & { readonly hash: string }) | null): Reconciled {
  if (durable === null) return { kind: 'shared', position: JOURNAL_START }
  const { epoch, seq } = durable
  const own = readEventAt(ledger, { epoch, seq })
  const hash = bytesOfHex(durable.hash)
  if (own !== null && hash !== null && sameBytes(hash, own.hash)) {
    return { kind: 'shared', position: { epoch, seq: isAcked(ledger, { epoch, seq }) ? seq : seq - 1 } }
  }
  const acked = readNewestAck(ledger)
  const isBelow = acked !== null && (acked.epoch < epoch || (acked.epoch === epoch && acked.seq < seq))
  return { kind: 'diverged', position: isBelow ? { epoch: acked.epoch, seq: acked.seq } : JOURNAL_START, epoch }
}
