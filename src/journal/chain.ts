import { concatBytes, sameBytes } from './codec.ts'
import type { Sha256 } from './crypto.ts'

/**
 * Before the first event of the first epoch: 32 zero bytes. A later epoch goes on from the last hash that the till knew
 * of the epoch before it (its `epoch-opened` event says which), so all epochs are one chain.
 */
export const GENESIS_HASH: Uint8Array = new Uint8Array(32)

/** hash = SHA-256(previousHash ‖ bytes): an event's hash vouches for all events before it. */
export function chainHash(sha256: Sha256, previousHash: Uint8Array, bytes: Uint8Array): Uint8Array {
  return sha256(concatBytes(previousHash, bytes))
}

/** Extends a hash over several events; the result is the hash of the last. */
export function chainHashes(sha256: Sha256, previousHash: Uint8Array, events: readonly Uint8Array[]): Uint8Array[] {
  let hash = previousHash
  return events.map((bytes) => (hash = chainHash(sha256, hash, bytes)))
}

/** One stored row of a journal. */
export type ChainRow = { readonly seq: number; readonly bytes: Uint8Array; readonly hash: Uint8Array }
export type ChainReport =
  | { readonly kind: 'whole'; readonly lastHash: Uint8Array; readonly count: number }
  | { readonly kind: 'broken'; readonly seq: number; readonly why: 'seq' | 'hash' }

/**
 * Checks rows in order against their hashes, seq contiguous from `firstSeq`. Reads one row at a time, so a journal of
 * any length is checked in bounded memory. The first row that does not fit is named; those after it say nothing. A row
 * that gave up its bytes (it is old, and HQ holds it) is taken at its word: its hash stays.
 */
export function verifyChain(sha256: Sha256, previousHash: Uint8Array, firstSeq: number, rows: Iterable<ChainRow>): ChainReport {
  let lastHash = previousHash
  let seq = firstSeq
  for (const row of rows) {
    if (row.seq !== seq) return { kind: 'broken', seq, why: 'seq' }
    if (row.bytes.length > 0 && !sameBytes(chainHash(sha256, lastHash, row.bytes), row.hash)) return { kind: 'broken', seq, why: 'hash' }
    lastHash = row.hash
    seq++
  }
  return { kind: 'whole', lastHash, count: seq - firstSeq }
}
