import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { BookTo, EventSet } from './book-set.ts'
import { writeBranchOutcomes, writeOutcomes } from './write.ts'

/** Where sets of events come from, one after the other. */
export type EventSource = BookTo & {
  /** Locks the till's places and reads the next events that are not applied. Null: all are. */
  readonly take: (tx: Tx, tillId: string) => Promise<EventSet | null>
  /** The set is booked: the next `take` begins behind it. */
  readonly finish: (tx: Tx, set: EventSet, stamp: number) => Promise<void>
}

/** Events that one transaction applies at most. */
export const APPLY_SET_MAX = 500

/** A till's own journal: oldest epoch first, in the order of seq. */
export const journalSource: EventSource = {
  marks: true,
  record: writeOutcomes,
  async take(tx, tillId) {
    for (const { epoch, applied_seq: appliedSeq, stamp } of await lockEnds(tx, tillId)) {
      const rows = await tx
        .selectFrom('journal_events')
        .select(['seq', 'bytes', 'hash'])
        .where('till_id', '=', tillId)
        .where('epoch', '=', epoch)
        .where('seq', '>', appliedSeq)
        .orderBy('seq')
        .limit(APPLY_SET_MAX)
        .execute()
      if (rows.length > 0) return setOf(tx, tillId, epoch, stamp, rows)
    }
    return null
  },
  async finish(tx, set, stamp) {
    const appliedSeq = set.events.at(-1)?.seq ?? 0
    await tx.updateTable('apply_ends').set({ applied_seq: appliedSeq, stamp }).where('till_id', '=', set.tillId).where('epoch', '=', set.epoch).execute()
  },
}

/** The other branches of forks, and events that came for a gap: booked by their ids, each once. */
export const branchSource: EventSource = {
  marks: false,
  record: writeBranchOutcomes,
  async take(tx, tillId) {
    await lockEnds(tx, tillId)
    const next = await tx
      .selectFrom('journal_forks as f')
      .leftJoin('branch_outcomes as o', (join) => join.onRef('o.till_id', '=', 'f.till_id').onRef('o.epoch', '=', 'f.epoch').onRef('o.seq', '=', 'f.seq').onRef('o.hash', '=', 'f.hash'))
      .select(['f.epoch', 'f.seq', 'f.bytes', 'f.hash'])
      .where('f.till_id', '=', tillId)
      .where('o.outcome', 'is', null)
      .orderBy('f.epoch')
      .orderBy('f.seq')
      .orderBy('f.stored_at_ms')
      .orderBy('f.hash')
      .limit(APPLY_SET_MAX)
      .execute()
    const [first] = next
    return first === undefined ? null : setOf(tx, tillId, first.epoch, 0, next.filter((row) => row.epoch === first.epoch))
  },
  finish: async () => {},
}

/** Tills with events that wait: after a crash between the ack and the applying, a sweep finds them here. */
export async function tillsWithPending(tx: Pick<Tx, 'selectFrom'>): Promise<string[]> {
  const journals = await tx
    .selectFrom('journal_ends as j')
    .innerJoin('apply_ends as a', (join) => join.onRef('a.till_id', '=', 'j.till_id').onRef('a.epoch', '=', 'j.epoch'))
    .select('j.till_id')
    .distinct()
    .whereRef('j.durable_seq', '>', 'a.applied_seq')
    .execute()
  const branches = await tx
    .selectFrom('journal_forks as f')
    .select('f.till_id')
    .distinct()
    .where(sql<boolean>`NOT EXISTS (SELECT 1 FROM branch_outcomes o WHERE o.till_id = f.till_id AND o.epoch = f.epoch AND o.seq = f.seq AND o.hash = f.hash)`)
    .execute()
  return [...new Set([...journals, ...branches].map((row) => row.till_id))]
}

/** The till's rows of `apply_ends` are the lock under which its events are applied: theirs or ours. */
export function lockEnds(tx: Tx, tillId: string) {
  return tx.selectFrom('apply_ends').selectAll().where('till_id', '=', tillId).orderBy('epoch').forUpdate().execute()
}

type Row = { readonly seq: number; readonly bytes: Buffer; readonly hash: Buffer }

export async function setOf(tx: Tx, tillId: string, epoch: number, stamp: number, rows: readonly Row[]): Promise<EventSet> {
  const till = await tx.selectFrom('tills').select('till_number').where('till_id', '=', tillId).executeTakeFirstOrThrow()
  return { tillId, epoch, stamp, tillNumber: till.till_number, events: rows.map(({ seq, bytes, hash }) => ({ tillId, epoch, seq, bytes, hash })) }
}
