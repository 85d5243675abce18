import { hexOf } from '../../journal/codec.ts'
import { eventBytes } from '../../journal/event.ts'
import type { GapBody, GapEvent } from '../../journal/gap.ts'
import type { EventDraft } from '../append-event.ts'
import { insertGap } from '../db/gaps.ts'
import type { JournalRow } from '../db/journal.ts'
import type { Ledger } from '../db/sqlite-file.ts'

/** What a gap is stamped with: when and by whom it was found. */
export type GapStamp = Omit<EventDraft, 'kind' | 'body'>

/**
 * Writes down that a row can no longer be read: an event of the same place that carries the hash under which the row was
 * stored. It is kept, so that it is the same bytes however often it is sent.
 */
export function recordGap(ledger: Ledger, row: JournalRow, stamp: GapStamp): void {
  const body: GapBody = { storedHash: hexOf(row.hash), why: 'hash', lostId: row.eventId, lostKind: row.kind, lostCommittedAtMs: row.committedAtMs }
  const gap: GapEvent = { v: 1, epoch: row.epoch, seq: row.seq, kind: 'gap', ...stamp, body }
  ledger.write((tx) => insertGap(tx, { epoch: row.epoch, seq: row.seq, bytes: eventBytes(gap), foundAtMs: stamp.committedAtMs }))
}
