import type { JournalPosition } from './journal.ts'
import type { LedgerRead, LedgerWrite } from './sqlite-file.ts'

/** An event of this till that only HQ still had. */
export type RecoveredEvent = JournalPosition & {
  readonly eventId: string
  readonly kind: string
  readonly bytes: Uint8Array
  readonly previousHash: Uint8Array
  readonly hash: Uint8Array
  /** Of a sale or return; empty: it has none. */
  readonly receiptCode: string
  readonly recoveredAtMs: number
}
/** What HQ gave back after these files began an epoch. */
export type Recovery = { readonly epoch: number; readonly events: number; readonly sales: number; readonly doneAtMs: number }

const columns = `event_id AS eventId, epoch, seq, kind, bytes, previous_hash AS previousHash, hash, receipt_code AS receiptCode, recovered_at_ms AS recoveredAtMs`

/** Keeps it; one that is here already is left as it is. */
export function insertRecovered(tx: LedgerWrite, event: RecoveredEvent): void {
  tx.run(
    `INSERT INTO recovered_events (event_id, epoch, seq, kind, bytes, previous_hash, hash, receipt_code, recovered_at_ms)
    VALUES (@eventId, @epoch, @seq, @kind, @bytes, @previousHash, @hash, @receiptCode, @recoveredAtMs) ON CONFLICT DO NOTHING`,
    event,
  )
}

export function readRecoveredEvents(ledger: LedgerRead): RecoveredEvent[] {
  return ledger.all<RecoveredEvent>(`SELECT ${columns} FROM recovered_events ORDER BY epoch, seq`)
}

export function insertRecovery(tx: LedgerWrite, recovery: Recovery): void {
  tx.run('INSERT INTO recoveries (epoch, events, sales, done_at_ms) VALUES (@epoch, @events, @sales, @doneAtMs) ON CONFLICT DO NOTHING', recovery)
}

/** What came back after this epoch was begun; null: HQ was not asked yet. */
export function readRecovery(ledger: LedgerRead, epoch: number): Recovery | null {
  return ledger.get<Recovery>('SELECT epoch, events, sales, done_at_ms AS doneAtMs FROM recoveries WHERE epoch = ?', [epoch]) ?? null
}

/** Of those that came back since epoch `epoch` was begun. */
export function countRecovered(ledger: LedgerRead): { readonly events: number; readonly sales: number } {
  return ledger.get<{ events: number; sales: number }>(`SELECT count(*) AS events, coalesce(sum(kind = 'sale'), 0) AS sales FROM recovered_events`) ?? { events: 0, sales: 0 }
}
