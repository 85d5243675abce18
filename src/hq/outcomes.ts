import { sql } from 'kysely'
import type { Reader } from './db/database.ts'
import { OUTCOMES_MAX, type EventOutcome } from '../contract/wire-push.ts'
import type { EventPosition } from '../contract/wire-common.ts'

/** A till hears of a person's decision for so long: longer than it keeps its events. */
const TOLD_AGAIN_MS = 40 * 86_400_000

/**
 * What became of a till's events after `after` (null: from its first), in journal order; and once more, whatever it has
 * heard of them before, those about which a person has decided since.
 */
export async function outcomesAfter(db: Reader, tillId: string, after: EventPosition | null, nowMs: number): Promise<EventOutcome[]> {
  const rows = await db
    .selectFrom('event_outcomes')
    .select(['epoch', 'seq', 'outcome', 'detail'])
    .where('till_id', '=', tillId)
    .where(sql<boolean>`(epoch, seq) > (${after?.epoch ?? 0}::integer, ${after?.seq ?? 0}::bigint)`)
    .orderBy('epoch')
    .orderBy('seq')
    .limit(OUTCOMES_MAX)
    .execute()
  const decided = await db
    .selectFrom('event_outcomes')
    .select(['epoch', 'seq', 'outcome', 'detail'])
    .where('till_id', '=', tillId)
    .where('resolved_by', 'is not', null)
    .where('decided_at_ms', '>', nowMs - TOLD_AGAIN_MS)
    .orderBy('decided_at_ms', 'desc')
    .limit(OUTCOMES_MAX - rows.length)
    .execute()
  return [...rows, ...decided].map(({ epoch, seq, outcome, detail }) => ({ epoch, seq, outcome, ...(detail === null ? {} : { detail }) }))
}
