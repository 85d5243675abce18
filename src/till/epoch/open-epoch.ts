import type { EpochOpenedBody } from '../../journal/sale-event.ts'
import { appendEvent, readHead, type EventDraft } from '../append-event.ts'
import { deleteBasket } from '../db/basket.ts'
import { insertEpoch, readNewestEpoch } from '../db/epochs.ts'
import { readEventAt } from '../db/journal.ts'
import { doubtOpenLeases } from '../db/leases.ts'
import type { LedgerRead, LedgerWrite } from '../db/sqlite-file.ts'
import { sameBytes } from '../../journal/codec.ts'
import type { MarkedHead } from './marker.ts'

/**
 * A new epoch: the journal's answer to files that are older than what they did (a restored backup), or that woke up on
 * another machine (a clone). Going on in the old epoch would put other events in places that HQ may know already.
 */
export type EpochCause = EpochOpenedBody['cause']

/**
 * Should these files begin a new epoch before anything is booked? Null: they are what they were.
 * @param marker the head as the marker outside the data folder remembers it; null: there is none, or it cannot be read
 */
export function findEpochCause(ledger: LedgerRead, machineId: string, marker: MarkedHead | null): EpochCause | null {
  const newest = readNewestEpoch(ledger)
  if (newest === null) return null
  if (newest.machineId !== machineId) return 'other-machine'
  if (marker === null || marker.epoch < newest.epoch) return null
  if (marker.epoch > newest.epoch) return 'marker-ahead'
  if (marker.seq === 0) return null
  const own = readEventAt(ledger, marker)
  return own !== null && sameBytes(own.hash, marker.hash) ? null : 'marker-ahead'
}

/**
 * Begins the next epoch. Its first event names the end of the one before, as far as it is known here. Leases of before
 * are in doubt: what these files believe to hold may have been spent by the files that they were copied from. A basket
 * from before may be a sale that was saved since, so it is let go, too.
 * @param basket `drop` at a start; `keep` while the till runs, when the open basket was begun by this very process
 */
export function openEpoch(
  tx: LedgerWrite,
  opened: {
    readonly stamp: Omit<EventDraft, 'id' | 'kind' | 'body'>
    readonly eventId: string
    readonly machineId: string
    readonly cause: EpochCause
    /** At least this; the marker or HQ may know of epochs that these files never saw. */
    readonly epochMin: number
    readonly basket: 'drop' | 'keep'
  },
): void {
  const head = readHead(tx)
  const body: EpochOpenedBody = { previousEpoch: head.epoch, previousSeq: head.seq, previousHash: Buffer.from(head.hash).toString('hex'), cause: opened.cause }
  insertEpoch(tx, {
    epoch: Math.max(head.epoch + 1, opened.epochMin),
    startedAtMs: opened.stamp.committedAtMs,
    machineId: opened.machineId,
    previousHash: head.hash,
  })
  appendEvent(tx, { ...opened.stamp, id: opened.eventId, kind: 'epoch-opened', body }, () => {
    doubtOpenLeases(tx)
    if (opened.basket === 'drop') deleteBasket(tx)
  })
}
