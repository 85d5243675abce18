import type { MirrorRead, MirrorWrite } from '../sqlite-file.ts'

/** A code that stands on goods. GTINs are kept as 14 digits; for in-store codes, the item part that the shop uses. */
export type MirrorBarcode = { readonly barcode: string; readonly sku: string }

/** The SKU of a code; null: unknown. */
export function readSkuOfBarcode(mirror: MirrorRead, barcode: string): string | null {
  return mirror.get<{ sku: string }>('SELECT sku FROM barcodes WHERE barcode = ?', [barcode])?.sku ?? null
}

/** Writes a barcode. */
export function putBarcode(tx: MirrorWrite, barcode: MirrorBarcode): void {
  tx.run(
    'INSERT INTO barcodes (barcode, sku) VALUES (@barcode, @sku) ON CONFLICT (barcode) DO UPDATE SET sku = excluded.sku',
    barcode,
  )
}

/** Forgets a barcode. */
export function deleteBarcode(tx: MirrorWrite, barcode: string): void {
  tx.run('DELETE FROM barcodes WHERE barcode = ?', [barcode])
}
