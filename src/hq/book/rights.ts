import { sql, type Selectable } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { CouponsTable, PromotionUsesTable } from '../db/schema.ts'
import type { Account } from './account.ts'
import type { Book } from './book.ts'

/** What members have beside points, as rows. */
type Rights = { readonly coupons: readonly Selectable<CouponsTable>[]; readonly uses: readonly Selectable<PromotionUsesTable>[] }

/** Coupons with uses left, and uses of limited offers, of members that are locked. */
export async function loadRights(tx: Tx, memberIds: readonly string[]): Promise<Rights> {
  if (memberIds.length === 0) return { coupons: [], uses: [] }
  const coupons = await tx.selectFrom('coupons').selectAll().where(sql<boolean>`member_id = ANY(${memberIds})`).where('uses_left', '>', 0).orderBy('issued_at_ms').orderBy('code').execute()
  const uses = await tx.selectFrom('promotion_uses').selectAll().where(sql<boolean>`member_id = ANY(${memberIds})`).where('uses', '>', 0).orderBy('business_date').orderBy('promotion_id').execute()
  return { coupons, uses }
}

export function rightsOf({ coupons, uses }: Rights, memberId: string): Pick<Account, 'coupons' | 'limitUses'> {
  return {
    coupons: coupons
      .filter((coupon) => coupon.member_id === memberId)
      .map((coupon) => ({ code: coupon.code, coupon: coupon.coupon, expiresAtMs: coupon.expires_at_ms, usesLeft: coupon.uses_left })),
    limitUses: uses.filter((use) => use.member_id === memberId).map((use) => ({ promotionId: use.promotion_id, businessDate: use.business_date, uses: use.uses })),
  }
}

/** After they were changed: what tills are told is what holds now. */
export async function reloadRights(tx: Tx, book: Book, memberIds: readonly string[]): Promise<void> {
  const rights = await loadRights(tx, memberIds)
  for (const memberId of memberIds) {
    const account = book.accounts.get(memberId)
    if (account) Object.assign(account, rightsOf(rights, memberId), { changed: true })
  }
}
