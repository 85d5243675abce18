import type { LimitUse, MemberCoupon } from '../../../contract/wire-rights.ts'
import type { MirrorRead, MirrorWrite } from '../sqlite-file.ts'

/** A member as HQ knows her. Her name, phone and birthday stand only in the sealed box. */
export type MirrorMember = {
  readonly memberId: string
  /** Null: erased, or sealed for another region. */
  readonly box: Uint8Array | null
  readonly tier: string | null
  readonly status: 'active' | 'blocked' | 'closed'
  /** Business dates, YYYY-MM-DD. */
  readonly joined: string
  readonly lastPurchase: string | null
  readonly purchases: number
  readonly qualifying: number
  readonly segments: readonly string[]
  readonly promotionUses: Readonly<Record<string, number>>
  /** A fraction in lowest terms, as "3/5". */
  readonly carry: string
  /** Lots − debt, everything at HQ included. */
  readonly balancePoints: number
  readonly debtPoints: number
  /** Lent to tills by leases. */
  readonly lentPoints: number
  /** Earned at a till that has not yet shown that it has the ack. */
  readonly unconfirmedPoints: number
  /** Business date of the two counters (and its month); on another date (in another month) they are zero. */
  readonly countersDate: string | null
  readonly earnedTodayPoints: number
  readonly earnedMonthPoints: number
  readonly storedPrincipalMinor: number
  readonly storedBonusMinor: number
  /** Hers, with uses left. */
  readonly coupons: readonly MemberCoupon[]
  /** Of offers with a limit per member, by business date. */
  readonly limitUses: readonly LimitUse[]
  readonly changedAtMs: number
}

type MemberRow = Omit<MirrorMember, 'segments' | 'promotionUses' | 'coupons' | 'limitUses'> & {
  readonly segmentsJson: string
  readonly promotionUsesJson: string
  readonly couponsJson: string
  readonly limitUsesJson: string
}
const columns = `member_id AS memberId, box, tier, status, joined, last_purchase AS lastPurchase, purchases, qualifying,
  segments_json AS segmentsJson, promotion_uses_json AS promotionUsesJson, carry, balance_points AS balancePoints,
  debt_points AS debtPoints, lent_points AS lentPoints, unconfirmed_points AS unconfirmedPoints,
  counters_date AS countersDate, earned_today_points AS earnedTodayPoints, earned_month_points AS earnedMonthPoints,
  stored_principal_minor AS storedPrincipalMinor, stored_bonus_minor AS storedBonusMinor,
  coupons_json AS couponsJson, limit_uses_json AS limitUsesJson, changed_at_ms AS changedAtMs`

/** Null: not known here. */
export function readMember(mirror: MirrorRead, memberId: string): MirrorMember | null {
  const row = mirror.get<MemberRow>(`SELECT ${columns} FROM members WHERE member_id = ?`, [memberId])
  if (row === undefined) return null
  const { segmentsJson, promotionUsesJson, couponsJson, limitUsesJson, ...member } = row
  return {
    ...member,
    segments: JSON.parse(segmentsJson) as string[],
    promotionUses: JSON.parse(promotionUsesJson) as Record<string, number>,
    coupons: JSON.parse(couponsJson) as MemberCoupon[],
    limitUses: JSON.parse(limitUsesJson) as LimitUse[],
  }
}

/** What a search reads of a member before it opens her box. */
export type MemberSearchRow = Pick<MirrorMember, 'memberId' | 'box' | 'tier' | 'status' | 'lastPurchase'>

/** Members of a name key, those who bought last first. `limit` one above what is wanted tells whether there are more. */
export function readMembersByNameKey(mirror: MirrorRead, key: string, limit: number): MemberSearchRow[] {
  return mirror.all<MemberSearchRow>(
    `SELECT m.member_id AS memberId, m.box, m.tier, m.status, m.last_purchase AS lastPurchase
    FROM name_keys k JOIN members m ON m.member_id = k.member_id
    WHERE k.key = ? AND m.status <> 'closed' ORDER BY m.last_purchase DESC, m.member_id LIMIT ?`,
    [key, limit],
  )
}

/** Members whose key begins so, those who bought last first. */
export function readMembersByNameKeyPrefix(mirror: MirrorRead, prefix: string, limit: number): MemberSearchRow[] {
  return mirror.all<MemberSearchRow>(
    `SELECT m.member_id AS memberId, m.box, m.tier, m.status, m.last_purchase AS lastPurchase
    FROM members m WHERE m.status <> 'closed' AND m.member_id IN
      (SELECT member_id FROM name_keys WHERE key >= @from AND key < @to)
    ORDER BY m.last_purchase DESC, m.member_id LIMIT @limit`,
    { from: prefix, to: `${prefix}\u{10FFFF}`, limit },
  )
}

/** Writes a member whole. */
export function putMember(tx: MirrorWrite, { segments, promotionUses, coupons, limitUses, ...member }: MirrorMember): void {
  tx.run(
    `INSERT INTO members (member_id, box, tier, status, joined, last_purchase, purchases, qualifying, segments_json,
      promotion_uses_json, carry, balance_points, debt_points, lent_points, unconfirmed_points, counters_date,
      earned_today_points, earned_month_points, stored_principal_minor, stored_bonus_minor, coupons_json,
      limit_uses_json, changed_at_ms)
    VALUES (@memberId, @box, @tier, @status, @joined, @lastPurchase, @purchases, @qualifying, @segmentsJson,
      @promotionUsesJson, @carry, @balancePoints, @debtPoints, @lentPoints, @unconfirmedPoints, @countersDate,
      @earnedTodayPoints, @earnedMonthPoints, @storedPrincipalMinor, @storedBonusMinor, @couponsJson,
      @limitUsesJson, @changedAtMs)
    ON CONFLICT (member_id) DO UPDATE SET box = excluded.box, tier = excluded.tier, status = excluded.status,
      joined = excluded.joined, last_purchase = excluded.last_purchase, purchases = excluded.purchases,
      qualifying = excluded.qualifying, segments_json = excluded.segments_json,
      promotion_uses_json = excluded.promotion_uses_json, carry = excluded.carry,
      balance_points = excluded.balance_points, debt_points = excluded.debt_points, lent_points = excluded.lent_points,
      unconfirmed_points = excluded.unconfirmed_points, counters_date = excluded.counters_date,
      earned_today_points = excluded.earned_today_points, earned_month_points = excluded.earned_month_points,
      stored_principal_minor = excluded.stored_principal_minor,
      stored_bonus_minor = excluded.stored_bonus_minor, coupons_json = excluded.coupons_json,
      limit_uses_json = excluded.limit_uses_json, changed_at_ms = excluded.changed_at_ms`,
    {
      ...member,
      segmentsJson: JSON.stringify(segments),
      promotionUsesJson: JSON.stringify(promotionUses),
      couponsJson: JSON.stringify(coupons),
      limitUsesJson: JSON.stringify(limitUses),
    },
  )
}

/** Forgets a member with her lots, cards, phones and name keys (they refer to her). */
export function deleteMember(tx: MirrorWrite, memberId: string): void {
  tx.run('DELETE FROM members WHERE member_id = ?', [memberId])
}

/** All members that this mirror knows. */
export function readMemberIds(mirror: MirrorRead): string[] {
  return mirror.all<{ memberId: string }>('SELECT member_id AS memberId FROM members ORDER BY member_id').map((row) => row.memberId)
}
