import { BATCH_LIMITS, type BatchLimits } from '../../journal/batch.ts'
import { chainHashes, GENESIS_HASH } from '../../journal/chain.ts'
import { bytesOfHex, sameBytes } from '../../journal/codec.ts'
import type { Sha256 } from '../../journal/crypto.ts'
import { isAcked } from '../db/acks.ts'
import { readEpochs } from '../db/epochs.ts'
import { readBatch, readEventAt, type JournalPosition, type JournalRow } from '../db/journal.ts'
import type { LedgerRead } from '../db/sqlite-file.ts'

/** The part of the journal that HQ does not hold yet, read a batch at a time: its length never matters. */

/** Before the first event ever. */
export const JOURNAL_START: JournalPosition = { epoch: 1, seq: 0 }

export type WaitingBatch =
  | { readonly kind: 'none' }
  | { readonly kind: 'batch'; readonly epoch: number; readonly rows: readonly JournalRow[]; readonly previousHash: Uint8Array; readonly lastHash: Uint8Array }
  /** A stored row does not fit its hash: named, so that it is never sent as if it were whole. */
  | { readonly kind: 'damaged'; readonly at: JournalPosition }

/** The next batch after `position`, of one epoch, checked against its own hashes before it leaves the till. */
export function nextBatch(ledger: LedgerRead, sha256: Sha256, position: JournalPosition, limits: BatchLimits = BATCH_LIMITS): WaitingBatch {
  for (const epoch of readEpochs(ledger)) {
    if (epoch.epoch < position.epoch) continue
    const from = epoch.epoch === position.epoch ? position : { epoch: epoch.epoch, seq: 0 }
    const rows = readBatch(ledger, from, limits)
    const [first] = rows
    if (first === undefined) continue
    const previousHash = from.seq === 0 ? epoch.previousHash : readEventAt(ledger, from)?.hash
    if (previousHash === undefined || first.seq !== from.seq + 1) return { kind: 'damaged', at: { epoch: epoch.epoch, seq: from.seq } }
    const hashes = chainHashes(sha256, previousHash, rows.map((row) => row.bytes))
    const broken = rows.find((row, at) => !sameBytes(hashes[at] ?? GENESIS_HASH, row.hash))
    if (broken !== undefined) return { kind: 'damaged', at: { epoch: broken.epoch, seq: broken.seq } }
    return { kind: 'batch', epoch: epoch.epoch, rows, previousHash, lastHash: hashes.at(-1) ?? previousHash }
  }
  return { kind: 'none' }
}

export type Reconciled =
  | { readonly kind: 'from'; readonly position: JournalPosition }
  | { readonly kind: 'hq_ahead' }
  | { readonly kind: 'fork' }

/**
 * Where to go on sending, by HQ's own word: what it holds durably counts, not what we once heard acknowledged. An HQ
 * restored from a backup is behind and gets everything again; an HQ that is ahead, or holds another event in the place
 * of ours, tells that these files are not the ones that sent it. Where HQ holds more than we have an ack of (its answer
 * was lost), the last event goes once more: its ack is a row that we need.
 */
export function reconcile(ledger: LedgerRead, durable: (JournalPosition & { readonly hash: string }) | null): Reconciled {
  if (durable === null) return { kind: 'from', position: JOURNAL_START }
  const { epoch, seq } = durable
  const own = readEventAt(ledger, { epoch, seq })
  if (own === null) return { kind: 'hq_ahead' }
  const hash = bytesOfHex(durable.hash)
  if (hash === null || !sameBytes(hash, own.hash)) return { kind: 'fork' }
  return { kind: 'from', position: { epoch, seq: isAcked(ledger, { epoch, seq }) ? seq : seq - 1 } }
}
