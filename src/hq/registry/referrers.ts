import { sql } from 'kysely'
import { inTransaction, type Tx } from '../db/database.ts'
import type { Hq } from '../hq.ts'

export type ReferrerNamed =
  | { readonly kind: 'named' }
  | { readonly kind: 'refused'; readonly refused: 'unknown_member' | 'unknown_referrer' | 'refers_herself' | 'referral_circle' | 'already_referred' | 'not_new' }

/**
 * Says who brought a member, once and for good. She must not have bought anything yet, and nobody refers herself, nor
 * in a circle, however long.
 */
export function nameReferrer(hq: Pick<Hq, 'db' | 'clock'>, asked: { readonly memberId: string; readonly referrerId: string; readonly person: string }): Promise<ReferrerNamed> {
  const { memberId, referrerId, person } = asked
  return inTransaction(hq.db, async (tx): Promise<ReferrerNamed> => {
    // Two at once could each close half a circle.
    await sql`LOCK TABLE referrals IN SHARE ROW EXCLUSIVE MODE`.execute(tx)
    const people = await tx.selectFrom('members').select(['member_id', 'purchases']).where('member_id', 'in', [memberId, referrerId]).where('status', '<>', 'closed').execute()
    const member = people.find((row) => row.member_id === memberId)
    if (!member) return { kind: 'refused', refused: 'unknown_member' }
    if (memberId === referrerId) return { kind: 'refused', refused: 'refers_herself' }
    if (!people.some((row) => row.member_id === referrerId)) return { kind: 'refused', refused: 'unknown_referrer' }
    if (await tx.selectFrom('referrals').select('member_id').where('member_id', '=', memberId).executeTakeFirst()) return { kind: 'refused', refused: 'already_referred' }
    if (await isAbove(tx, memberId, referrerId)) return { kind: 'refused', refused: 'referral_circle' }
    if (member.purchases > 0) return { kind: 'refused', refused: 'not_new' }
    const named = { member_id: memberId, referrer_id: referrerId, named_at_ms: hq.clock.nowMs(), named_by: person }
    await tx.insertInto('referrals').values({ ...named, state: 'open', sale_id: null, bought_on: null, pay_on: null }).execute()
    return { kind: 'named' }
  })
}

/** Was `fromId` brought, at any remove, by `aboveId`? */
async function isAbove(tx: Tx, aboveId: string, fromId: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`WITH RECURSIVE above (member_id) AS (
      SELECT referrer_id FROM referrals WHERE member_id = ${fromId}
      UNION SELECT r.referrer_id FROM referrals AS r JOIN above AS a ON r.member_id = a.member_id
    ) SELECT EXISTS (SELECT 1 FROM above WHERE member_id = ${aboveId}) AS found`.execute(tx)
  return rows[0]?.found === true
}
