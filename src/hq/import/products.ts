import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type { Tx } from '../db/database.ts'
import { normaliseBarcode, putProducts, type NewProduct } from '../registry/catalogue.ts'
import { countCell, idCell, listCell, moneyCell, neededText, optional, textCell } from './cells.ts'
import { heading, refused, type ImportKind, type Read, type Verdict } from './kind.ts'

const NAME_MAX = 120
const unit = z.enum(['', 'piece', 'kg', '件', '个', '公斤', '千克'], 'is piece or kg').default('').transform((word) => (['kg', '公斤', '千克'].includes(word) ? ('kg' as const) : ('piece' as const)))
const schema = z
  .object({
    sku: idCell,
    name: neededText(NAME_MAX),
    nameHant: optional(textCell(NAME_MAX)),
    nameEn: optional(textCell(NAME_MAX)),
    category: idCell,
    price: moneyCell,
    memberPrice: optional(moneyCell),
    unit,
    packing: textCell(60).default(''),
    barcodes: listCell(z.string().regex(/^[\x21-\x7e]{1,48}$/, 'holds what is no barcode')).default([]),
    quickKey: optional(countCell('a place from 1')),
    ageFrom: optional(countCell('an age')),
  })
  .transform((cells): NewProduct => ({
    ...{ sku: cells.sku, unit: cells.unit, packing: cells.packing, category: cells.category },
    name: { 'zh-Hans': cells.name, 'zh-Hant': cells.nameHant ?? cells.name, en: cells.nameEn ?? cells.name },
    priceMinor: cells.price,
    memberPriceMinor: cells.memberPrice,
    barcodes: [...new Set(cells.barcodes.map(normaliseBarcode))].sort(),
    quickKey: cells.quickKey === 0 ? null : cells.quickKey,
    ageFrom: cells.ageFrom === 0 ? null : cells.ageFrom,
  }))

/** Goods: new ones are added, known ones become what the list says. What a list does not name stays as it is. */
export const productImport: ImportKind<NewProduct> = {
  headings: [
    heading('sku', true, '货号', '貨號', '商品编号'),
    heading('name', true, '名称', '名稱', '品名', '商品名称'),
    heading('nameHant', false, '繁体名称', '繁體名稱'),
    heading('nameEn', false, '英文名称', '英文名稱'),
    heading('category', true, '分类', '分類', '类别'),
    heading('price', true, '价格', '價格', '售价', '零售价'),
    heading('memberPrice', false, '会员价', '會員價'),
    heading('unit', false, '单位', '單位'),
    heading('packing', false, '规格', '規格'),
    heading('barcodes', false, 'barcode', '条码', '條碼'),
    heading('quickKey', false, '快捷键', '快捷鍵'),
    heading('ageFrom', false, '年龄', '年齡'),
  ],
  schema,
  keysOf: ({ sku, barcodes }) => [`sku ${sku}`, ...barcodes.map((barcode) => `barcode ${barcode}`)],
  async take(tx, hq, rows) {
    const known = await knownProducts(tx, rows)
    const verdicts = rows.map(({ row }): Verdict => {
      const taken = row.barcodes.find((barcode) => (known.skuOf.get(barcode) ?? row.sku) !== row.sku)
      if (taken !== undefined) return refused('barcodes', `${taken} is the barcode of ${known.skuOf.get(taken) ?? ''}`)
      const before = known.products.get(row.sku)
      return before === undefined ? 'added' : isDeepStrictEqual(before, { ...row, ...KEPT(before) }) ? 'there' : 'changed'
    })
    const wanted = rows.filter((_, index) => verdicts[index] === 'added' || verdicts[index] === 'changed')
    await putProducts(tx, hq.ids, wanted.map(({ row }) => ({ ...row, ...KEPT(known.products.get(row.sku)) })), hq.clock.nowMs())
    return verdicts
  },
}

/** A list says nothing about what goods load. */
const KEPT = (before: NewProduct | undefined) => ({ asset: before?.asset ?? null, loadBonusMinor: before?.loadBonusMinor ?? 0 })

async function knownProducts(tx: Tx, rows: readonly Read<NewProduct>[]): Promise<{ readonly products: ReadonlyMap<string, NewProduct>; readonly skuOf: ReadonlyMap<string, string> }> {
  const skus = rows.map(({ row }) => row.sku)
  const barcodes = rows.flatMap(({ row }) => row.barcodes)
  const products = await tx.selectFrom('products').selectAll().where('sku', 'in', skus).orderBy('sku').forUpdate().execute()
  const codes = await tx.selectFrom('barcodes').selectAll().where((e) => e.or([e('sku', 'in', skus), ...(barcodes.length > 0 ? [e('barcode', 'in', barcodes)] : [])])).orderBy('barcode').execute()
  return {
    skuOf: new Map(codes.map(({ barcode, sku }) => [barcode, sku])),
    products: new Map(
      products.map((product): [string, NewProduct] => [
        product.sku,
        {
          ...{ sku: product.sku, unit: product.unit, packing: product.packing, category: product.category, name: product.name },
          ...{ priceMinor: product.price_minor, memberPriceMinor: product.member_price_minor, quickKey: product.quick_key, ageFrom: product.age_from },
          ...{ asset: product.asset, loadBonusMinor: product.load_bonus_minor },
          barcodes: codes.filter(({ sku }) => sku === product.sku).map(({ barcode }) => barcode).sort(),
        },
      ]),
    ),
  }
}
