import type Database from 'better-sqlite3'
import type { Booked } from './facts.ts'
import type { JournalRow } from './till-events.ts'

/**
 * What a row of the journal said that has given up its bytes: from the rows of its sale or return, which stay. Its bytes
 * are not here to be believed, so their own numbers are: inputs, result, tenders and entries, each from its own table.
 */
export function withBytes(db: Database.Database, tillId: string, row: JournalRow): JournalRow {
  if (row.bytes.length > 0) return row
  const body = row.kind === 'sale' ? saleBody(db, row.event_id) : row.kind === 'return' ? returnBody(db, row.event_id) : null
  return body === null ? row : { ...row, bytes: Buffer.from(JSON.stringify({ id: row.event_id, tillId, kind: row.kind, body })) }
}

function saleBody(db: Database.Database, saleId: string): object {
  const sale = db.prepare('SELECT member_id, case_json, result_json FROM sales WHERE sale_id = ?').get(saleId) as { member_id: string | null; case_json: string; result_json: string }
  const tenders = db.prepare('SELECT kind, paid_minor AS paidMinor, tendered_minor AS tenderedMinor, change_minor AS changeMinor FROM tenders WHERE sale_id = ? ORDER BY tender').all(saleId)
  const entries = entriesOf(db, saleId)
  const loaded = entries.find((entry) => entry.asset === 'bonus' && entry.account === 'programme/loaded')?.delta ?? 0
  const couponsIssued = entries.flatMap(({ asset, account, delta }) => (asset === 'coupon' && account.startsWith('coupon/') && delta > 0 ? [{ code: account.slice('coupon/'.length), uses: delta }] : []))
  return { memberId: sale.member_id, inputs: JSON.parse(sale.case_json) as object, result: JSON.parse(sale.result_json) as object, tenders, entries, couponsIssued, loadedBonusMinor: -loaded }
}

function returnBody(db: Database.Database, returnId: string): object {
  const row = db.prepare('SELECT member_id, sale_id, case_json, result_json FROM returns WHERE return_id = ?').get(returnId) as { member_id: string | null; sale_id: string; case_json: string; result_json: string }
  const refunds = db.prepare('SELECT kind, refund_minor AS refundMinor FROM refunds WHERE return_id = ? ORDER BY refund').all(returnId)
  return { memberId: row.member_id, saleId: row.sale_id, inputs: JSON.parse(row.case_json) as object, result: JSON.parse(row.result_json) as object, refunds, entries: entriesOf(db, returnId) }
}

function entriesOf(db: Database.Database, eventId: string): Booked[] {
  return db.prepare('SELECT asset, account, delta FROM entries WHERE event_id = ? ORDER BY asset, account').all(eventId) as Booked[]
}
