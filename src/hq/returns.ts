import type { Clock } from './clock.ts'
import { inSnapshot, inTransaction, type Database, type Reader } from './db/database.ts'
import { eventOf, hashBefore } from './journal-read.ts'
import { err, ok, type Result } from '../contract/result.ts'
import type { FindSaleAnswer, KnownReturn, LendReturnAnswer } from '../contract/wire-counter.ts'

/**
 * A sale by the code of its receipt, with what has come back of it. Of one moment: a return that is listed, but not yet
 * in `reversed`, would come back twice.
 */
export function findSale(db: Database, receiptCode: string): Promise<Result<FindSaleAnswer, 'unknown_sale'>> {
  return inSnapshot(db, (tx) => readSale(tx, receiptCode))
}

async function readSale(db: Reader, receiptCode: string): Promise<Result<FindSaleAnswer, 'unknown_sale'>> {
  const sale = await db.selectFrom('sales').select(['sale_id', 'receipt_code', 'till_id', 'epoch', 'seq', 'programme_hash']).where('receipt_code', '=', receiptCode).orderBy('at_ms', 'desc').limit(1).executeTakeFirst()
  if (!sale) return err('unknown_sale')
  const place = { tillId: sale.till_id, epoch: sale.epoch, seq: sale.seq }
  const event = await eventOf(db, place, sale.sale_id)
  const programme = await db.selectFrom('programmes').select(['version', 'hash', 'canonical_json']).where('hash', '=', sale.programme_hash).executeTakeFirst()
  if (!event || !programme) return err('unknown_sale')
  const reversal = await db.selectFrom('sale_reversals').select('reversed').where('sale_id', '=', sale.sale_id).executeTakeFirst()
  return ok({
    saleId: sale.sale_id,
    receiptCode: sale.receipt_code,
    event: event.bytes.toString('utf8'),
    hash: event.hash.toString('hex'),
    previousHash: (await hashBefore(db, place, event)).toString('hex'),
    // Written by the applier from the engine's own value.
    reversed: (reversal?.reversed as FindSaleAnswer['reversed'] | undefined) ?? null,
    returns: await returnsOf(db, sale.sale_id),
    programme: { version: programme.version, hash: programme.hash, programme: JSON.parse(programme.canonical_json) as Record<string, unknown> },
  })
}

async function returnsOf(db: Reader, saleId: string): Promise<KnownReturn[]> {
  const rows = await db.selectFrom('returns').selectAll().where('sale_id', '=', saleId).orderBy('committed_at_ms').execute()
  const refunds = await db.selectFrom('refunds as f').innerJoin('returns as r', 'r.return_id', 'f.return_id').selectAll('f').where('r.sale_id', '=', saleId).orderBy('f.refund_no').execute()
  return rows.map((row) => ({
    returnId: row.return_id,
    receiptCode: row.receipt_code,
    committedAtMs: row.committed_at_ms,
    // Checked as the event was read.
    reason: row.reason as KnownReturn['reason'],
    refunds: refunds
      .filter((refund) => refund.return_id === row.return_id)
      .map((refund) => ({ tender: refund.tender_no, kind: refund.kind as 'cash' | 'card' | 'wallet', refundMinor: refund.refund_minor, reference: refund.reference })),
    pointsBack: row.points_back,
    pointsClawedBack: row.points_clawed_back,
  }))
}

/**
 * Lends the right to return a sale to one till (R8). The same till gets it again; another waits until a return of the
 * first is booked.
 * @returns the returns that HQ knows: a till that knows fewer looks again
 */
export function lendReturn(hq: { readonly db: Database; readonly clock: Clock }, tillId: string, asked: { readonly saleId: string; readonly returnId: string }): Promise<Result<LendReturnAnswer, 'unknown_sale' | 'return_lent'>> {
  const { saleId, returnId } = asked
  return inTransaction(hq.db, async (tx) => {
    const sale = await tx.selectFrom('sales').select('sale_id').where('sale_id', '=', saleId).executeTakeFirst()
    if (!sale) return err('unknown_sale')
    const lent = await tx
      .insertInto('return_rights')
      .values({ sale_id: saleId, till_id: tillId, return_id: returnId, lent_at_ms: hq.clock.nowMs() })
      .onConflict((conflict) => conflict.column('sale_id').doUpdateSet((e) => ({ return_id: e.ref('excluded.return_id') })).where('return_rights.till_id', '=', tillId))
      .returning('till_id')
      .executeTakeFirst()
    if (!lent) return err('return_lent')
    const returns = await tx.selectFrom('returns').select('return_id').where('sale_id', '=', saleId).execute()
    return ok({ lent: true as const, returnIds: returns.map((row) => row.return_id) })
  })
}
