import type { LedgerRead, LedgerWrite } from './sqlite-file.ts'

/** The open basket, as the sale desk wrote it at its last change. */
export type BasketRow = { readonly saleId: string; readonly stateJson: string; readonly updatedAtMs: number }

/** Null: no basket is open. */
export function readBasket(ledger: LedgerRead): BasketRow | null {
  return (
    ledger.get<BasketRow>(
      'SELECT sale_id AS saleId, state_json AS stateJson, updated_at_ms AS updatedAtMs FROM basket WHERE slot = 1',
    ) ?? null
  )
}

/** Writes the whole basket. */
export function putBasket(tx: LedgerWrite, basket: BasketRow): void {
  tx.run(
    `INSERT INTO basket (slot, sale_id, state_json, updated_at_ms) VALUES (1, @saleId, @stateJson, @updatedAtMs)
    ON CONFLICT (slot) DO UPDATE SET sale_id = excluded.sale_id, state_json = excluded.state_json,
      updated_at_ms = excluded.updated_at_ms`,
    basket,
  )
}

/** Forgets the basket: with the commit of its sale, or when it was dropped. */
export function deleteBasket(tx: LedgerWrite): void {
  tx.run('DELETE FROM basket WHERE slot = 1')
}
