import type { JournalPosition } from './journal.ts'
import type { LedgerRead, LedgerWrite } from './sqlite-file.ts'

/** A committed sale: what it was computed from, what came out, what was paid. */
export type SaleRow = {
  readonly saleId: string
  readonly epoch: number
  readonly seq: number
  readonly receiptCode: string
  /** Fixed when Pay was pressed. */
  readonly atMs: number
  readonly committedAtMs: number
  readonly businessDate: string
  readonly saleNumber: number
  readonly cashierId: string
  readonly memberId: string | null
  /** SHA-256 of what was asked to be committed: a repeat with other content is refused. */
  readonly contentHash: Uint8Array
  readonly programmeVersion: number
  readonly programmeHash: string
  readonly rulesVersion: string
  readonly caseJson: string
  readonly resultJson: string
  readonly dueMinor: number
  readonly paidMinor: number
  readonly tenderedMinor: number
  readonly changeMinor: number
  readonly pointsUsed: number
  readonly earnPoints: number
  readonly balancePointsAfter: number | null
  /** The return under the same receipt; null: it is no exchange. */
  readonly exchangeReturnId: string | null
}

const columns = `sale_id AS saleId, epoch, seq, receipt_code AS receiptCode, at_ms AS atMs, committed_at_ms AS committedAtMs,
  business_date AS businessDate, sale_number AS saleNumber, cashier_id AS cashierId, member_id AS memberId,
  content_hash AS contentHash, programme_version AS programmeVersion, programme_hash AS programmeHash,
  rules_version AS rulesVersion, case_json AS caseJson, result_json AS resultJson, due_minor AS dueMinor,
  paid_minor AS paidMinor, tendered_minor AS tenderedMinor, change_minor AS changeMinor, points_used AS pointsUsed,
  earn_points AS earnPoints, balance_points_after AS balancePointsAfter,
  exchange_return_id AS exchangeReturnId`

/** Writes a sale, before its lines, tenders and journal row. */
export function insertSale(tx: LedgerWrite, sale: SaleRow): void {
  tx.run(
    `INSERT INTO sales (sale_id, epoch, seq, receipt_code, at_ms, committed_at_ms, business_date, sale_number, cashier_id,
      member_id, content_hash, programme_version, programme_hash, rules_version, case_json, result_json, due_minor,
      paid_minor, tendered_minor, change_minor, points_used, earn_points, balance_points_after,
      exchange_return_id)
    VALUES (@saleId, @epoch, @seq, @receiptCode, @atMs, @committedAtMs, @businessDate, @saleNumber, @cashierId,
      @memberId, @contentHash, @programmeVersion, @programmeHash, @rulesVersion, @caseJson, @resultJson, @dueMinor,
      @paidMinor, @tenderedMinor, @changeMinor, @pointsUsed, @earnPoints, @balancePointsAfter,
      @exchangeReturnId)`,
    sale,
  )
}

/** Null: there is no such sale. */
export function readSale(ledger: LedgerRead, saleId: string): SaleRow | null {
  return ledger.get<SaleRow>(`SELECT ${columns} FROM sales WHERE sale_id = ?`, [saleId]) ?? null
}

/** By the code on its receipt; null: not sold at this till. */
export function readSaleByReceiptCode(ledger: LedgerRead, receiptCode: string): SaleRow | null {
  return ledger.get<SaleRow>(`SELECT ${columns} FROM sales WHERE receipt_code = ?`, [receiptCode]) ?? null
}

/** The sale under whose receipt these goods came back; null: no exchange. */
export function readSaleOfExchange(ledger: LedgerRead, returnId: string): SaleRow | null {
  return ledger.get<SaleRow>(`SELECT ${columns} FROM sales WHERE exchange_return_id = ?`, [returnId]) ?? null
}

/** The newest sales, newest first. */
export function readNewestSales(ledger: LedgerRead, limit: number): SaleRow[] {
  return ledger.all<SaleRow>(`SELECT ${columns} FROM sales ORDER BY epoch DESC, seq DESC LIMIT ?`, [limit])
}

/** A member's sales at this till after a place of its journal, in order. `{ epoch: 0, seq: 0 }`: all of them. */
export function readSalesOfMemberAfter(ledger: LedgerRead, memberId: string, after: JournalPosition): SaleRow[] {
  return ledger.all<SaleRow>(
    `SELECT ${columns} FROM sales
    WHERE member_id = @memberId AND (epoch > @epoch OR (epoch = @epoch AND seq > @seq)) ORDER BY epoch, seq`,
    { memberId, ...after },
  )
}

/** The number that the next sale of a business date gets: from 1, rising with the journal. */
export function readNextSaleNumber(ledger: LedgerRead, businessDate: string): number {
  const newest = ledger.get<{ businessDate: string; saleNumber: number }>(
    'SELECT business_date AS businessDate, sale_number AS saleNumber FROM sales ORDER BY epoch DESC, seq DESC LIMIT 1',
  )
  if (newest?.businessDate === businessDate) return newest.saleNumber + 1
  const row = ledger.get<{ last: number }>(
    'SELECT coalesce(max(sale_number), 0) AS last FROM sales WHERE business_date = ?',
    [businessDate],
  )
  return (row?.last ?? 0) + 1
}
