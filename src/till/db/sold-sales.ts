import type { LedgerRead, LedgerWrite } from './sqlite-file.ts'

/** What returns need to know of a sale: a `SoldSale` as canonical JSON, of own sales and of others that came back here. */
export function insertSoldSale(tx: LedgerWrite, saleId: string, soldJson: string): void {
  tx.run('INSERT INTO sold_sales (sale_id, sold_json) VALUES (@saleId, @soldJson)', { saleId, soldJson })
}

/** Null: not known here, or sold before there were returns. */
export function readSoldJson(ledger: LedgerRead, saleId: string): string | null {
  return ledger.get<{ soldJson: string }>('SELECT sold_json AS soldJson FROM sold_sales WHERE sale_id = ?', [saleId])?.soldJson ?? null
}

export function readSoldSaleIds(ledger: LedgerRead): string[] {
  return ledger.all<{ saleId: string }>('SELECT sale_id AS saleId FROM sold_sales ORDER BY sale_id').map((row) => row.saleId)
}

/** A sale of another till that was returned here: its event's exact bytes and hash, and the hash before it, as HQ keeps them. */
export type ForeignSale = {
  readonly saleId: string
  readonly receiptCode: string
  readonly bytes: Uint8Array
  readonly previousHash: Uint8Array
  readonly hash: Uint8Array
}

const foreignColumns = 'sale_id AS saleId, receipt_code AS receiptCode, bytes, previous_hash AS previousHash, hash'

/** Keeps it; one that is here already is left as it is. */
export function keepForeignSale(tx: LedgerWrite, sale: ForeignSale): void {
  tx.run(
    `INSERT INTO foreign_sales (sale_id, receipt_code, bytes, previous_hash, hash)
    VALUES (@saleId, @receiptCode, @bytes, @previousHash, @hash) ON CONFLICT (sale_id) DO NOTHING`,
    sale,
  )
}

export function readForeignSale(ledger: LedgerRead, saleId: string): ForeignSale | null {
  return ledger.get<ForeignSale>(`SELECT ${foreignColumns} FROM foreign_sales WHERE sale_id = ?`, [saleId]) ?? null
}

export function readForeignSales(ledger: LedgerRead): ForeignSale[] {
  return ledger.all<ForeignSale>(`SELECT ${foreignColumns} FROM foreign_sales ORDER BY sale_id`)
}
