import type { OutcomeName } from '../db/schema.ts'
import type { BulkRow } from '../db/bulk.ts'

/** What one event adds to the ledger, as rows of their tables. The changes of accounts and leases are in the book. */
export type Booking = {
  readonly outcome: OutcomeName
  readonly detail: string | null
  readonly entries: readonly BulkRow[]
  readonly movements: readonly BulkRow[]
  readonly sales: readonly BulkRow[]
  readonly tenders: readonly BulkRow[]
}

/** An event without rows of its own. */
export function plainBooking(outcome: OutcomeName, detail: string | null = null): Booking {
  return { outcome, detail, entries: [], movements: [], sales: [], tenders: [] }
}
