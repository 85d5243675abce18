import { takeBatch, type BatchLimits } from '../../journal/batch.ts'
import type { LedgerRead, LedgerWrite } from './sqlite-file.ts'

/** An event as it is stored, hashed and sent: its bytes are never made again. */
export type JournalRow = {
  readonly epoch: number
  readonly seq: number
  readonly eventId: string
  readonly kind: string
  readonly bytes: Uint8Array
  readonly hash: Uint8Array
  readonly committedAtMs: number
}
/** A place in this till's journal. `seq` 0: before the first event of the epoch. */
export type JournalPosition = { readonly epoch: number; readonly seq: number }

const columns = 'epoch, seq, event_id AS eventId, kind, bytes, hash, committed_at_ms AS committedAtMs'

/** Writes an event's row: last in its transaction. The ledger checks that seq follows and that its entries sum to zero. */
export function insertJournalRow(tx: LedgerWrite, row: JournalRow): void {
  tx.run(
    `INSERT INTO journal (epoch, seq, event_id, kind, bytes, hash, committed_at_ms)
    VALUES (@epoch, @seq, @eventId, @kind, @bytes, @hash, @committedAtMs)`,
    row,
  )
}

/** The last event of an epoch; null: it has none. */
export function readLastEvent(ledger: LedgerRead, epoch: number): JournalRow | null {
  return ledger.get<JournalRow>(`SELECT ${columns} FROM journal WHERE epoch = ? ORDER BY seq DESC LIMIT 1`, [epoch]) ?? null
}

/** Where an epoch ends: the place and hash of its last event, without its bytes; null: it has none. */
export function readEnd(ledger: LedgerRead, epoch: number): { readonly seq: number; readonly hash: Uint8Array } | null {
  return ledger.get('SELECT seq, hash FROM journal WHERE epoch = ? ORDER BY seq DESC LIMIT 1', [epoch]) ?? null
}

/** One event by place; null: there is none. */
export function readEventAt(ledger: LedgerRead, position: JournalPosition): JournalRow | null {
  return ledger.get<JournalRow>(`SELECT ${columns} FROM journal WHERE epoch = @epoch AND seq = @seq`, position) ?? null
}

/** Whether an id is taken, by an event of any kind: what a page names may be neither new nor its own. */
export function isEventId(ledger: LedgerRead, eventId: string): boolean {
  return ledger.get('SELECT 1 FROM journal WHERE event_id = ?', [eventId]) !== undefined
}

/** One event by id; null: there is none. */
export function readEventById(ledger: LedgerRead, eventId: string): JournalRow | null {
  return ledger.get<JournalRow>(`SELECT ${columns} FROM journal WHERE event_id = ?`, [eventId]) ?? null
}

/**
 * The next events of one epoch to send: those after `position`, in order, within the limits. Reads no further than it
 * must, so a queue of any length needs the memory of one batch.
 */
export function readBatch(ledger: LedgerRead, position: JournalPosition, limits: BatchLimits): JournalRow[] {
  return takeBatch(
    ledger.iterate<JournalRow>(
      `SELECT ${columns} FROM journal WHERE epoch = @epoch AND seq > @seq ORDER BY seq LIMIT @eventsMax`,
      { ...position, eventsMax: limits.eventsMax },
    ),
    limits,
  )
}

/**
 * How many events (of all epochs) lie after a place: the queue. An epoch has no gaps, so its last number says how many
 * it has: a queue of any length costs the same.
 */
export function countEventsAfter(ledger: LedgerRead, position: JournalPosition): number {
  const row = ledger.get<{ events: number }>(
    `SELECT coalesce(sum(max(0, coalesce((SELECT max(seq) FROM journal j WHERE j.epoch = e.epoch), 0) - iif(e.epoch = @epoch, @seq, 0))), 0) AS events
    FROM epochs e WHERE e.epoch >= @epoch`,
    position,
  )
  return row?.events ?? 0
}

/** All events of one epoch in order, one at a time. */
export function iterateEvents(ledger: LedgerRead, epoch: number): IterableIterator<JournalRow> {
  return ledger.iterate<JournalRow>(`SELECT ${columns} FROM journal WHERE epoch = ? ORDER BY seq`, [epoch])
}
