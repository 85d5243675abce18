import { sql } from 'kysely'
import { bulkInsert, type BulkColumns } from '../db/bulk.ts'
import { inTransaction, isUnavailable, sqlState, type Database, type Tx } from '../db/database.ts'
import type { Clock } from '../clock.ts'
import type { Ids } from '../ids.ts'
import { loadBook } from '../book/load.ts'
import { saveBook } from '../book/save.ts'
import { plainBooking, type Booking } from './booking.ts'
import { bookEvent, touchedBy, type AppliedEvents } from './event.ts'
import { readStored, type ReadEvent, type StoredEvent } from './read.ts'

export type Applier = { readonly db: Database; readonly clock: Clock; readonly ids: Ids; readonly onApplied?: (outcomes: readonly Booking['outcome'][]) => void }

/** Events that one transaction applies at most. */
export const APPLY_SET_MAX = 500

/**
 * Applies what a till's journals hold beyond what is applied, in order, set by set, each set in one transaction. Other
 * processes may do the same at the same time: the till's row of `apply_ends` is theirs or ours. Repeating it does nothing.
 * @returns how many events were applied now.
 */
export async function applyPending(applier: Applier, tillId: string): Promise<number> {
  for (let applied = 0; ; ) {
    const outcomes = await applySet(applier, tillId)
    if (outcomes.length === 0) return applied
    applied += outcomes.length
    applier.onApplied?.(outcomes)
  }
}

/** Tills with events that wait: after a crash between the ack and the applying, a sweep finds them here. */
export async function tillsWithPending(db: Database): Promise<string[]> {
  const rows = await db
    .selectFrom('journal_ends as j')
    .innerJoin('apply_ends as a', (join) => join.onRef('a.till_id', '=', 'j.till_id').onRef('a.epoch', '=', 'j.epoch'))
    .select('j.till_id')
    .distinct()
    .whereRef('j.durable_seq', '>', 'a.applied_seq')
    .execute()
  return rows.map((row) => row.till_id)
}

async function applySet(applier: Applier, tillId: string): Promise<Booking['outcome'][]> {
  const { db } = applier
  try {
    return await inTransaction(db, (tx) => applySetTogether(applier, tx, tillId))
  } catch (cause) {
    if (isUnavailable(cause)) throw cause
    // Something in the set does not go in: one by one, so that only this one waits for a person.
    return inTransaction(db, (tx) => applySetOneByOne(applier, tx, tillId))
  }
}

async function applySetTogether(applier: Applier, tx: Tx, tillId: string): Promise<Booking['outcome'][]> {
  const set = await takeSet(tx, tillId)
  if (!set) return []
  const booked = await bookSet(applier, tx, set, set.events)
  await finishSet(tx, set, booked.stamp)
  return booked.outcomes
}

async function applySetOneByOne(applier: Applier, tx: Tx, tillId: string): Promise<Booking['outcome'][]> {
  const set = await takeSet(tx, tillId)
  if (!set) return []
  const outcomes: Booking['outcome'][] = []
  let stamp = set.stamp
  for (const event of set.events) {
    await sql`SAVEPOINT one_event`.execute(tx)
    try {
      const booked = await bookSet(applier, tx, { ...set, stamp }, [event])
      stamp = booked.stamp
      outcomes.push(...booked.outcomes)
    } catch (cause) {
      if (isUnavailable(cause)) throw cause
      await sql`ROLLBACK TO SAVEPOINT one_event`.execute(tx)
      const detail = `${sqlState(cause) ?? 'bug'}: ${cause instanceof Error ? cause.message : String(cause)}`.slice(0, 500)
      await writeOutcomes(tx, [event], [plainBooking('suspense', detail)], applier.clock.nowMs())
      outcomes.push('suspense')
    }
    await sql`RELEASE SAVEPOINT one_event`.execute(tx)
  }
  await finishSet(tx, set, stamp)
  return outcomes
}

type EventSet = { readonly tillId: string; readonly epoch: number; readonly tillNumber: number; readonly stamp: number; readonly events: readonly StoredEvent[] }

/** Locks the till's places and reads the next events of its oldest epoch that is not done. Null: all is applied. */
async function takeSet(tx: Tx, tillId: string): Promise<EventSet | null> {
  const ends = await tx.selectFrom('apply_ends').selectAll().where('till_id', '=', tillId).orderBy('epoch').forUpdate().execute()
  for (const { epoch, applied_seq: appliedSeq, stamp } of ends) {
    const rows = await tx
      .selectFrom('journal_events')
      .select(['seq', 'bytes', 'hash'])
      .where('till_id', '=', tillId)
      .where('epoch', '=', epoch)
      .where('seq', '>', appliedSeq)
      .orderBy('seq')
      .limit(APPLY_SET_MAX)
      .execute()
    if (rows.length === 0) continue
    const till = await tx.selectFrom('tills').select('till_number').where('till_id', '=', tillId).executeTakeFirstOrThrow()
    return { tillId, epoch, stamp, tillNumber: till.till_number, events: rows.map(({ seq, bytes, hash }) => ({ tillId, epoch, seq, bytes, hash })) }
  }
  return null
}

async function finishSet(tx: Tx, set: EventSet, stamp: number): Promise<void> {
  const appliedSeq = set.events.at(-1)?.seq ?? 0
  await tx.updateTable('apply_ends').set({ applied_seq: appliedSeq, stamp }).where('till_id', '=', set.tillId).where('epoch', '=', set.epoch).execute()
}

