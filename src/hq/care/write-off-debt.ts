import { businessDateOf } from '../../domain/business-date.ts'
import { lastUsableDate } from '../../domain/expiry.ts'
import type { Programme } from '../../domain/programme.ts'
import { recount } from '../book/account.ts'
import { loadBook } from '../book/load.ts'
import { saveBook } from '../book/save.ts'
import { inTransaction } from '../db/database.ts'
import type { Hq } from '../hq.ts'
import { bookOwnEvent } from './own-event.ts'

const MEMBERS_A_TURN = 200

/**
 * Lets go of points debt that is older than `debt.writeOffMonths`, counted from the day on which she came to owe: after
 * that many months she owes nothing, whatever was added meanwhile.
 * @returns how many members were let off
 */
export async function writeOffDebt(hq: Pick<Hq, 'db' | 'clock' | 'ids'>, programme: Programme): Promise<number> {
  const nowMs = hq.clock.nowMs()
  const today = businessDateOf(nowMs, programme)
  const months = programme.debt.writeOffMonths
  const isOver = (sinceMs: number): boolean => (lastUsableDate({ policy: 'inactivity', months }, businessDateOf(sinceMs, programme)) ?? today) < today
  const rows = await hq.db.selectFrom('members').select(['member_id', 'debt_since_ms']).where('debt_points', '>', 0).orderBy('debt_since_ms').limit(MEMBERS_A_TURN).execute()
  const due = rows.filter((row) => row.debt_since_ms !== null && isOver(row.debt_since_ms)).map((row) => row.member_id)
  if (due.length === 0) return 0
  return inTransaction(hq.db, async (tx) => {
    const book = await loadBook(tx, due, [])
    let count = 0
    for (const account of book.accounts.values()) {
      const { member } = account
      if (member.debt_points === 0 || member.debt_since_ms === null || !isOver(member.debt_since_ms)) continue
      await bookOwnEvent(tx, hq, { kind: 'debt-written-off', memberId: member.member_id, nowMs, points: member.debt_points, against: 'programme/written-off', changes: [] })
      member.debt_points = 0
      recount(account)
      count += 1
    }
    await saveBook(tx, book, { ids: hq.ids, nowMs })
    return count
  })
}
