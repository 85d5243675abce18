import { sql } from 'kysely'
import { bulkInsert, type BulkColumns } from '../db/bulk.ts'
import type { Tx } from '../db/database.ts'
import type { Booking } from './booking.ts'
import type { ReadEvent, StoredEvent } from './read.ts'

const appliedColumns: BulkColumns = { event_id: 'text', till_id: 'text', epoch: 'integer', seq: 'bigint', kind: 'text', body_hash: 'bytea-hex' }
const entryColumns: BulkColumns = { event_id: 'text', entry_no: 'integer', asset: 'text', account: 'text', delta: 'bigint' }
const movementColumns: BulkColumns = { event_id: 'text', movement_no: 'integer', member_id: 'text', lot_id: 'text', delta_points: 'bigint' }
const saleColumns: BulkColumns = {
  sale_id: 'text',
  till_id: 'text',
  epoch: 'integer',
  seq: 'bigint',
  store_id: 'text',
  cashier_id: 'text',
  member_id: 'text',
  sale_number: 'integer',
  receipt_code: 'text',
  at_ms: 'bigint',
  committed_at_ms: 'bigint',
  business_date: 'date',
  programme_version: 'integer',
  programme_hash: 'text',
  rules_version: 'text',
  tier: 'text',
  gross_minor: 'bigint',
  discount_minor: 'bigint',
  due_minor: 'bigint',
  pay_minor: 'bigint',
  points_used: 'bigint',
  points_tender_minor: 'bigint',
  earn_points: 'bigint',
  offers: 'text[]',
  applied_at_ms: 'bigint',
}
const tenderColumns: BulkColumns = {
  sale_id: 'text',
  tender_no: 'integer',
  kind: 'text',
  paid_minor: 'bigint',
  tendered_minor: 'bigint',
  change_minor: 'bigint',
  reference: 'text',
}
const returnColumns: BulkColumns = {
  return_id: 'text',
  till_id: 'text',
  epoch: 'integer',
  seq: 'bigint',
  store_id: 'text',
  cashier_id: 'text',
  sale_id: 'text',
  member_id: 'text',
  receipt_code: 'text',
  reason: 'text',
  at_ms: 'bigint',
  committed_at_ms: 'bigint',
  business_date: 'date',
  refund_minor: 'bigint',
  points_back: 'bigint',
  points_clawed_back: 'bigint',
  whole_sale: 'boolean',
  applied_at_ms: 'bigint',
}
const refundColumns: BulkColumns = { return_id: 'text', refund_no: 'integer', tender_no: 'integer', kind: 'text', refund_minor: 'bigint', reference: 'text' }
const reversalColumns: BulkColumns = { sale_id: 'text', reversed: 'jsonb' }
const actColumns: BulkColumns = {
  event_id: 'text',
  till_id: 'text',
  store_id: 'text',
  kind: 'text',
  staff_id: 'text',
  shift_id: 'text',
  amount_minor: 'bigint',
  reason: 'text',
  note: 'text',
  at_ms: 'bigint',
  business_date: 'date',
  body: 'jsonb',
}
const approvalColumns: BulkColumns = { approval_id: 'text', event_id: 'text', till_id: 'text', right_name: 'text', subject: 'text', staff_id: 'text', approver_id: 'text', reason: 'text', note: 'text', at_ms: 'bigint' }
/** Of the tier metric. */
export const qualifyingColumns: BulkColumns = { event_id: 'text', member_id: 'text', business_date: 'date', delta: 'bigint' }
const differenceColumns: BulkColumns = { event_id: 'text', difference_no: 'integer', kind: 'text', path: 'text', stated: 'text', computed: 'text', found_at_ms: 'bigint' }
const outcomeColumns: BulkColumns = { till_id: 'text', epoch: 'integer', seq: 'bigint', outcome: 'text', detail: 'text', decided_at_ms: 'bigint' }

