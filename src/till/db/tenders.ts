import type { LedgerRead, LedgerWrite } from './sqlite-file.ts'

/** What was paid with. Of cash: tendered = paid + change. */
export type TenderRow = {
  readonly kind: 'cash' | 'card' | 'wallet'
  readonly paidMinor: number
  readonly tenderedMinor: number
  readonly changeMinor: number
  readonly reference: string | null
}

/** Writes the tenders of a sale, in the order in which they were taken. */
export function insertTenders(tx: LedgerWrite, saleId: string, tenders: readonly TenderRow[]): void {
  for (const [index, tender] of tenders.entries()) {
    tx.run(
      `INSERT INTO tenders (sale_id, tender, kind, paid_minor, tendered_minor, change_minor, reference)
      VALUES (@saleId, @index, @kind, @paidMinor, @tenderedMinor, @changeMinor, @reference)`,
      { ...tender, saleId, index },
    )
  }
}

/** The tenders of a sale, in the order in which they were taken. */
export function readTenders(ledger: LedgerRead, saleId: string): TenderRow[] {
  return ledger.all<TenderRow>(
    `SELECT kind, paid_minor AS paidMinor, tendered_minor AS tenderedMinor, change_minor AS changeMinor, reference
    FROM tenders WHERE sale_id = ? ORDER BY tender`,
    [saleId],
  )
}
