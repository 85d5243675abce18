import type { Clock } from './clock.ts'
import { inTransaction, type Database } from './db/database.ts'
import { err, ok, type Result } from '../contract/result.ts'
import type { LendCouponAnswer, LendValueAnswer } from '../contract/wire-rights.ts'

export type RightsLender = { readonly db: Database; readonly clock: Clock }
export type CouponRefusal = 'coupon_unknown' | 'coupon_used' | 'coupon_other_member' | 'lease_returned'
export type ValueRefusal = 'unknown_member' | 'member_blocked' | 'value_lent' | 'lease_returned'

/** Lends one use of a coupon to a sale. The same question gets the same answer; one that came back is not lent to it again. */
export function lendCoupon(hq: RightsLender, tillId: string, asked: { readonly saleId: string; readonly code: string; readonly memberId: string | null }): Promise<Result<LendCouponAnswer, CouponRefusal>> {
  const { saleId, code, memberId } = asked
  return inTransaction(hq.db, async (tx) => {
    const coupon = await tx.selectFrom('coupons').selectAll().where('code', '=', code).forUpdate().executeTakeFirst()
    if (!coupon) return err('coupon_unknown')
    if (coupon.member_id !== null && coupon.member_id !== memberId) return err('coupon_other_member')
    const leases = await tx.selectFrom('coupon_leases').select(['sale_id', 'till_id', 'state']).where('code', '=', code).execute()
    const own = leases.find((lease) => lease.sale_id === saleId)
    if (own && (own.state !== 'lent' || own.till_id !== tillId)) return err('lease_returned')
    const usesLeft = coupon.uses_left - leases.filter((lease) => lease.state === 'lent' && lease.sale_id !== saleId).length
    if (usesLeft <= 0) return err('coupon_used')
    if (!own) await tx.insertInto('coupon_leases').values({ sale_id: saleId, code, till_id: tillId, state: 'lent', asked_at_ms: hq.clock.nowMs() }).execute()
    return ok({ code, coupon: coupon.coupon, expiresAtMs: coupon.expires_at_ms, usesLeft })
  })
}

/** Lends all of a member's stored value to one sale; another sale waits until that one has used it or given it back. */
export function lendValue(hq: RightsLender, tillId: string, asked: { readonly saleId: string; readonly memberId: string }): Promise<Result<LendValueAnswer, ValueRefusal>> {
  const { saleId, memberId } = asked
  return inTransaction(hq.db, async (tx) => {
    const member = await tx.selectFrom('members').select(['status', 'stored_principal_minor', 'stored_bonus_minor']).where('member_id', '=', memberId).forUpdate().executeTakeFirst()
    if (!member || member.status === 'closed') return err('unknown_member')
    const own = await tx.selectFrom('value_leases').selectAll().where('sale_id', '=', saleId).executeTakeFirst()
    if (own) return own.state === 'lent' && own.till_id === tillId && own.member_id === memberId ? ok({ principalMinor: own.principal_minor, bonusMinor: own.bonus_minor }) : err('lease_returned')
    if (member.status !== 'active') return err('member_blocked')
    const other = await tx.selectFrom('value_leases').select('sale_id').where('member_id', '=', memberId).where('state', '=', 'lent').executeTakeFirst()
    if (other) return err('value_lent')
    const lent = { principal_minor: member.stored_principal_minor, bonus_minor: member.stored_bonus_minor }
    await tx.insertInto('value_leases').values({ sale_id: saleId, member_id: memberId, till_id: tillId, ...lent, state: 'lent', asked_at_ms: hq.clock.nowMs() }).execute()
    return ok({ principalMinor: lent.principal_minor, bonusMinor: lent.bonus_minor })
  })
}