/** Books events in memory, over accounts that are locked, and writes all of it. */
async function bookSet(applier: Applier, tx: Tx, set: EventSet, events: readonly StoredEvent[]): Promise<{ readonly stamp: number; readonly outcomes: Booking['outcome'][] }> {
  const nowMs = applier.clock.nowMs()
  const reads = events.map(readStored)
  const { memberIds, leaseIds } = touchedBy(reads)
  const book = await loadBook(tx, [...memberIds, ...(await membersOfLeases(tx, leaseIds))], leaseIds)
  const applied = await alreadyApplied(tx, reads)
  const bookings = reads.map((read) => bookEvent(book, applied, read, { tillNumber: set.tillNumber, nowMs }))
  const last = events.at(-1)
  const stamp = await saveBook(tx, book, {
    ids: applier.ids,
    nowMs,
    stamps: [set.stamp],
    ...(last ? { mark: { tillId: set.tillId, epoch: set.epoch, seq: last.seq } } : {}),
  })
  await writeBookings(tx, reads, bookings)
  await writeOutcomes(tx, events, bookings, nowMs)
  return { stamp, outcomes: bookings.map((booking) => booking.outcome) }
}

async function membersOfLeases(tx: Tx, leaseIds: readonly string[]): Promise<string[]> {
  if (leaseIds.length === 0) return []
  const rows = await tx.selectFrom('leases').select('member_id').where(sql<boolean>`lease_id = ANY(${leaseIds})`).execute()
  return rows.flatMap((row) => row.member_id ?? [])
}

async function alreadyApplied(tx: Tx, reads: readonly ReadEvent[]): Promise<AppliedEvents> {
  const eventIds = reads.flatMap((read) => (read.kind === 'readable' ? read.event.id : []))
  const rows = await tx.selectFrom('applied_events').select(['event_id', 'body_hash']).where(sql<boolean>`event_id = ANY(${eventIds})`).execute()
  return new Map(rows.map((row) => [row.event_id, { bodyHash: row.body_hash.toString('hex') }]))
}

const appliedColumns: BulkColumns = { event_id: 'text', till_id: 'text', epoch: 'integer', seq: 'bigint', kind: 'text', body_hash: 'bytea-hex' }
const entryColumns: BulkColumns = { event_id: 'text', entry_no: 'integer', asset: 'text', account: 'text', delta: 'bigint' }
const movementColumns: BulkColumns = { event_id: 'text', movement_no: 'integer', member_id: 'text', lot_id: 'text', delta_points: 'bigint' }
const saleColumns: BulkColumns = {
  sale_id: 'text',
  till_id: 'text',
  epoch: 'integer',
  seq: 'bigint',
  store_id: 'text',
  cashier_id: 'text',
  member_id: 'text',
  sale_number: 'integer',
  receipt_code: 'text',
  at_ms: 'bigint',
  committed_at_ms: 'bigint',
  business_date: 'date',
  programme_version: 'integer',
  programme_hash: 'text',
  rules_version: 'text',
  tier: 'text',
  gross_minor: 'bigint',
  discount_minor: 'bigint',
  due_minor: 'bigint',
  pay_minor: 'bigint',
  points_used: 'bigint',
  points_tender_minor: 'bigint',
  earn_points: 'bigint',
  offers: 'text[]',
  applied_at_ms: 'bigint',
}
const tenderColumns: BulkColumns = {
  sale_id: 'text',
  tender_no: 'integer',
  kind: 'text',
  paid_minor: 'bigint',
  tendered_minor: 'bigint',
  change_minor: 'bigint',
  reference: 'text',
}
const outcomeColumns: BulkColumns = { till_id: 'text', epoch: 'integer', seq: 'bigint', outcome: 'text', detail: 'text', decided_at_ms: 'bigint' }

async function writeBookings(tx: Tx, reads: readonly ReadEvent[], bookings: readonly Booking[]): Promise<void> {
  const counted = reads.flatMap((read, index) => {
    const outcome = bookings[index]?.outcome
    if (read.kind === 'unreadable' || (outcome !== 'applied' && outcome !== 'applied-with-debt')) return []
    return { event_id: read.event.id, till_id: read.tillId, epoch: read.epoch, seq: read.seq, kind: read.event.kind, body_hash: read.bodyHash }
  })
  await bulkInsert(tx, 'applied_events', appliedColumns, counted)
  await bulkInsert(tx, 'entries', entryColumns, bookings.flatMap((booking) => booking.entries))
  await bulkInsert(tx, 'lot_movements', movementColumns, bookings.flatMap((booking) => booking.movements))
  await bulkInsert(tx, 'sales', saleColumns, bookings.flatMap((booking) => booking.sales))
  await bulkInsert(tx, 'tenders', tenderColumns, bookings.flatMap((booking) => booking.tenders))
}

async function writeOutcomes(tx: Tx, events: readonly StoredEvent[], bookings: readonly Booking[], nowMs: number): Promise<void> {
  const rows = events.map((event, index) => ({
    till_id: event.tillId,
    epoch: event.epoch,
    seq: event.seq,
    outcome: bookings[index]?.outcome,
    detail: bookings[index]?.detail ?? null,
    decided_at_ms: nowMs,
  }))
  await bulkInsert(tx, 'event_outcomes', outcomeColumns, rows)
}
