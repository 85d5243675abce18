import type { Reader } from '../db/database.ts'
import { sql } from 'kysely'
import type { ConsoleProducts, ConsoleSuspense, ConsoleSuspenses } from '../../contract/console-wire.ts'

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

/** Events that wait for a person, oldest first: of the tills' journals, and of other branches of them. */
export async function readSuspense(db: Reader): Promise<ConsoleSuspenses> {
  const { rows } = await sql<ConsoleSuspense>`
    SELECT o.till_id AS "tillId", t.store_id AS "storeId", t.till_number AS "tillNumber", o.epoch, o.seq, o.hash, o.detail, o.decided_at_ms AS "decidedAtMs"
    FROM (
      SELECT till_id, epoch, seq, NULL AS hash, detail, decided_at_ms FROM event_outcomes WHERE outcome = 'suspense' AND resolved_by IS NULL
      UNION ALL
      SELECT till_id, epoch, seq, encode(hash, 'hex'), detail, decided_at_ms FROM branch_outcomes WHERE outcome = 'suspense' AND resolved_by IS NULL
    ) AS o JOIN tills AS t ON t.till_id = o.till_id
    ORDER BY o.decided_at_ms, o.till_id, o.epoch, o.seq, o.hash LIMIT ${SUSPENSE_MAX + 1}`.execute(db)
  return { events: rows.slice(0, SUSPENSE_MAX), more: rows.length > SUSPENSE_MAX }
}
