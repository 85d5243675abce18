import { chainHash } from '../journal/chain.ts'
import { EVENT_BYTES_MAX, eventBytes, type JournalEvent } from '../journal/event.ts'
import { sha256 } from './crypto.ts'
import { readNewestEpoch } from './db/epochs.ts'
import { insertJournalRow, readEnd, type JournalRow } from './db/journal.ts'
import type { LedgerRead, LedgerWrite } from './db/sqlite-file.ts'

/** What an event says before it has a place in the journal. */
export type EventDraft<Kind extends string = string, Body = unknown> = Omit<JournalEvent<Kind, Body>, 'v' | 'epoch' | 'seq'>

/**
 * The one way in which anything is booked: gives the event its place, bytes and hash, lets `book` write the rows that
 * belong to it (sale, entries, lots, …), and writes the journal row last; the ledger's triggers and references refuse
 * whatever does not fit. A new kind of event (return, void, shift) is a new body and a new `book`.
 * @param book writes the event's own rows; gets what the journal row will be
 * @param head where the journal ends, where that was read before in this transaction
 * @returns what `book` gave
 */
export function appendEvent<Booked>(tx: LedgerWrite, draft: EventDraft, book: (row: JournalRow) => Booked, head: JournalHead = readHead(tx)): Booked {
  const bytes = eventBytes({ v: 1, epoch: head.epoch, seq: head.seq + 1, ...draft })
  if (bytes.length > EVENT_BYTES_MAX) throw new Error(`an event of ${bytes.length} bytes cannot be delivered`)
  const row: JournalRow = {
    epoch: head.epoch,
    seq: head.seq + 1,
    eventId: draft.id,
    kind: draft.kind,
    bytes,
    hash: chainHash(sha256, head.hash, bytes),
    committedAtMs: draft.committedAtMs,
  }
  const booked = book(row)
  insertJournalRow(tx, row)
  return booked
}

/** Where this till's journal ends. `seq` 0: the epoch has no event yet. */
export type JournalHead = { readonly epoch: number; readonly seq: number; readonly hash: Uint8Array }

/** @throws before the first epoch was started */
export function readHead(ledger: LedgerRead): JournalHead {
  const epoch = readNewestEpoch(ledger)
  if (epoch === null) throw new Error('the journal has no epoch')
  const last = readEnd(ledger, epoch.epoch)
  return { epoch: epoch.epoch, seq: last?.seq ?? 0, hash: last?.hash ?? epoch.previousHash }
}
