import { inTransaction, type Tx } from '../db/database.ts'
import { inSpendingOrder, recount, takeFromLot, type Account } from '../book/account.ts'
import { loadBook } from '../book/load.ts'
import type { LotChange } from '../book/points.ts'
import { saveBook } from '../book/save.ts'
import type { Hq } from '../hq.ts'
import { bookOwnEvent } from './own-event.ts'

const MEMBERS_A_TURN = 200

/**
 * Books the points of lots that are past their expiry as expired, by an event of HQ's own a member. Only what is free
 * (R10): what is lent or unconfirmed expires once it is free again. Repeating it does nothing.
 * @returns how many members lost points
 */
export async function expireLots(hq: Pick<Hq, 'db' | 'clock' | 'ids'>): Promise<number> {
  const nowMs = hq.clock.nowMs()
  for (let members = 0; ; ) {
    const expired = await inTransaction(hq.db, async (tx) => {
      const memberIds = await membersWithExpired(tx, nowMs)
      const book = await loadBook(tx, memberIds, [])
      let count = 0
      for (const account of book.accounts.values()) {
        const changes = expireOf(account, nowMs)
        if (changes.length === 0) continue
        count += 1
        const points = changes.reduce((sum, change) => sum + change.deltaPoints, 0)
        await bookOwnEvent(tx, hq, { kind: 'points-expired', memberId: account.member.member_id, nowMs, points, against: 'programme/expired', changes })
      }
      await saveBook(tx, book, { ids: hq.ids, nowMs })
      return { found: memberIds.length, count }
    })
    members += expired.count
    if (expired.found < MEMBERS_A_TURN || expired.count === 0) return members
  }
}

async function membersWithExpired(tx: Tx, nowMs: number): Promise<string[]> {
  const rows = await tx
    .selectFrom('lots')
    .select('member_id')
    .distinct()
    .where('points', '>', 0)
    .where('expires_at_ms', '<=', nowMs)
    .where('held_till_id', 'is', null)
    .whereRef('points', '>', 'lent_points')
    .orderBy('member_id')
    .limit(MEMBERS_A_TURN)
    .execute()
  return rows.map((row) => row.member_id)
}

function expireOf(account: Account, nowMs: number): LotChange[] {
  const expired = inSpendingOrder(account.lots.values()).filter((lot) => lot.expiresAtMs !== null && lot.expiresAtMs <= nowMs && lot.held === null)
  const changes = expired.flatMap((lot): LotChange[] => {
    const taken = takeFromLot(account, lot, lot.points)
    return taken === 0 ? [] : [{ lotId: lot.lotId, deltaPoints: -taken }]
  })
  if (changes.length > 0) recount(account)
  return changes
}
