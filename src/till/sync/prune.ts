import { hexOf, sameBytes } from '../../journal/codec.ts'
import type { Verify } from '../../journal/crypto.ts'
import { sessionAnswerSigningBytes } from '../../journal/session.ts'
import { pruneBefore, readCheckpoint, type Checkpoint } from '../db/checkpoints.ts'
import { readEventAt } from '../db/journal.ts'
import type { Ledger } from '../db/sqlite-file.ts'

/** So few at a time that no commit waits for them. */
const PRUNED_AT_ONCE = 100

/**
 * Takes the bytes of some of the oldest journal rows. HQ's newest word must hold, and be about this very journal; the
 * ledger's own triggers refuse every row that is younger than 35 days, not acked, or beyond that word.
 * @returns false when there is nothing (more) to take
 */
export function pruneJournal({ ledger, tillId, hqPublicKey, verify }: { readonly ledger: Ledger; readonly tillId: string; readonly hqPublicKey: Uint8Array; readonly verify: Verify }): boolean {
  const checkpoint = readCheckpoint(ledger)
  if (checkpoint === null) return false
  const own = readEventAt(ledger, checkpoint)
  if (own === null || !sameBytes(own.hash, checkpoint.hash) || !verify(hqPublicKey, checkpointBytes(tillId, checkpoint), checkpoint.signature)) return false
  return ledger.write((tx) => pruneBefore(tx, checkpoint, PRUNED_AT_ONCE)) > 0
}

/** What HQ signed. */
export function checkpointBytes(tillId: string, { nonce, hqAtMs, incarnation, epoch, seq, hash }: Checkpoint): Uint8Array {
  return sessionAnswerSigningBytes({ tillId, nonce, hqAtMs, incarnation, durable: { epoch, seq, hash: hexOf(hash) } })
}
