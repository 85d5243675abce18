import type { Reader } from '../db/database.ts'
import type { ConsoleProducts, ConsoleSuspenses } from '../../contract/console-wire.ts'

const SUSPENSE_MAX = 200

/** The whole catalogue; the sample's is small, a chain's gets paging with the catalogue's own issue. */
export async function readProducts(db: Reader): Promise<ConsoleProducts> {
  const products = await db.selectFrom('products').selectAll().orderBy('category').orderBy('sku').execute()
  const barcodes = await db.selectFrom('barcodes').selectAll().orderBy('barcode').execute()
  return {
    products: products.map((product) => ({
      sku: product.sku,
      name: product.name,
      packing: product.packing,
      unit: product.unit,
      category: product.category,
      priceMinor: product.price_minor,
      memberPriceMinor: product.member_price_minor,
      barcodes: barcodes.filter((row) => row.sku === product.sku).map((row) => row.barcode),
    })),
  }
}

/** Events that wait for a person, oldest first. */
export async function readSuspense(db: Reader): Promise<ConsoleSuspenses> {
  const rows = await db
    .selectFrom('event_outcomes as o')
    .innerJoin('tills as t', 't.till_id', 'o.till_id')
    .select(['o.till_id', 't.store_id', 't.till_number', 'o.epoch', 'o.seq', 'o.detail', 'o.decided_at_ms'])
    .where('o.outcome', '=', 'suspense')
    .where('o.resolved_by', 'is', null)
    .orderBy('o.decided_at_ms')
    .orderBy('o.till_id')
    .orderBy('o.epoch')
    .orderBy('o.seq')
    .limit(SUSPENSE_MAX + 1)
    .execute()
  const events = rows.slice(0, SUSPENSE_MAX).map((row) => ({ tillId: row.till_id, storeId: row.store_id, tillNumber: row.till_number, epoch: row.epoch, seq: row.seq, detail: row.detail, decidedAtMs: row.decided_at_ms }))
  return { events, more: rows.length > SUSPENSE_MAX }
}
