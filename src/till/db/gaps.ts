import type { JournalPosition } from './journal.ts'
import type { LedgerRead, LedgerWrite } from './sqlite-file.ts'

/** The event that is sent in the place of a row that can no longer be read. */
export type GapRow = JournalPosition & { readonly bytes: Uint8Array; readonly foundAtMs: number }

export function insertGap(tx: LedgerWrite, gap: GapRow): void {
  tx.run('INSERT INTO gaps (epoch, seq, bytes, found_at_ms) VALUES (@epoch, @seq, @bytes, @foundAtMs) ON CONFLICT DO NOTHING', gap)
}

/** Null: the row in this place was never found damaged. */
export function readGap(ledger: LedgerRead, position: JournalPosition): GapRow | null {
  return ledger.get<GapRow>('SELECT epoch, seq, bytes, found_at_ms AS foundAtMs FROM gaps WHERE epoch = @epoch AND seq = @seq', position) ?? null
}

export function countGaps(ledger: LedgerRead): number {
  return ledger.get<{ gaps: number }>('SELECT count(*) AS gaps FROM gaps')?.gaps ?? 0
}
