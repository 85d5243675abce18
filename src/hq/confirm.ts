import { inTransaction, type Database, type Tx } from './db/database.ts'
import type { Clock } from './clock.ts'
import type { Ids } from './ids.ts'
import { confirmHeld, type EventPlace } from './book/points.ts'
import { loadBook } from './book/load.ts'
import { saveBook } from './book/save.ts'

const MEMBERS_A_TURN = 500

/**
 * A till has shown that it holds the acks up to a place: what it earned there becomes free (R6). Only what is applied
 * counts; of the rest the till's next request speaks again. Cheap when nothing is new.
 */
export async function confirmAcked(hq: { readonly db: Database; readonly clock: Clock; readonly ids: Ids }, acked: EventPlace): Promise<void> {
  const { db, clock, ids } = hq
  const { tillId, epoch } = acked
  const applied = await db.selectFrom('apply_ends').select('applied_seq').where('till_id', '=', tillId).where('epoch', '=', epoch).executeTakeFirst()
  const known = await db.selectFrom('ack_ends').select('acked_seq').where('till_id', '=', tillId).where('epoch', '=', epoch).executeTakeFirst()
  const seq = Math.min(acked.seq, applied?.applied_seq ?? 0)
  if (seq <= (known?.acked_seq ?? 0)) return
  for (let more = true; more; ) {
    more = await inTransaction(db, async (tx) => {
      const memberIds = await heldMembers(tx, { tillId, epoch, seq })
      const book = await loadBook(tx, memberIds, [])
      for (const account of book.accounts.values()) confirmHeld(account, { tillId, epoch, seq })
      await saveBook(tx, book, { ids, nowMs: clock.nowMs() })
      return memberIds.length === MEMBERS_A_TURN
    })
  }
  await db
    .insertInto('ack_ends')
    .values({ till_id: tillId, epoch, acked_seq: seq })
    .onConflict((conflict) => conflict.columns(['till_id', 'epoch']).doUpdateSet({ acked_seq: seq }).where('ack_ends.acked_seq', '<', seq))
    .execute()
}

async function heldMembers(tx: Tx, { tillId, epoch, seq }: EventPlace): Promise<string[]> {
  const rows = await tx
    .selectFrom('lots')
    .select('member_id')
    .distinct()
    .where('held_till_id', '=', tillId)
    .where('held_epoch', '=', epoch)
    .where('held_seq', '<=', seq)
    .orderBy('member_id')
    .limit(MEMBERS_A_TURN)
    .execute()
  return rows.map((row) => row.member_id)
}
