import { sql } from 'kysely'
import type { Reader } from './db/database.ts'
import { OUTCOMES_MAX, type EventOutcome } from '../contract/wire-push.ts'
import type { EventPosition } from '../contract/wire-common.ts'

/** What became of a till's events after `after` (null: from its first), in journal order. */
export async function outcomesAfter(db: Reader, tillId: string, after: EventPosition | null): Promise<EventOutcome[]> {
  const rows = await db
    .selectFrom('event_outcomes')
    .select(['epoch', 'seq', 'outcome', 'detail'])
    .where('till_id', '=', tillId)
    .where(sql<boolean>`(epoch, seq) > (${after?.epoch ?? 0}::integer, ${after?.seq ?? 0}::bigint)`)
    .orderBy('epoch')
    .orderBy('seq')
    .limit(OUTCOMES_MAX)
    .execute()
  return rows.map(({ epoch, seq, outcome, detail }) => ({ epoch, seq, outcome, ...(detail === null ? {} : { detail }) }))
}
