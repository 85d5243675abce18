import { inTransaction } from '../db/database.ts'
import type { Hq } from '../hq.ts'
import { loadBook } from '../book/load.ts'
import { saveBook } from '../book/save.ts'

/**
 * Erases a member (R15): her box, her cards, the indexes of her phone and name are destroyed here and, by the feed, at
 * every till. Her account is closed and stays as numbers under her id: sales name it, and late ones still apply to it.
 * Nothing is made again. Repeating it does nothing.
 * @returns false: there is no such member
 */
export function eraseMember(hq: Pick<Hq, 'db' | 'clock' | 'ids'>, memberId: string, person: string): Promise<boolean> {
  return inTransaction(hq.db, async (tx) => {
    const known = await tx.selectFrom('members').select(['box', 'status']).where('member_id', '=', memberId).forUpdate().executeTakeFirst()
    if (!known) return false
    if (known.box === null && known.status === 'closed') return true
    const nowMs = hq.clock.nowMs()
    await tx.deleteFrom('cards').where('member_id', '=', memberId).execute()
    await tx.updateTable('members').set({ box: null, status: 'closed', phone_indexes: [], phone_tail_indexes: [], name_keys: [], segments: [] }).where('member_id', '=', memberId).execute()
    // Old forms of her in the feed would still carry the box to a till that is behind.
    await tx.updateTable('feed_changes').set({ row: null }).where('kind', '=', 'member').where('id', '=', memberId).where('row', 'is not', null).execute()
    const book = await loadBook(tx, [memberId], [])
    for (const account of book.accounts.values()) account.changed = true
    await saveBook(tx, book, { ids: hq.ids, nowMs })
    await tx.insertInto('hq_events').values({ event_id: hq.ids.uuid(), kind: 'member-erased', at_ms: nowMs, person, body: JSON.stringify({ memberId }) }).execute()
    return true
  })
}
