import { couponCode, couponExpiry } from '../../journal/coupons.ts'
import { parseProgramme } from '../../contract/programme-file.ts'
import { loadBook } from '../book/load.ts'
import { reloadRights } from '../book/rights.ts'
import { saveBook } from '../book/save.ts'
import { sha256 } from '../crypto.ts'
import { inTransaction } from '../db/database.ts'
import type { Hq } from '../hq.ts'

export type CouponBatch =
  | { readonly kind: 'issued'; readonly codes: readonly string[] }
  | { readonly kind: 'refused'; readonly refused: 'no_rules' | 'unknown_coupon_kind' | 'needs_member' | 'unknown_member' }

/** HQ gives coupons itself: a batch for whoever has the codes (leaflets), or to one member. */
export async function issueCoupons(hq: Pick<Hq, 'db' | 'clock' | 'ids'>, asked: { readonly coupon: string; readonly count: number; readonly memberId: string | null; readonly person: string }): Promise<CouponBatch> {
  const { coupon, count, memberId, person } = asked
  return inTransaction(hq.db, async (tx): Promise<CouponBatch> => {
    const row = await tx.selectFrom('programmes').select('canonical_json').where('current', '=', true).executeTakeFirst()
    const parsed = row ? parseProgramme(JSON.parse(row.canonical_json)) : null
    if (parsed?.ok !== true) return { kind: 'refused', refused: 'no_rules' }
    const kind = parsed.programme.coupons.find((each) => each.id === coupon)
    if (!kind) return { kind: 'refused', refused: 'unknown_coupon_kind' }
    if (!kind.bearer && memberId === null) return { kind: 'refused', refused: 'needs_member' }
    const book = await loadBook(tx, memberId === null ? [] : [memberId], [])
    if (memberId !== null && !book.accounts.has(memberId)) return { kind: 'refused', refused: 'unknown_member' }
    const nowMs = hq.clock.nowMs()
    const eventId = hq.ids.uuid()
    const codes = Array.from({ length: count }, (_, index) => couponCode(sha256, `${eventId} ${index}`))
    await tx.insertInto('hq_events').values({ event_id: eventId, kind: 'coupons-issued', at_ms: nowMs, person, body: JSON.stringify({ coupon, count, memberId }) }).execute()
    const expiresAtMs = couponExpiry(parsed.programme, kind, nowMs)
    await tx.insertInto('coupons').values(codes.map((code) => ({ code, coupon, member_id: memberId, uses_left: kind.uses, expires_at_ms: expiresAtMs, issued_by: eventId, issued_at_ms: nowMs }))).execute()
    const entries = [...codes.map((code) => ({ account: `coupon/${code}`, delta: kind.uses })), { account: 'programme/issued', delta: -kind.uses * count }]
    await tx.insertInto('entries').values(entries.map((entry, index) => ({ event_id: eventId, entry_no: index + 1, asset: 'coupon', ...entry }))).execute()
    if (memberId !== null) {
      await reloadRights(tx, book, [memberId])
      await saveBook(tx, book, { ids: hq.ids, nowMs })
    }
    return { kind: 'issued', codes }
  })
}
