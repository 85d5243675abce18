import type { LedgerRead, LedgerWrite } from './sqlite-file.ts'

/** A line of a committed sale with its numbers, gifts included. */
export type SaleLineRow = {
  readonly line: number
  readonly sku: string
  readonly nameJson: string
  readonly packing: string
  readonly unit: 'piece' | 'kg'
  readonly category: string
  readonly quantityMilli: number
  readonly unitPriceMinor: number
  readonly grossMinor: number
  readonly discountMinor: number
  readonly netMinor: number
  readonly pointsTenderMinor: number
  readonly pointsUsed: number
  readonly earnPoints: number
  readonly gift: boolean
}

type Stored = Omit<SaleLineRow, 'gift'> & { readonly gift: number }

/** Writes the lines of a sale. */
export function insertSaleLines(tx: LedgerWrite, saleId: string, lines: readonly SaleLineRow[]): void {
  for (const line of lines) {
    tx.run(
      `INSERT INTO sale_lines (sale_id, line, sku, name_json, packing, unit, category, quantity_milli, unit_price_minor,
        gross_minor, discount_minor, net_minor, points_tender_minor, points_used, earn_points, gift)
      VALUES (@saleId, @line, @sku, @nameJson, @packing, @unit, @category, @quantityMilli, @unitPriceMinor,
        @grossMinor, @discountMinor, @netMinor, @pointsTenderMinor, @pointsUsed, @earnPoints, @gift)`,
      { ...line, saleId, gift: line.gift ? 1 : 0 },
    )
  }
}

/** The lines of a sale, in its order. */
export function readSaleLines(ledger: LedgerRead, saleId: string): SaleLineRow[] {
  const rows = ledger.all<Stored>(
    `SELECT line, sku, name_json AS nameJson, packing, unit, category, quantity_milli AS quantityMilli,
      unit_price_minor AS unitPriceMinor, gross_minor AS grossMinor, discount_minor AS discountMinor, net_minor AS netMinor,
      points_tender_minor AS pointsTenderMinor, points_used AS pointsUsed, earn_points AS earnPoints, gift
    FROM sale_lines WHERE sale_id = ? ORDER BY line`,
    [saleId],
  )
  return rows.map((row) => ({ ...row, gift: row.gift === 1 }))
}
