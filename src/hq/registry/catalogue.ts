import type { Tx } from '../db/database.ts'
import type { Ids } from '../ids.ts'
import { productChange, writeFeedGroup } from '../feed/changes.ts'
import type { LocalizedText } from '../../contract/primitives.ts'

export type NewProduct = {
  readonly sku: string
  readonly barcodes: readonly string[]
  readonly name: LocalizedText
  readonly packing: string
  readonly unit: 'piece' | 'kg'
  readonly category: string
  readonly priceMinor: number
  readonly memberPriceMinor: number | null
  readonly quickKey: number | null
  readonly ageFrom: number | null
  /** What buying it loads; absent: it is goods. */
  readonly asset?: 'stored-value' | 'gift-card' | null | undefined
  /** On top of its price, for each piece that loads value. */
  readonly loadBonusMinor?: number | undefined
}

/** Puts goods into the catalogue, or changes those that are there, in one feed group. */
export async function putProducts(tx: Tx, ids: Ids, products: readonly NewProduct[], nowMs: number): Promise<void> {
  if (products.length === 0) return
  const skus = products.map((product) => product.sku).sort()
  const before = await tx.selectFrom('products').select(['sku', 'stamp']).where('sku', 'in', skus).orderBy('sku').forUpdate().execute()
  const stamp = 1 + Math.max(0, ...before.map((product) => product.stamp))
  const rows = products.map((product) => ({
    sku: product.sku,
    packing: product.packing,
    unit: product.unit,
    category: product.category,
    price_minor: product.priceMinor,
    member_price_minor: product.memberPriceMinor,
    quick_key: product.quickKey,
    age_from: product.ageFrom,
    asset: product.asset ?? null,
    load_bonus_minor: product.loadBonusMinor ?? 0,
    stamp,
  }))
  const writable = rows.map((row, index) => ({ ...row, name: JSON.stringify(products[index]?.name ?? {}) }))
  await tx
    .insertInto('products')
    .values(writable)
    .onConflict((conflict) =>
      conflict.column('sku').doUpdateSet((e) => ({
        name: e.ref('excluded.name'),
        packing: e.ref('excluded.packing'),
        unit: e.ref('excluded.unit'),
        category: e.ref('excluded.category'),
        price_minor: e.ref('excluded.price_minor'),
        member_price_minor: e.ref('excluded.member_price_minor'),
        quick_key: e.ref('excluded.quick_key'),
        age_from: e.ref('excluded.age_from'),
        asset: e.ref('excluded.asset'),
        load_bonus_minor: e.ref('excluded.load_bonus_minor'),
        stamp: e.ref('excluded.stamp'),
      })),
    )
    .execute()
  await tx.deleteFrom('barcodes').where('sku', 'in', skus).execute()
  const barcodes = products.flatMap((product) => product.barcodes.map((barcode) => ({ barcode: normaliseBarcode(barcode), sku: product.sku })))
  if (barcodes.length > 0) await tx.insertInto('barcodes').values(barcodes).execute()
  const changes = rows.map((row, index) => productChange({ ...row, name: products[index]?.name ?? {} }, (products[index]?.barcodes ?? []).map(normaliseBarcode)))
  await writeFeedGroup(tx, ids, { stamp, changes, madeAtMs: nowMs })
}

/** A GTIN of any length becomes its 14 digits; anything else (an in-store stem, a code of the shop's own) stays. */
export function normaliseBarcode(text: string): string {
  return /^(\d{8}|\d{12,14})$/.test(text) && hasCheckDigit(text) ? text.padStart(14, '0') : text
}

/** GS1: from the right, weights 3 and 1, the sum with the check digit is a multiple of 10. */
function hasCheckDigit(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0)
  return sum % 10 === 0
}
