import { RETENTION_MS } from './migrations/0120-retention.ts'
import type { JournalPosition } from './journal.ts'
import type { LedgerRead, LedgerWrite } from './sqlite-file.ts'

/** HQ's signed session answer, as far as it says how much of this journal HQ holds. */
export type Checkpoint = JournalPosition & {
  readonly hash: Uint8Array
  readonly incarnation: number
  readonly hqAtMs: number
  readonly nonce: string
  readonly signature: Uint8Array
}

/** Keeps HQ's newest word; older ones go. Its signature must have been checked. */
export function putCheckpoint(tx: LedgerWrite, checkpoint: Checkpoint): void {
  tx.run(
    `INSERT INTO checkpoints (hq_at_ms, incarnation, epoch, seq, hash, nonce, signature)
    VALUES (@hqAtMs, @incarnation, @epoch, @seq, @hash, @nonce, @signature) ON CONFLICT DO NOTHING`,
    checkpoint,
  )
  tx.run('DELETE FROM checkpoints WHERE hq_at_ms < (SELECT max(hq_at_ms) FROM checkpoints)')
}

export function readCheckpoint(ledger: LedgerRead): Checkpoint | null {
  return (
    ledger.get<Checkpoint>(
      'SELECT hq_at_ms AS hqAtMs, incarnation, epoch, seq, hash, nonce, signature FROM checkpoints ORDER BY hq_at_ms DESC LIMIT 1',
    ) ?? null
  )
}

/**
 * Takes the bytes of the oldest rows that may go, at most `rowsMax`. The ledger's trigger checks each row by itself; here
 * is only where they end: what HQ acked long enough before the checkpoint.
 * @returns how many rows gave up their bytes
 */
export function pruneBefore(tx: LedgerWrite, checkpoint: Checkpoint, rowsMax: number): number {
  const latestMs = checkpoint.hqAtMs - RETENTION_MS
  const ends = tx.all<JournalPosition>('SELECT epoch, max(seq) AS seq FROM acks WHERE hq_at_ms <= @latestMs GROUP BY epoch ORDER BY epoch', { latestMs })
  let pruned = 0
  for (const { epoch, seq } of ends) {
    if (pruned >= rowsMax || epoch > checkpoint.epoch) break
    const lastSeq = epoch === checkpoint.epoch ? Math.min(seq, checkpoint.seq) : seq
    pruned += tx.run(
      `UPDATE journal SET bytes = x'' WHERE rowid IN (
        SELECT rowid FROM journal WHERE epoch = @epoch AND seq > @prunedSeq AND seq <= @lastSeq ORDER BY seq LIMIT @rows)`,
      { epoch, lastSeq, rows: rowsMax - pruned, prunedSeq: prunedTo(tx, epoch, lastSeq) },
    )
  }
  return pruned
}

/** Rows lose their bytes in order, so the end of those that have none is found by halving. */
function prunedTo(ledger: LedgerRead, epoch: number, lastSeq: number): number {
  let [pruned, kept] = [0, lastSeq + 1]
  while (kept - pruned > 1) {
    const seq = Math.floor((pruned + kept) / 2)
    const row = ledger.get<{ bytes: number }>('SELECT length(bytes) AS bytes FROM journal WHERE epoch = @epoch AND seq = @seq', { epoch, seq })
    if (row === undefined || row.bytes === 0) pruned = seq
    else kept = seq
  }
  return pruned
}
