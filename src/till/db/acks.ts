import type { JournalPosition } from './journal.ts'
import type { LedgerRead, LedgerWrite } from './sqlite-file.ts'

/** HQ's signed word that everything of this epoch up to `seq` is durable there. */
export type Ack = {
  readonly epoch: number
  readonly seq: number
  readonly hash: Uint8Array
  readonly signature: Uint8Array
  readonly hqAtMs: number
}

/** Keeps an ack; one that is here already is left as it is. */
export function insertAck(tx: LedgerWrite, ack: Ack): void {
  tx.run(
    'INSERT INTO acks (epoch, seq, hash, signature, hq_at_ms) VALUES (@epoch, @seq, @hash, @signature, @hqAtMs) ON CONFLICT DO NOTHING',
    ack,
  )
}

/** The newest ack of all epochs; null: HQ has confirmed nothing yet. */
export function readNewestAck(ledger: LedgerRead): Ack | null {
  return (
    ledger.get<Ack>(
      'SELECT epoch, seq, hash, signature, hq_at_ms AS hqAtMs FROM acks ORDER BY epoch DESC, seq DESC LIMIT 1',
    ) ?? null
  )
}

/** All acks, oldest first. */
export function readAcks(ledger: LedgerRead): Ack[] {
  return ledger.all<Ack>('SELECT epoch, seq, hash, signature, hq_at_ms AS hqAtMs FROM acks ORDER BY epoch, seq')
}

/** Is the event at this place durable at HQ? */
export function isAcked(ledger: LedgerRead, position: JournalPosition): boolean {
  return ledger.get('SELECT 1 FROM acks WHERE epoch = @epoch AND seq >= @seq LIMIT 1', position) !== undefined
}

/** Up to where HQ has confirmed an epoch; 0: nothing of it. */
export function readAckedSeq(ledger: LedgerRead, epoch: number): number {
  return ledger.get<{ seq: number }>('SELECT coalesce(max(seq), 0) AS seq FROM acks WHERE epoch = ?', [epoch])?.seq ?? 0
}
