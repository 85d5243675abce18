import type { LocalizedText } from '../../../contract/primitives.ts'
import type { MirrorRead, MirrorWrite } from '../sqlite-file.ts'

/** A product of the catalogue. Prices are per piece or per kilogram, in minor units. */
export type MirrorProduct = {
  readonly sku: string
  readonly name: LocalizedText
  /** Words behind the name, such as "320 g"; may be empty. */
  readonly packing: string
  readonly unit: 'piece' | 'kg'
  readonly category: string
  readonly priceMinor: number
  readonly memberPriceMinor: number | null
  /** Place among the quick keys; null: not one of them. */
  readonly quickKey: number | null
  readonly ageFrom: number | null
  /** What buying it loads; null: it is goods. */
  readonly asset: 'stored-value' | 'gift-card' | null
  /** On top of its price, for each piece that loads value. */
  readonly loadBonusMinor: number
}

type Stored = Omit<MirrorProduct, 'name'> & { readonly nameJson: string }
const columns = `sku, name_json AS nameJson, packing, unit, category, price_minor AS priceMinor,
  member_price_minor AS memberPriceMinor, quick_key AS quickKey, age_from AS ageFrom, asset,
  load_bonus_minor AS loadBonusMinor`

function productOf({ nameJson, ...row }: Stored): MirrorProduct {
  return { ...row, name: JSON.parse(nameJson) as LocalizedText }
}

/** Null: not sold here. */
export function readProduct(mirror: MirrorRead, sku: string): MirrorProduct | null {
  const row = mirror.get<Stored>(`SELECT ${columns} FROM products WHERE sku = ?`, [sku])
  return row === undefined ? null : productOf(row)
}

/** Products on quick keys, in their order. */
export function readQuickKeys(mirror: MirrorRead): MirrorProduct[] {
  return mirror.all<Stored>(`SELECT ${columns} FROM products WHERE quick_key IS NOT NULL ORDER BY quick_key, sku`).map(productOf)
}

/** Products whose SKU begins so or whose name in any language contains the text, by SKU. */
export function findProducts(mirror: MirrorRead, text: string, limit: number): MirrorProduct[] {
  return mirror
    .all<Stored>(
      `SELECT ${columns} FROM products
      WHERE sku LIKE @prefix ESCAPE '\\' OR EXISTS
        (SELECT 1 FROM json_each(name_json) WHERE value LIKE @part ESCAPE '\\')
      ORDER BY sku LIMIT @limit`,
      { prefix: `${likeText(text)}%`, part: `%${likeText(text)}%`, limit },
    )
    .map(productOf)
}

function likeText(text: string): string {
  return text.replace(/[\\%_]/g, (sign) => `\\${sign}`)
}

/** Writes a product. */
export function putProduct(tx: MirrorWrite, { name, ...product }: MirrorProduct): void {
  tx.run(
    `INSERT INTO products (sku, name_json, packing, unit, category, price_minor, member_price_minor, quick_key, age_from,
      asset, load_bonus_minor)
    VALUES (@sku, @nameJson, @packing, @unit, @category, @priceMinor, @memberPriceMinor, @quickKey, @ageFrom,
      @asset, @loadBonusMinor)
    ON CONFLICT (sku) DO UPDATE SET name_json = excluded.name_json, packing = excluded.packing, unit = excluded.unit,
      category = excluded.category, price_minor = excluded.price_minor, member_price_minor = excluded.member_price_minor,
      quick_key = excluded.quick_key, age_from = excluded.age_from, asset = excluded.asset,
      load_bonus_minor = excluded.load_bonus_minor`,
    { ...product, nameJson: JSON.stringify(name) },
  )
}

/** Takes a product out of the catalogue; its barcodes are deleted beside it. */
export function deleteProduct(tx: MirrorWrite, sku: string): void {
  tx.run('DELETE FROM products WHERE sku = ?', [sku])
}
