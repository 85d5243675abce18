import type { PaidWith, SaleTender } from '../../journal/sale-event.ts'
import type { LedgerRead, LedgerWrite } from './sqlite-file.ts'

/** What was paid with. Of cash: tendered = paid + change. `of`: only of `exchange`. */
export type TenderRow = SaleTender

/** Writes the tenders of a sale, in the order in which they were taken. */
export function insertTenders(tx: LedgerWrite, saleId: string, tenders: readonly TenderRow[]): void {
  for (const [index, tender] of tenders.entries()) {
    tx.run(
      `INSERT INTO tenders (sale_id, tender, kind, paid_minor, tendered_minor, change_minor, reference, of_kind)
      VALUES (@saleId, @index, @kind, @paidMinor, @tenderedMinor, @changeMinor, @reference, @of)`,
      { ...tender, of: tender.of ?? null, saleId, index },
    )
  }
}

/** The tenders of a sale, in the order in which they were taken. */
export function readTenders(ledger: LedgerRead, saleId: string): TenderRow[] {
  const rows = ledger.all<Omit<TenderRow, 'of'> & { readonly of: PaidWith | null }>(
    `SELECT kind, paid_minor AS paidMinor, tendered_minor AS tenderedMinor, change_minor AS changeMinor, reference, of_kind AS of
    FROM tenders WHERE sale_id = ? ORDER BY tender`,
    [saleId],
  )
  return rows.map(({ of, ...tender }) => (of === null ? tender : { ...tender, of }))
}
