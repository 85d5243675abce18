import { sql } from 'kysely'
import { inTransaction, isUnavailable, sqlState, type Database, type Tx } from '../db/database.ts'
import type { Clock } from '../clock.ts'
import type { Ids } from '../ids.ts'
import { loadBook } from '../book/load.ts'
import { reloadRights } from '../book/rights.ts'
import { saveBook } from '../book/save.ts'
import { plainBooking, type Booking } from './booking.ts'
import { bookEvent, touchedBy, type AppliedEvents } from './event.ts'
import { loadOrigin, type ReturnOrigin } from './origin.ts'
import { loadProgrammes } from './programmes.ts'
import type { Difference } from './replay.ts'
import { settleRights, type SettledRights } from './rights.ts'
import { readStored, type ReadEvent, type StoredEvent } from './read.ts'
import { writeBookings, writeDifferences, writeOutcomes } from './write.ts'

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
  await lockTouched(tx, set.events)
  const outcomes: Booking['outcome'][] = []
  let stamp = set.stamp
  for (const events of partsOf(set.events)) {
    const booked = await bookSet(applier, tx, { ...set, stamp }, events)
    stamp = booked.stamp
    outcomes.push(...booked.outcomes)
  }
  await finishSet(tx, set, stamp)
  return outcomes
}

/** A return is booked by itself: its sale may stand in the same set, and must be written before. */
function partsOf(events: readonly StoredEvent[]): StoredEvent[][] {
  const parts: StoredEvent[][] = []
  let wasReturn = true
  for (const event of events) {
    const isReturn = kindOf(event) === 'return'
    if (isReturn || wasReturn) parts.push([event])
    else parts.at(-1)?.push(event)
    wasReturn = isReturn
  }
  return parts
}

function kindOf(event: StoredEvent): string | null {
  const read = readStored(event)
  return read.kind === 'readable' ? read.known.kind : null
}

/** All members of the set at once, in the order of their ids: the parts lock no more. */
async function lockTouched(tx: Tx, events: readonly StoredEvent[]): Promise<void> {
  const { memberIds, leaseIds } = touchedBy(events.map(readStored))
  const wanted = [...new Set([...memberIds, ...(await membersOfLeases(tx, leaseIds))])]
  await tx.selectFrom('members').select('member_id').where(sql<boolean>`member_id = ANY(${wanted})`).orderBy('member_id').forUpdate().execute()
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
  const origin = await originOf(tx, reads)
  const emptied = origin === null || typeof origin === 'string' ? [] : origin.sold.lotsUsed.map((use) => use.ref)
  const book = await loadBook(tx, [...memberIds, ...(await membersOfLeases(tx, leaseIds))], leaseIds, emptied)
  const applied = await alreadyApplied(tx, reads)
  const programmes = await loadProgrammes(tx, reads.flatMap((read) => (read.kind === 'readable' && read.known.kind === 'sale' ? read.known.body.programmeHash : [])))
  const bookings = reads.map((read) => bookEvent(book, applied, read, { tillNumber: set.tillNumber, nowMs, programmes, origin }))
  const settled = await settleRights(tx, reads, bookings, { programmes, origin, nowMs })
  await reloadRights(tx, book, [...settled.memberIds])
  const last = events.at(-1)
  const stamp = await saveBook(tx, book, {
    ids: applier.ids,
    nowMs,
    stamps: [set.stamp],
    ...(last ? { mark: { tillId: set.tillId, epoch: set.epoch, seq: last.seq } } : {}),
  })
  await writeBookings(tx, reads, bookings)
  await writeDifferences(tx, reads, bookings.map((booking, index) => ({ ...booking, differences: [...booking.differences, ...differencesOfRights(settled, reads[index])] })), nowMs)
  await writeOutcomes(tx, events, bookings, nowMs)
  return { stamp, outcomes: bookings.map((booking) => booking.outcome) }
}

function differencesOfRights({ differences }: SettledRights, read: ReadEvent | undefined): readonly Difference[] {
  return read?.kind === 'readable' ? (differences.get(read.event.id) ?? []) : []
}

async function originOf(tx: Tx, reads: readonly ReadEvent[]): Promise<ReturnOrigin | string | null> {
  const [read] = reads
  return read?.kind === 'readable' && read.known.kind === 'return' ? loadOrigin(tx, read.known.body.saleId) : null
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
