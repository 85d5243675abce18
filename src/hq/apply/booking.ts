import type { OutcomeName } from '../db/schema.ts'
import type { BulkRow } from '../db/bulk.ts'
import type { Difference } from './replay.ts'

/** What one event adds to the ledger, as rows of their tables. The changes of accounts and leases are in the book. */
export type Booking = {
  readonly outcome: OutcomeName
  readonly detail: string | null
  readonly entries: readonly BulkRow[]
  readonly movements: readonly BulkRow[]
  readonly sales: readonly BulkRow[]
  readonly tenders: readonly BulkRow[]
  readonly returns: readonly BulkRow[]
  readonly refunds: readonly BulkRow[]
  /** What is reversed of a sale now. */
  readonly reversals: readonly BulkRow[]
  /** What the tier metric gained or lost, by business date. */
  readonly qualifying: readonly BulkRow[]
  /** A return with which the whole sale has come back. */
  readonly wholeSale: boolean
  /** What somebody did beside selling, and who allowed what. */
  readonly acts: readonly BulkRow[]
  readonly approvals: readonly BulkRow[]
  /** What a replay found: listed, whatever the outcome. */
  readonly differences: readonly Difference[]
}

/** An event without rows of its own. */
export function plainBooking(outcome: OutcomeName, detail: string | null = null): Booking {
  return { outcome, detail, entries: [], movements: [], sales: [], tenders: [], returns: [], refunds: [], reversals: [], qualifying: [], wholeSale: false, acts: [], approvals: [], differences: [] }
}
