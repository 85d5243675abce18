import type { MirrorRead, MirrorWrite } from '../sqlite-file.ts'

/** The SKU of a code as it stands on goods (a GTIN as 14 digits; of an in-store code, the item part); null: unknown. */
export function readSkuOfBarcode(mirror: MirrorRead, barcode: string): string | null {
  return mirror.get<{ sku: string }>('SELECT sku FROM barcodes WHERE barcode = ?', [barcode])?.sku ?? null
}

/** A product's barcodes are told whole: these replace what was here. */
export function replaceBarcodes(tx: MirrorWrite, sku: string, barcodes: readonly string[]): void {
  tx.run('DELETE FROM barcodes WHERE sku = ?', [sku])
  for (const barcode of barcodes) {
    tx.run('INSERT INTO barcodes (barcode, sku) VALUES (@barcode, @sku) ON CONFLICT (barcode) DO UPDATE SET sku = excluded.sku', {
      barcode,
      sku,
    })
  }
}
