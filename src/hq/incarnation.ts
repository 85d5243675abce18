import type { Database, Reader, Tx } from './db/database.ts'
import { inTransaction } from './db/database.ts'
import { sameBytes } from '../journal/codec.ts'

/**
 * How often HQ's database was put back from a backup. It rises by the restore command, or when a till shows an ack that
 * HQ signed and no longer knows (R14). Cursors and what tills believe of HQ count within one incarnation only; every
 * process asks the database, because another one may have raised it.
 */
export async function readIncarnation(db: Reader): Promise<number> {
  return (await db.selectFrom('hq_identity').select('incarnation').executeTakeFirstOrThrow()).incarnation
}

export type Raised = { readonly cause: 'restore'; readonly nowMs: number } | { readonly cause: 'till-ahead'; readonly tillId: string; readonly nowMs: number }

/** 2026-01-01T00:00Z: seconds since then fit PostgreSQL's integer until 2094. */
const COUNTED_FROM_MS = 1_767_225_600_000

/**
 * Begins the next incarnation. Its number comes from the clock: one more than the backup's would come again when the same
 * backup is put back a second time, and a till that was away would take the second HQ for the first.
 * @returns its number
 */
export async function raiseIncarnation(tx: Tx, raised: Raised): Promise<number> {
  const bySeconds = Math.floor((raised.nowMs - COUNTED_FROM_MS) / 1000)
  const { incarnation } = await tx
    .updateTable('hq_identity')
    .set((e) => ({ incarnation: e.fn<number>('greatest', [e('incarnation', '+', 1), e.val(bySeconds)]) }))
    .returning('incarnation')
    .executeTakeFirstOrThrow()
  await tx.insertInto('incarnations').values({ incarnation, began_at_ms: raised.nowMs, cause: raised.cause, till_id: raised.cause === 'restore' ? null : raised.tillId }).execute()
  return incarnation
}

/** An ack of HQ's own, its signature checked. */
export type ShownAck = { readonly tillId: string; readonly epoch: number; readonly seq: number; readonly hash: Uint8Array; readonly hqAtMs: number }

/**
 * A till shows its newest ack. If this database does not hold what it vouches for, and the incarnation was not raised
 * since it was signed, the database is older than HQ's own word: it was put back without the restore command.
 * @returns the new incarnation; null: all is known
 */
export async function noticeRestore(db: Database, shown: ShownAck, nowMs: number): Promise<number | null> {
  if (await isKnown(db, shown)) return null
  return inTransaction(db, async (tx) => {
    // Locked: of several processes and tills that notice, one raises it.
    const identity = await tx.selectFrom('hq_identity').select(['incarnation', 'created_at_ms']).forUpdate().executeTakeFirstOrThrow()
    const newest = await tx.selectFrom('incarnations').select('began_at_ms').where('incarnation', '=', identity.incarnation).executeTakeFirst()
    if (shown.hqAtMs < (newest?.began_at_ms ?? identity.created_at_ms)) return null
    return raiseIncarnation(tx, { cause: 'till-ahead', tillId: shown.tillId, nowMs })
  })
}

async function isKnown(db: Reader, { tillId, epoch, seq, hash }: ShownAck): Promise<boolean> {
  for (const table of ['journal_events', 'journal_forks'] as const) {
    const rows = await db.selectFrom(table).select('hash').where('till_id', '=', tillId).where('epoch', '=', epoch).where('seq', '=', seq).execute()
    if (rows.some((row) => sameBytes(row.hash, hash))) return true
  }
  return false
}
