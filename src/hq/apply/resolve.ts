import type { Booking } from './booking.ts'
import { bookSet, type Booker } from './book-set.ts'
import { lockEnds, setOf } from './sources.ts'
import { inTransaction, type Database, type Tx } from '../db/database.ts'
import type { Clock } from '../clock.ts'
import type { Ids } from '../ids.ts'
import { eventsAt } from '../journal-read.ts'

/** An event that waits for a person. `hash` (hex) only where it is of another branch. */
export type WaitingPlace = { readonly tillId: string; readonly epoch: number; readonly seq: number; readonly hash: string | null }
/** `retry`: book it now, something has changed since. `close`: it is never booked, and why. */
export type Decision = { readonly kind: 'retry' } | { readonly kind: 'close'; readonly note: string }
export type Resolved =
  | { readonly kind: 'resolved'; readonly eventId: string; readonly outcome: Booking['outcome'] }
  /** Tried again, and it does not fit yet. */
  | { readonly kind: 'still'; readonly detail: string }
  | { readonly kind: 'not_waiting' }

/** A person decides about an event in suspense, by an event of HQ's own. Deciding twice changes nothing. */
export function resolveSuspense(hq: { readonly db: Database; readonly clock: Clock; readonly ids: Ids }, place: WaitingPlace, decision: Decision, person: string): Promise<Resolved> {
  const { tillId, epoch, seq, hash } = place
  return inTransaction(hq.db, async (tx) => {
    await lockEnds(tx, tillId)
    if (!(await isWaiting(tx, place))) return { kind: 'not_waiting' }
    const said = decision.kind === 'close' ? { outcome: 'suspense' as const, detail: `closed: ${decision.note}` } : await bookAgain(hq, tx, place)
    if (said === null) return { kind: 'not_waiting' }
    const { outcome, detail } = said
    if (decision.kind === 'retry' && outcome === 'suspense') return { kind: 'still', detail: detail ?? '' }
    const eventId = hq.ids.uuid()
    const nowMs = hq.clock.nowMs()
    const body = { ...place, decision: decision.kind, note: decision.kind === 'close' ? decision.note : null, outcome }
    await tx.insertInto('hq_events').values({ event_id: eventId, kind: 'suspense-resolved', at_ms: nowMs, person, body: JSON.stringify(body) }).execute()
    const decided = { outcome, detail, decided_at_ms: nowMs, resolved_by: eventId }
    if (hash === null) await tx.updateTable('event_outcomes').set(decided).where('till_id', '=', tillId).where('epoch', '=', epoch).where('seq', '=', seq).execute()
    else await tx.updateTable('branch_outcomes').set(decided).where('till_id', '=', tillId).where('epoch', '=', epoch).where('seq', '=', seq).where('hash', '=', Buffer.from(hash, 'hex')).execute()
    return { kind: 'resolved', eventId, outcome }
  })
}

type Said = Pick<Booking, 'outcome' | 'detail'>

/** Null: the event itself is not here. */
async function bookAgain(booker: Booker, tx: Tx, place: WaitingPlace): Promise<Said | null> {
  const events = await eventsAt(tx, place)
  const event = place.hash === null ? events[0] : events.find((each) => each.hash.toString('hex') === place.hash)
  if (event === undefined) return null
  const set = await setOf(tx, place.tillId, place.epoch, 0, [{ seq: place.seq, ...event }])
  const said: Said[] = []
  await bookSet(booker, tx, set, set.events, {
    marks: false,
    record: (_tx, _events, bookings) => {
      said.push(...bookings)
      return Promise.resolve()
    },
  })
  return said[0] ?? null
}

async function isWaiting(tx: Tx, { tillId, epoch, seq, hash }: WaitingPlace): Promise<boolean> {
  const places =
    hash === null
      ? tx.selectFrom('event_outcomes').select('seq').where('till_id', '=', tillId).where('epoch', '=', epoch).where('seq', '=', seq).where('outcome', '=', 'suspense').where('resolved_by', 'is', null)
      : tx.selectFrom('branch_outcomes').select('seq').where('till_id', '=', tillId).where('epoch', '=', epoch).where('seq', '=', seq).where('hash', '=', Buffer.from(hash, 'hex')).where('outcome', '=', 'suspense').where('resolved_by', 'is', null)
  return (await places.executeTakeFirst()) !== undefined
}
