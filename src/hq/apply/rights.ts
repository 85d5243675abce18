import { sql } from 'kysely'
import type { Programme } from '../../domain/programme.ts'
import type { WireRightsReturnedBody, WireSaleBody } from '../../contract/wire-event.ts'
import { bulkInsert, type BulkColumns } from '../db/bulk.ts'
import type { Tx } from '../db/database.ts'
import type { Booking } from './booking.ts'
import { returnGiftCards, settleGiftCards } from './gift-cards.ts'
import type { ReturnOrigin } from './origin.ts'
import type { Programmes } from './programmes.ts'
import type { ReadableEvent, ReadEvent } from './read.ts'
import type { Difference } from './replay.ts'

/** What settling did: whose rights changed, and what an event stated that was not so. */
export type SettledRights = { readonly memberIds: ReadonlySet<string>; readonly differences: ReadonlyMap<string, readonly Difference[]> }

/**
 * Coupons and uses of limited offers, event by event in order: what a sale used, gave and counted, what a whole return
 * gives back, what goes back unused. A discount was given and stands; where its coupon was gone, that is listed (R7).
 */
export async function settleRights(tx: Tx, reads: readonly ReadEvent[], bookings: readonly Booking[], context: { readonly programmes: Programmes; readonly origin: ReturnOrigin | string | null; readonly nowMs: number }): Promise<SettledRights> {
  const memberIds = new Set<string>()
  const differences = new Map<string, readonly Difference[]>()
  for (const [index, read] of reads.entries()) {
    const outcome = bookings[index]?.outcome
    if (read.kind === 'unreadable' || (outcome !== 'applied' && outcome !== 'applied-with-debt')) continue
    const { known } = read
    if (known.kind === 'sale') {
      const gone = [...(await settleSale(tx, read, known.body, context.programmes.get(known.body.programmeHash) ?? null)), ...(await settleGiftCards(tx, read, known.body))]
      if (gone.length > 0) differences.set(read.event.id, gone)
      if (known.body.memberId !== null) memberIds.add(known.body.memberId)
    }
    if (known.kind === 'return') await settleGiftCards(tx, read, known.body)
    if (known.kind === 'return' && context.origin !== null && typeof context.origin !== 'string' && bookings[index]?.wholeSale === true) {
      await giveBack(tx, read.event.id, context.origin)
      if (known.body.memberId !== null) memberIds.add(known.body.memberId)
    }
    if (known.kind === 'value-refund') await endValueLease(tx, read, 'spent')
    if (known.kind === 'rights-returned') await returnRights(tx, read, known.body, context.nowMs)
  }
  return { memberIds, differences }
}

async function settleSale(tx: Tx, read: ReadableEvent, body: WireSaleBody, programme: Programme | null): Promise<Difference[]> {
  const saleId = read.event.id
  const differences: Difference[] = []
  const codes = body.inputs.coupons.map((coupon) => coupon.code)
  for (const code of codes) {
    const used = await tx.updateTable('coupons').set({ uses_left: sql<number>`uses_left - 1` }).where('code', '=', code).where('uses_left', '>', 0).returning('code').executeTakeFirst()
    if (!used) differences.push({ kind: 'inputs', path: `coupons.${code}`, stated: 'a use left', computed: 'none' })
  }
  await tx.updateTable('coupon_leases').set({ state: sql`CASE WHEN code = ANY(${codes}) THEN 'used' ELSE 'returned' END` }).where('sale_id', '=', saleId).where('till_id', '=', read.tillId).where('state', '=', 'lent').execute()
  await endValueLease(tx, read, 'spent')
  const issued = (body.couponsIssued ?? []).map((coupon) => ({
    code: coupon.code,
    coupon: coupon.coupon,
    member_id: programme?.coupons.find((kind) => kind.id === coupon.coupon)?.bearer === true ? null : body.memberId,
    uses_left: coupon.uses,
    expires_at_ms: coupon.expiresAtMs,
    issued_by: saleId,
    issued_at_ms: read.event.committedAtMs,
  }))
  await bulkInsert(tx, 'coupons', couponColumns, issued, 'ON CONFLICT (code) DO NOTHING')
  await countUses(tx, body.memberId, read.event.businessDate, limitedOf(programme, body.result.applied), 1)
  return differences
}

