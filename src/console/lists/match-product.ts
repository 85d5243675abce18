import type { ConsoleProduct } from '../../contract/console-wire.ts'

/** Does a product fit what was typed: a part of its name in any language, of its item number, or of a barcode? */
export function matchesProduct(product: ConsoleProduct, typed: string): boolean {
  const wanted = typed.trim().toLowerCase()
  const places = [product.sku, ...Object.values(product.name), ...product.barcodes.map(barcodeShown)].filter((place) => place !== undefined)
  return places.some((place) => place.toLowerCase().includes(wanted))
}

/** A barcode as it stands on the goods: HQ keeps GTINs with 14 digits, most goods carry 13 of them. */
export function barcodeShown(barcode: string): string {
  return /^0\d{13}$/.test(barcode) ? barcode.slice(1) : barcode
}
