import type { ProductCode } from '../../scan/dispatch.ts'
import { readSkuOfBarcode } from '../db/mirror/barcodes.ts'
import { readProduct, type MirrorProduct } from '../db/mirror/products.ts'
import type { MirrorRead } from '../db/sqlite-file.ts'
import type { BasketItem } from '../sale/basket.ts'

/** Goods of a product, as a line: its prices now. */
export function basketItem(product: MirrorProduct, quantityMilli: number): BasketItem {
  const { sku, name, packing, unit, category, priceMinor, memberPriceMinor, asset, loadBonusMinor } = product
  return { sku, name, packing, unit, category, quantityMilli, unitPriceMinor: priceMinor, memberPriceMinor, asset, giftCard: null, loadBonusMinor, priceOverride: null }
}

/**
 * What a product code stands for; null: no such product, or a label of nothing (0 g).
 * @param quantityMilli how many a cashier asked for; of goods that carry their weight or price there is one
 */
export function itemOfCode(mirror: MirrorRead, code: ProductCode, quantityMilli: number): BasketItem | null {
  switch (code.kind) {
    case 'gtin': {
      const product = productOfGtin(mirror, code.gtin)
      return product === null ? null : basketItem(product, quantityMilli)
    }
    case 'gs1': {
      const product = productOfGtin(mirror, code.gtin)
      if (product === null) return null
      // A kilogram is 1000 thousandths, so grams are thousandths.
      return basketItem(product, product.unit === 'kg' && code.netWeightGrams !== null && code.netWeightGrams > 0 ? code.netWeightGrams : quantityMilli)
    }
    case 'weighed': {
      const product = productOfStem(mirror, WEIGHED_START, code.item)
      return product === null || code.weightGrams === 0 ? null : basketItem(product, code.weightGrams)
    }
    case 'priced': {
      const product = productOfStem(mirror, PRICED_START, code.item)
      if (product === null || code.priceMinor === 0) return null
      // The label is the price: one piece of it, whatever the catalogue says of a kilogram.
      return { ...basketItem(product, 1000), unit: 'piece', unitPriceMinor: code.priceMinor, memberPriceMinor: null }
    }
  }
}

/** In-store labels: the catalogue keeps their first seven digits, start and item (resources/sample/README.md). */
const WEIGHED_START = '21'
const PRICED_START = '23'

function productOfStem(mirror: MirrorRead, start: string, item: string): MirrorProduct | null {
  return productOfBarcode(mirror, `${start}${item}`)
}

/** Catalogues keep GTINs as printed (8, 12, 13 digits) or all with 14. */
function productOfGtin(mirror: MirrorRead, gtin: string): MirrorProduct | null {
  for (const form of [gtin, gtin.padStart(14, '0'), gtin.replace(/^0/, '')]) {
    const product = productOfBarcode(mirror, form)
    if (product !== null) return product
  }
  return null
}

function productOfBarcode(mirror: MirrorRead, barcode: string): MirrorProduct | null {
  const sku = readSkuOfBarcode(mirror, barcode)
  return sku === null ? null : readProduct(mirror, sku)
}
