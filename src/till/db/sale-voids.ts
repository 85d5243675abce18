import type { LedgerRead, LedgerWrite } from './sqlite-file.ts'

/** A sale that was undone in its shift; its return has the numbers. */
export type SaleVoidRow = { readonly eventId: string; readonly saleId: string; readonly shiftId: string }

export function insertSaleVoid(tx: LedgerWrite, row: SaleVoidRow): void {
  tx.run('INSERT INTO sale_voids (event_id, sale_id, shift_id) VALUES (@eventId, @saleId, @shiftId)', row)
}

export function isVoided(ledger: LedgerRead, saleId: string): boolean {
  return ledger.get('SELECT 1 FROM sale_voids WHERE sale_id = ?', [saleId]) !== undefined
}
