import type { LedgerRead } from '../../src/till/db/sqlite-file.ts'

/** How many events of each kind a journal has. */
export function readJournalCount(ledger: LedgerRead): Readonly<Record<string, number>> {
  const rows = ledger.all<{ kind: string; count: number }>('SELECT kind, count(*) AS count FROM journal GROUP BY kind ORDER BY kind')
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]))
}