/** Writes what events added, table by table; what another table refers to comes first. */
export async function writeBookings(tx: Tx, reads: readonly ReadEvent[], bookings: readonly Booking[]): Promise<void> {
  const counted = reads.flatMap((read, index) => {
    const outcome = bookings[index]?.outcome
    if (read.kind === 'unreadable' || (outcome !== 'applied' && outcome !== 'applied-with-debt')) return []
    return { event_id: read.event.id, till_id: read.tillId, epoch: read.epoch, seq: read.seq, kind: read.event.kind, body_hash: read.bodyHash }
  })
  await bulkInsert(tx, 'applied_events', appliedColumns, counted)
  await bulkInsert(tx, 'entries', entryColumns, bookings.flatMap((booking) => booking.entries))
  await bulkInsert(tx, 'lot_movements', movementColumns, bookings.flatMap((booking) => booking.movements))
  await bulkInsert(tx, 'sales', saleColumns, bookings.flatMap((booking) => booking.sales))
  await bulkInsert(tx, 'tenders', tenderColumns, bookings.flatMap((booking) => booking.tenders))
  const returns = bookings.flatMap((booking) => booking.returns)
  await bulkInsert(tx, 'returns', returnColumns, returns)
  await bulkInsert(tx, 'refunds', refundColumns, bookings.flatMap((booking) => booking.refunds))
  await bulkInsert(tx, 'sale_reversals', reversalColumns, bookings.flatMap((booking) => booking.reversals), 'ON CONFLICT (sale_id) DO UPDATE SET reversed = excluded.reversed')
  await bulkInsert(tx, 'acts', actColumns, bookings.flatMap((booking) => booking.acts))
  await bulkInsert(tx, 'approvals', approvalColumns, bookings.flatMap((booking) => booking.approvals), 'ON CONFLICT DO NOTHING')
  await bulkInsert(tx, 'qualifying_moves', qualifyingColumns, bookings.flatMap((booking) => booking.qualifying))
  // The right to return ends with the return of the till that had it (R3).
  for (const { sale_id: saleId, till_id: tillId } of returns) {
    await tx.deleteFrom('return_rights').where('sale_id', '=', String(saleId)).where('till_id', '=', String(tillId)).execute()
  }
}

/** What became of each event of a journal. */
export async function writeOutcomes(tx: Tx, events: readonly StoredEvent[], bookings: readonly Booking[], nowMs: number): Promise<void> {
  await bulkInsert(tx, 'event_outcomes', outcomeColumns, outcomeRows(events, bookings, nowMs))
}

/**
 * What became of each event of another branch. Where it stands for a gap (the same hash in the same place), the gap's
 * own outcome is this one from now on.
 */
export async function writeBranchOutcomes(tx: Tx, events: readonly StoredEvent[], bookings: readonly Booking[], nowMs: number): Promise<void> {
  const rows = outcomeRows(events, bookings, nowMs).map((row, index) => ({ ...row, hash: events[index]?.hash.toString('hex') }))
  await bulkInsert(tx, 'branch_outcomes', { ...outcomeColumns, hash: 'bytea-hex' }, rows)
  for (const { epoch, seq, till_id: tillId, outcome, hash } of rows) {
    await sql`UPDATE event_outcomes AS o SET outcome = ${outcome}, detail = 'read again from a copy', decided_at_ms = ${nowMs}::bigint FROM journal_events AS e
      WHERE o.till_id = ${tillId} AND o.epoch = ${epoch}::integer AND o.seq = ${seq}::bigint AND o.outcome = 'suspense' AND o.resolved_by IS NULL
        AND e.till_id = o.till_id AND e.epoch = o.epoch AND e.seq = o.seq AND e.hash = decode(${hash}, 'hex')`.execute(tx)
  }
}

function outcomeRows(events: readonly StoredEvent[], bookings: readonly Booking[], nowMs: number) {
  return events.map((event, index) => ({
    till_id: event.tillId,
    epoch: event.epoch,
    seq: event.seq,
    outcome: bookings[index]?.outcome,
    detail: bookings[index]?.detail ?? null,
    decided_at_ms: nowMs,
  }))
}

/** What a replay found to differ: for a person to look at. */
export async function writeDifferences(tx: Tx, reads: readonly ReadEvent[], bookings: readonly Booking[], nowMs: number): Promise<void> {
  const rows = reads.flatMap((read, index) => {
    const { differences, outcome } = bookings[index] ?? { differences: [], outcome: 'duplicate' }
    if (read.kind === 'unreadable' || outcome === 'duplicate') return []
    return differences.slice(0, DIFFERENCES_MAX).map((difference, at) => ({ event_id: read.event.id, difference_no: at + 1, ...difference, found_at_ms: nowMs }))
  })
  await bulkInsert(tx, 'replay_differences', differenceColumns, rows, 'ON CONFLICT DO NOTHING')
}

/** The first ones tell what is wrong. */
const DIFFERENCES_MAX = 20