async function endValueLease(tx: Tx, { event, tillId }: ReadableEvent, state: 'spent'): Promise<void> {
  await tx.updateTable('value_leases').set({ state }).where('sale_id', '=', event.id).where('till_id', '=', tillId).where('state', '=', 'lent').execute()
}

const couponColumns: BulkColumns = { code: 'text', coupon: 'text', member_id: 'text', uses_left: 'integer', expires_at_ms: 'bigint', issued_by: 'text', issued_at_ms: 'bigint' }

/** Promotions of these with a limit per member. */
function limitedOf(programme: Programme | null, applied: readonly string[]): string[] {
  return applied.filter((id) => programme?.promotions.some((promotion) => promotion.id === id && promotion.limits.perMember !== null))
}

async function countUses(tx: Tx, memberId: string | null, businessDate: string, promotionIds: readonly string[], step: 1 | -1): Promise<void> {
  if (memberId === null) return
  for (const promotionId of promotionIds) {
    await tx
      .insertInto('promotion_uses')
      .values({ member_id: memberId, promotion_id: promotionId, business_date: businessDate, uses: Math.max(0, step) })
      .onConflict((conflict) => conflict.columns(['member_id', 'promotion_id', 'business_date']).doUpdateSet({ uses: sql`greatest(0, promotion_uses.uses + ${step}::integer)` }))
      .execute()
  }
}

/** A whole sale came back: its coupons are good again, what it issued and nobody used is withdrawn, its uses count no more. */
async function giveBack(tx: Tx, returnId: string, origin: ReturnOrigin): Promise<void> {
  const entries: { asset: string; account: string; delta: number }[] = []
  for (const { code } of origin.body.inputs.coupons) {
    await tx.updateTable('coupons').set({ uses_left: sql<number>`uses_left + 1` }).where('code', '=', code).execute()
    entries.push({ asset: 'coupon', account: `coupon/${code}`, delta: 1 }, { asset: 'coupon', account: 'programme/used', delta: -1 })
  }
  const withdrawn = await tx.selectFrom('coupons').select(['code', 'uses_left']).where('issued_by', '=', origin.saleId).where('uses_left', '>', 0).orderBy('code').forUpdate().execute()
  for (const { code, uses_left: uses } of withdrawn) {
    await tx.updateTable('coupons').set({ uses_left: 0 }).where('code', '=', code).execute()
    entries.push({ asset: 'coupon', account: `coupon/${code}`, delta: -uses }, { asset: 'coupon', account: 'programme/issued', delta: uses })
  }
  const columns: BulkColumns = { event_id: 'text', entry_no: 'integer', asset: 'text', account: 'text', delta: 'bigint' }
  await bulkInsert(tx, 'entries', columns, entries.map((entry, index) => ({ event_id: returnId, entry_no: COUPON_ENTRIES_FROM + index, ...entry })))
  await countUses(tx, origin.body.memberId, origin.businessDate, limitedOf(origin.programme, origin.body.result.applied), -1)
}

/** Above every entry that an event brings itself. */
const COUPON_ENTRIES_FROM = 100_000

/** What was asked for a sale goes back; one that HQ does not know is remembered, and never granted. */
async function returnRights(tx: Tx, read: ReadableEvent, { saleId, codes, value, giftCards = [] }: WireRightsReturnedBody, nowMs: number): Promise<void> {
  await returnGiftCards(tx, read.tillId, saleId, giftCards, nowMs)
  for (const code of new Set(codes)) {
    await tx
      .insertInto('coupon_leases')
      .values({ sale_id: saleId, code, till_id: read.tillId, state: 'returned', asked_at_ms: nowMs })
      .onConflict((conflict) => conflict.columns(['sale_id', 'code']).doUpdateSet({ state: 'returned' }).where('coupon_leases.till_id', '=', read.tillId).where('coupon_leases.state', '=', 'lent'))
      .execute()
  }
  if (!value) return
  await tx
    .insertInto('value_leases')
    .values({ sale_id: saleId, member_id: null, till_id: read.tillId, principal_minor: 0, bonus_minor: 0, state: 'returned', asked_at_ms: nowMs })
    .onConflict((conflict) => conflict.column('sale_id').doUpdateSet({ state: 'returned' }).where('value_leases.till_id', '=', read.tillId).where('value_leases.state', '=', 'lent'))
    .execute()
}
