import type { LedgerRead } from './sqlite-file.ts'

/** A row that belongs to nothing. */
export type Stray = { readonly table: string; readonly id: string }

/** Tables whose rows belong to an event, and the kinds that may own them. */
const owned = [
  { table: 'journal', key: 'epoch', owner: 'SELECT epoch FROM epochs' },
  { table: 'sales', key: 'sale_id', owner: `SELECT event_id FROM journal WHERE kind = 'sale'` },
  { table: 'returns', key: 'return_id', owner: `SELECT event_id FROM journal WHERE kind = 'return'` },
  { table: 'entries', key: 'event_id', owner: `SELECT event_id FROM journal WHERE kind IN ('sale', 'return', 'value-refund', 'shift-opened', 'cash-moved', 'shift-closed')` },
  { table: 'value_refunds', key: 'refund_id', owner: `SELECT event_id FROM journal WHERE kind = 'value-refund'` },
  { table: 'shifts', key: 'shift_id', owner: `SELECT event_id FROM journal WHERE kind = 'shift-opened'` },
  { table: 'shift_closings', key: 'event_id', owner: `SELECT event_id FROM journal WHERE kind = 'shift-closed'` },
  { table: 'cash_moves', key: 'event_id', owner: `SELECT event_id FROM journal WHERE kind = 'cash-moved'` },
  { table: 'drawer_counts', key: 'event_id', owner: `SELECT event_id FROM journal WHERE kind = 'drawer-counted'` },
  { table: 'sale_voids', key: 'event_id', owner: `SELECT event_id FROM journal WHERE kind = 'return'` },
  { table: 'approvals', key: 'event_id', owner: 'SELECT event_id FROM journal' },
  { table: 'lot_movements', key: 'event_id', owner: `SELECT event_id FROM journal WHERE kind IN ('sale', 'return')` },
  { table: 'sale_lines', key: 'sale_id', owner: 'SELECT sale_id FROM sales' },
  { table: 'tenders', key: 'sale_id', owner: 'SELECT sale_id FROM sales' },
  { table: 'refunds', key: 'return_id', owner: 'SELECT return_id FROM returns' },
  { table: 'sold_sales', key: 'sale_id', owner: 'SELECT sale_id FROM sales UNION SELECT sale_id FROM returns' },
  { table: 'foreign_sales', key: 'sale_id', owner: 'SELECT sale_id FROM returns' },
] as const

/** Rows that no event, sale or return owns: always none, unless someone went round the references. */
export function readStrays(ledger: LedgerRead): Stray[] {
  return owned.flatMap(({ table, key, owner }) =>
    ledger.all<{ id: string }>(`SELECT DISTINCT CAST(${key} AS TEXT) AS id FROM ${table} WHERE ${key} NOT IN (${owner}) ORDER BY 1`).map(({ id }) => ({ table, id })),
  )
}

/** Rows of a sale or return whose places do not run from 0 without a hole. */
export function readHoles(ledger: LedgerRead): Stray[] {
  const placed = [
    { table: 'tenders', key: 'sale_id', place: 'tender' },
    { table: 'refunds', key: 'return_id', place: 'refund' },
  ]
  return placed.flatMap(({ table, key, place }) =>
    ledger
      .all<{ id: string }>(`SELECT ${key} AS id FROM ${table} GROUP BY ${key} HAVING max(${place}) <> count(*) - 1 ORDER BY 1`)
      .map(({ id }) => ({ table, id })),
  )
}
