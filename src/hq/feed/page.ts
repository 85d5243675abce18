import type { Selectable } from 'kysely'
import type { Database, Reader } from '../db/database.ts'
import type { FeedChangesTable } from '../db/schema.ts'
import { outcomesAfter } from '../outcomes.ts'
import { FEED_PAGE_MAX, type FeedChange, type FeedPageOut, type FeedQuery } from '../../contract/wire-feed.ts'
import type { EventPosition } from '../../contract/wire-common.ts'

export type FeedReader = { readonly tillId: string; readonly region: string; readonly incarnation: number; readonly nowMs: number }
export type FeedAnswer = { readonly kind: 'page'; readonly page: FeedPageOut } | { readonly kind: 'snapshot_needed'; readonly detail: string }

/**
 * One page of the feed for a till: what its region may see after its cursor. A page never ends inside a group that
 * holds the till's own events, so `included` is exact: all effects of those events, and of no later one, are in.
 * Every object is there in its newest form from position 0 on, so a till that has nothing starts there.
 */
export async function readFeedPage(db: Database, reader: FeedReader, query: FeedQuery): Promise<FeedAnswer> {
  const head = await db.selectFrom('feed_head').selectAll().executeTakeFirstOrThrow()
  const refused = refuseCursor(reader, query, head)
  if (refused !== null) return { kind: 'snapshot_needed', detail: refused }
  const rows = await readGroups(db, reader, query, head.position)
  const position = rows.at(-1)?.position ?? query.position
  const outcomesFrom = query.outcomesEpoch && query.outcomesSeq ? { epoch: query.outcomesEpoch, seq: query.outcomesSeq } : null
  return {
    kind: 'page',
    page: {
      incarnation: reader.incarnation,
      position,
      more: position < head.position,
      included: await includedUpTo(db, reader.tillId, position),
      changes: newestOfEach(rows, reader.region),
      outcomes: await outcomesAfter(db, reader.tillId, outcomesFrom, reader.nowMs),
      hqAtMs: reader.nowMs,
      headPosition: head.position,
    },
  }
}

function refuseCursor(reader: FeedReader, query: FeedQuery, head: { position: number; oldest_cursor: number }): string | null {
  if (query.position === 0) return null
  if (query.incarnation !== reader.incarnation) return `cursor of incarnation ${query.incarnation}, this is ${reader.incarnation}`
  if (query.position > head.position) return `cursor ${query.position} is ahead of ${head.position}`
  if (query.position < head.oldest_cursor) return `cursor ${query.position} is older than the tombstones kept from ${head.oldest_cursor}`
  return null
}

type NumberedChange = Selectable<FeedChangesTable> & { position: number }

async function readGroups(db: Reader, reader: FeedReader, query: FeedQuery, headPosition: number): Promise<NumberedChange[]> {
  const read = async (limit: number): Promise<NumberedChange[]> => {
    const rows = await db.selectFrom('feed_changes').selectAll().where('position', '>', query.position).where('position', '<=', headPosition).orderBy('position').limit(limit).execute()
    return rows as NumberedChange[]
  }
  const rows = await read(query.limit + 1)
  if (rows.length <= query.limit) return rows
  const next = rows.at(-1)
  const whole = rows.filter((row) => row.source_till_id !== reader.tillId || row.group_id !== next?.group_id)
  if (whole.length === rows.length) return rows.slice(0, query.limit)
  if (whole.length > 0) return whole
  // One group alone is larger than the limit asked for: it comes whole all the same.
  const all = await read(FEED_PAGE_MAX)
  return all.filter((row) => row.group_id === next?.group_id)
}

/** Of an object that changed several times in the page only its last form is sent. */
function newestOfEach(rows: readonly NumberedChange[], region: string): FeedChange[] {
  const newest = new Map<string, NumberedChange>()
  for (const row of rows) {
    if (row.kind === 'mark' || (row.region !== null && row.region !== region)) continue
    const key = `${row.kind} ${row.id}`
    newest.delete(key)
    newest.set(key, row)
  }
  // The rows were written by changes.ts in the wire's own types.
  return [...newest.values()].map(({ position, kind, id, row }) => ({ position, kind, id, row }) as unknown as FeedChange)
}

async function includedUpTo(db: Reader, tillId: string, position: number): Promise<EventPosition | null> {
  const mark = await db
    .selectFrom('feed_changes')
    .select(['source_epoch as epoch', 'source_seq as seq'])
    .where('kind', '=', 'mark')
    .where('source_till_id', '=', tillId)
    .where('position', '<=', position)
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst()
  return mark && mark.epoch !== null && mark.seq !== null ? { epoch: mark.epoch, seq: mark.seq } : null
}
