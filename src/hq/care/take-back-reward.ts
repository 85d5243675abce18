import { sql } from 'kysely'
import { inSpendingOrder, recount, takeFromLot, type Account } from '../book/account.ts'
import type { LotChange } from '../book/points.ts'
import type { Tx } from '../db/database.ts'
import type { Hq } from '../hq.ts'
import { bookOwnEvent } from './own-event.ts'

export type TakenBack = {
  readonly role: 'referrer' | 'referred'
  readonly referred: string
  readonly saleId: string
  /** The lot that the reward made. */
  readonly lotId: string
  readonly nowMs: number
  /** `returns.shortage: clamp`: what is not there any more is let go, else it is owed. */
  readonly letGo: boolean
}

/**
 * Takes back what one side was paid for a referral: from the lot that it made, then from the others in spending order,
 * as the claw-back of a return. What of that lot has expired unspent is not due any more.
 */
export async function takeBackReward(tx: Tx, hq: Pick<Hq, 'ids'>, account: Account, { role, referred, saleId, lotId, nowMs, letGo }: TakenBack): Promise<void> {
  const { member } = account
  const due = (await paidFor(tx, member.member_id, { role, saleId })) - (await expiredOf(tx, member.member_id, lotId))
  if (due <= 0) return
  const own = [...account.lots.values()].filter((lot) => lot.lotId === lotId)
  const others = inSpendingOrder(account.lots.values()).filter((lot) => lot.lotId !== lotId && lot.held === null && (lot.expiresAtMs ?? Infinity) > nowMs)
  let missing = due
  const changes = [...own, ...others].flatMap((lot): LotChange[] => {
    const taken = missing === 0 ? 0 : takeFromLot(account, lot, Math.min(lot.points, missing))
    missing -= taken
    return taken === 0 ? [] : [{ lotId: lot.lotId, deltaPoints: -taken }]
  })
  const letGoPoints = letGo ? missing : 0
  member.debt_points += missing - letGoPoints
  recount(account)
  const facts = { role, referred, saleId, duePoints: due, letGoPoints }
  await bookOwnEvent(tx, hq, { kind: 'referral-taken-back', memberId: member.member_id, nowMs, points: letGoPoints - due, against: 'programme/referral', changes, facts })
}

async function paidFor(tx: Tx, memberId: string, { role, saleId }: Pick<TakenBack, 'role' | 'saleId'>): Promise<number> {
  const { rows } = await sql<{ points: number }>`SELECT coalesce(sum(e.delta), 0)::bigint AS points FROM hq_events AS h JOIN entries AS e ON e.event_id = h.event_id
    WHERE h.kind = 'referral-paid' AND h.body->>'saleId' = ${saleId} AND h.body->>'role' = ${role} AND e.asset = 'points' AND e.account = ${`member/${memberId}`}`.execute(tx)
  return rows[0]?.points ?? 0
}

async function expiredOf(tx: Tx, memberId: string, lotId: string): Promise<number> {
  const { rows } = await sql<{ points: number }>`SELECT coalesce(-sum(m.delta_points), 0)::bigint AS points FROM lot_movements AS m JOIN hq_events AS h ON h.event_id = m.event_id
    WHERE h.kind = 'points-expired' AND m.member_id = ${memberId} AND m.lot_id = ${lotId}`.execute(tx)
  return rows[0]?.points ?? 0
}
