import type { SaleEntry } from '../../journal/sale-event.ts'
import type { JournalPosition } from './journal.ts'
import type { LedgerRead, LedgerWrite } from './sqlite-file.ts'

/** One row of the double-entry ledger. Per event and asset the deltas sum to zero. */
export type Entry = SaleEntry
export type EntryRow = Entry & { readonly eventId: string; readonly epoch: number; readonly seq: number }

/** Writes the entries of one event, before its journal row. */
export function insertEntries(tx: LedgerWrite, eventId: string, entries: readonly Entry[]): void {
  for (const { asset, account, delta } of entries) {
    tx.run('INSERT INTO entries (event_id, asset, account, delta) VALUES (@eventId, @asset, @account, @delta)', {
      eventId,
      asset,
      account,
      delta,
    })
  }
}

/** What belongs to somebody: a member's or a coupon's, not the shop's own. */
export type OwnedAsset = Exclude<Entry['asset'], 'money'>
// The words of the index that covers them, which SQLite takes for no others.
const owned = `e.asset <> 'money' AND e.account NOT GLOB 'programme/*'`

/** All entries of one member's or coupon's account, in the order of the journal. */
export function readEntriesOf(ledger: LedgerRead, asset: OwnedAsset, account: string): EntryRow[] {
  return ledger.all<EntryRow>(
    `SELECT e.event_id AS eventId, j.epoch, j.seq, e.asset, e.account, e.delta
    FROM entries e JOIN journal j ON j.event_id = e.event_id
    WHERE e.account = @account AND e.asset = @asset AND ${owned} ORDER BY j.epoch, j.seq`,
    { asset, account },
  )
}

/** What a member's or coupon's account gained or lost by this till's events after a place of its journal. */
export function readDeltaAfter(ledger: LedgerRead, asset: OwnedAsset, account: string, after: JournalPosition): number {
  const row = ledger.get<{ delta: number }>(
    `SELECT coalesce(sum(e.delta), 0) AS delta FROM entries e JOIN journal j ON j.event_id = e.event_id
    WHERE e.account = @account AND e.asset = @asset AND ${owned} AND (j.epoch > @epoch OR (j.epoch = @epoch AND j.seq > @seq))`,
    { asset, account, ...after },
  )
  return row?.delta ?? 0
}

/** The entries of one event. */
export function readEntriesOfEvent(ledger: LedgerRead, eventId: string): Entry[] {
  return ledger.all<Entry>('SELECT asset, account, delta FROM entries WHERE event_id = ? ORDER BY asset, account', [eventId])
}

/** Assets and events whose entries do not sum to zero: always none, unless someone went round the triggers. */
export function readUnbalancedEvents(ledger: LedgerRead): { readonly eventId: string; readonly asset: string; readonly delta: number }[] {
  return ledger.all(
    'SELECT event_id AS eventId, asset, sum(delta) AS delta FROM entries GROUP BY event_id, asset HAVING sum(delta) <> 0',
  )
}
