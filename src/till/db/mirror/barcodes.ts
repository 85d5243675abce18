import type { MirrorRead, MirrorWrite } from '../sqlite-file.ts'

/** A code that stands on goods. GTINs are kept as 14 digits; for in-store codes, the item part that the shop uses. */
export type MirrorBarcode = { readonly barcode: string; readonly sku: string }

/** The SKU of a code; null: unknown. */
export function readSkuOfBarcode(mirror: MirrorRead, barcode: string): string | null {
  return mirror.get<{ sku: string }>('SELECT sku FROM barcodes WHERE barcode = ?', [barcode])?.sku ?? null
}

/** A product's barcodes are told whole: these replace what was here. */
export function replaceBarcodes(tx: MirrorWrite, sku: string, barcodes: readonly string[]): void {
  deleteBarcodesOf(tx, sku)
  for (const barcode of barcodes) {
    tx.run('INSERT INTO barcodes (barcode, sku) VALUES (@barcode, @sku) ON CONFLICT (barcode) DO UPDATE SET sku = excluded.sku', {
      barcode,
      sku,
    })
  }
}

/** Forgets the barcodes of a product. */
export function deleteBarcodesOf(tx: MirrorWrite, sku: string): void {
  tx.run('DELETE FROM barcodes WHERE sku = ?', [sku])
}
