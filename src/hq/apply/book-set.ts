import { sql } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { Clock } from '../clock.ts'
import type { Ids } from '../ids.ts'
import { loadBook } from '../book/load.ts'
import { reloadRights } from '../book/rights.ts'
import { saveBook } from '../book/save.ts'
import type { Booking } from './booking.ts'
import { bookEvent, touchedBy, type AppliedEvents } from './event.ts'
import { loadOrigin, type ReturnOrigin } from './origin.ts'
import { loadProgrammes } from './programmes.ts'
import type { Difference } from './replay.ts'
import { settleRights, type SettledRights } from './rights.ts'
import { readStored, type ReadEvent, type StoredEvent } from './read.ts'
import { writeBookings, writeDifferences } from './write.ts'

/** Events of one till and epoch, in order. */
export type EventSet = { readonly tillId: string; readonly epoch: number; readonly tillNumber: number; readonly stamp: number; readonly events: readonly StoredEvent[] }

/** Where the events of a set come from, and where it is written what became of them. */
export type BookTo = {
  /** Do its events move the till's place in the feed? Those of another branch and those booked late do not. */
  readonly marks: boolean
  readonly record: (tx: Tx, events: readonly StoredEvent[], bookings: readonly Booking[], nowMs: number) => Promise<void>
}
export type Booker = { readonly clock: Clock; readonly ids: Ids }

/** Books events in memory, over accounts that it locks, and writes all of it. */
export async function bookSet(booker: Booker, tx: Tx, set: EventSet, events: readonly StoredEvent[], to: BookTo): Promise<{ readonly stamp: number; readonly outcomes: Booking['outcome'][] }> {
  const nowMs = booker.clock.nowMs()
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
    ids: booker.ids,
    nowMs,
    stamps: [set.stamp],
    ...(last && to.marks ? { mark: { tillId: set.tillId, epoch: set.epoch, seq: last.seq } } : {}),
  })
  await writeBookings(tx, reads, bookings)
  await writeDifferences(tx, reads, bookings.map((booking, index) => ({ ...booking, differences: [...booking.differences, ...differencesOfRights(settled, reads[index])] })), nowMs)
  await to.record(tx, events, bookings, nowMs)
  return { stamp, outcomes: bookings.map((booking) => booking.outcome) }
}

function differencesOfRights({ differences }: SettledRights, read: ReadEvent | undefined): readonly Difference[] {
  return read?.kind === 'readable' ? (differences.get(read.event.id) ?? []) : []
}

async function originOf(tx: Tx, reads: readonly ReadEvent[]): Promise<ReturnOrigin | string | null> {
  const [read] = reads
  return read?.kind === 'readable' && read.known.kind === 'return' ? loadOrigin(tx, read.known.body.saleId) : null
}

export async function membersOfLeases(tx: Tx, leaseIds: readonly string[]): Promise<string[]> {
  if (leaseIds.length === 0) return []
  const rows = await tx.selectFrom('leases').select('member_id').where(sql<boolean>`lease_id = ANY(${leaseIds})`).execute()
  return rows.flatMap((row) => row.member_id ?? [])
}

async function alreadyApplied(tx: Tx, reads: readonly ReadEvent[]): Promise<AppliedEvents> {
  const eventIds = reads.flatMap((read) => (read.kind === 'readable' ? read.event.id : []))
  const rows = await tx.selectFrom('applied_events').select(['event_id', 'body_hash']).where(sql<boolean>`event_id = ANY(${eventIds})`).execute()
  return new Map(rows.map((row) => [row.event_id, { bodyHash: row.body_hash.toString('hex') }]))
}
