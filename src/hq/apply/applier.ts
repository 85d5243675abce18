import { sql } from 'kysely'
import { inTransaction, isUnavailable, sqlState, type Database, type Tx } from '../db/database.ts'
import type { Clock } from '../clock.ts'
import type { Ids } from '../ids.ts'
import { bookSet, membersOfLeases } from './book-set.ts'
import { plainBooking, type Booking } from './booking.ts'
import { touchedBy } from './event.ts'
import { readStored, type StoredEvent } from './read.ts'
import { branchSource, journalSource, type EventSource } from './sources.ts'

export type Applier = { readonly db: Database; readonly clock: Clock; readonly ids: Ids; readonly onApplied?: (outcomes: readonly Booking['outcome'][]) => void }

/**
 * Applies what a till's journals hold beyond what is applied, in order, set by set, each set in one transaction; then
 * what its other branches hold. Other processes may do the same at the same time: the till's row of `apply_ends` is
 * theirs or ours. Repeating it does nothing.
 * @returns how many events were applied now.
 */
export async function applyPending(applier: Applier, tillId: string): Promise<number> {
  let applied = 0
  for (const source of [journalSource, branchSource]) {
    for (;;) {
      const outcomes = await applySet(applier, source, tillId)
      if (outcomes.length === 0) break
      applied += outcomes.length
      applier.onApplied?.(outcomes)
    }
  }
  return applied
}

async function applySet(applier: Applier, source: EventSource, tillId: string): Promise<Booking['outcome'][]> {
  const { db } = applier
  try {
    return await inTransaction(db, (tx) => applySetTogether(applier, source, tx, tillId))
  } catch (cause) {
    if (isUnavailable(cause)) throw cause
    // Something in the set does not go in: one by one, so that only this one waits for a person.
    return inTransaction(db, (tx) => applySetOneByOne(applier, source, tx, tillId))
  }
}

async function applySetTogether(applier: Applier, source: EventSource, tx: Tx, tillId: string): Promise<Booking['outcome'][]> {
  const set = await source.take(tx, tillId)
  if (!set) return []
  await lockTouched(tx, set.events)
  const outcomes: Booking['outcome'][] = []
  let stamp = set.stamp
  for (const events of partsOf(set.events)) {
    const booked = await bookSet(applier, tx, { ...set, stamp }, events, source)
    stamp = booked.stamp
    outcomes.push(...booked.outcomes)
  }
  await source.finish(tx, set, stamp)
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

async function applySetOneByOne(applier: Applier, source: EventSource, tx: Tx, tillId: string): Promise<Booking['outcome'][]> {
  const set = await source.take(tx, tillId)
  if (!set) return []
  const outcomes: Booking['outcome'][] = []
  let stamp = set.stamp
  for (const event of set.events) {
    await sql`SAVEPOINT one_event`.execute(tx)
    try {
      const booked = await bookSet(applier, tx, { ...set, stamp }, [event], source)
      stamp = booked.stamp
      outcomes.push(...booked.outcomes)
    } catch (cause) {
      if (isUnavailable(cause)) throw cause
      await sql`ROLLBACK TO SAVEPOINT one_event`.execute(tx)
      const detail = `${sqlState(cause) ?? 'bug'}: ${cause instanceof Error ? cause.message : String(cause)}`.slice(0, 500)
      await source.record(tx, [event], [plainBooking('suspense', detail)], applier.clock.nowMs())
      outcomes.push('suspense')
    }
    await sql`RELEASE SAVEPOINT one_event`.execute(tx)
  }
  await source.finish(tx, set, stamp)
  return outcomes
}
