import type { JournalPosition } from './journal.ts'
import type { LedgerRead, LedgerWrite } from './sqlite-file.ts'

/** What became of an event at HQ. */
export type EventOutcome = JournalPosition & {
  readonly outcome: 'applied' | 'duplicate' | 'applied-with-debt' | 'suspense'
  readonly detail: string | null
}

/** Keeps what HQ says; its later word counts (suspense may be resolved). */
export function putOutcome(tx: LedgerWrite, outcome: EventOutcome): void {
  tx.run(
    `INSERT INTO outcomes (epoch, seq, outcome, detail) VALUES (@epoch, @seq, @outcome, @detail)
    ON CONFLICT (epoch, seq) DO UPDATE SET outcome = excluded.outcome, detail = excluded.detail`,
    outcome,
  )
}

/** Null: HQ has not said yet. */
export function readOutcome(ledger: LedgerRead, position: JournalPosition): EventOutcome | null {
  return (
    ledger.get<EventOutcome>('SELECT epoch, seq, outcome, detail FROM outcomes WHERE epoch = @epoch AND seq = @seq', position) ??
    null
  )
}

/** HQ tells outcomes in the order of the journal: the last one that is here; null: none yet. */
export function readNewestOutcomePosition(ledger: LedgerRead): JournalPosition | null {
  return ledger.get<JournalPosition>('SELECT epoch, seq FROM outcomes ORDER BY epoch DESC, seq DESC LIMIT 1') ?? null
}
