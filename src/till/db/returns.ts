import type { ReturnReason } from '../../domain/sale-case.ts'
import type { SaleRefund } from '../../journal/return-event.ts'
import type { JournalPosition } from './journal.ts'
import type { LedgerRead, LedgerWrite } from './sqlite-file.ts'

/** A committed return: what it was computed from and what came out. */
export type ReturnRow = {
  readonly returnId: string
  readonly epoch: number
  readonly seq: number
  /** Of the return itself. */
  readonly receiptCode: string
  readonly saleId: string
  readonly atMs: number
  readonly committedAtMs: number
  readonly businessDate: string
  readonly cashierId: string
  readonly memberId: string | null
  readonly reason: ReturnReason
  /** The rules are those of the sale. */
  readonly programmeVersion: number
  readonly programmeHash: string
  readonly rulesVersion: string
  readonly caseJson: string
  readonly resultJson: string
  readonly reversedJson: string
  /** Money given back, in all tenders. */
  readonly refundMinor: number
  readonly pointsBack: number
  readonly pointsClawedBack: number
  readonly balancePointsAfter: number | null
  readonly wholeSale: boolean
}

type Stored = Omit<ReturnRow, 'wholeSale'> & { readonly wholeSale: number }

const columns = `return_id AS returnId, epoch, seq, receipt_code AS receiptCode, sale_id AS saleId, at_ms AS atMs,
  committed_at_ms AS committedAtMs, business_date AS businessDate, cashier_id AS cashierId, member_id AS memberId, reason,
  programme_version AS programmeVersion, programme_hash AS programmeHash, rules_version AS rulesVersion,
  case_json AS caseJson, result_json AS resultJson, reversed_json AS reversedJson, refund_minor AS refundMinor,
  points_back AS pointsBack, points_clawed_back AS pointsClawedBack, balance_points_after AS balancePointsAfter,
  whole_sale AS wholeSale`

/** Writes a return, before its refunds and journal row. */
export function insertReturn(tx: LedgerWrite, row: ReturnRow): void {
  tx.run(
    `INSERT INTO returns (return_id, epoch, seq, receipt_code, sale_id, at_ms, committed_at_ms, business_date, cashier_id,
      member_id, reason, programme_version, programme_hash, rules_version, case_json, result_json, reversed_json,
      refund_minor, points_back, points_clawed_back, balance_points_after, whole_sale)
    VALUES (@returnId, @epoch, @seq, @receiptCode, @saleId, @atMs, @committedAtMs, @businessDate, @cashierId,
      @memberId, @reason, @programmeVersion, @programmeHash, @rulesVersion, @caseJson, @resultJson, @reversedJson,
      @refundMinor, @pointsBack, @pointsClawedBack, @balancePointsAfter, @wholeSale)`,
    { ...row, wholeSale: row.wholeSale ? 1 : 0 },
  )
}

/** Null: there is no such return. */
export function readReturn(ledger: LedgerRead, returnId: string): ReturnRow | null {
  const row = ledger.get<Stored>(`SELECT ${columns} FROM returns WHERE return_id = ?`, [returnId])
  return row === undefined ? null : rowOf(row)
}

/** This till's returns of a sale, oldest first. */
export function readReturnsOfSale(ledger: LedgerRead, saleId: string): ReturnRow[] {
  return ledger.all<Stored>(`SELECT ${columns} FROM returns WHERE sale_id = ? ORDER BY epoch, seq`, [saleId]).map(rowOf)
}

/** This till's returns of a member's goods after a place of its journal, in order. */
export function readReturnsOfMemberAfter(ledger: LedgerRead, memberId: string, after: JournalPosition): ReturnRow[] {
  const rows = ledger.all<Stored>(
    `SELECT ${columns} FROM returns
    WHERE member_id = @memberId AND (epoch > @epoch OR (epoch = @epoch AND seq > @seq))`,
    { memberId, ...after },
  )
  return rows.sort((a, b) => a.epoch - b.epoch || a.seq - b.seq).map(rowOf)
}

/** All returns, one at a time, in order. */
export function* iterateReturns(ledger: LedgerRead): Generator<ReturnRow> {
  for (const row of ledger.iterate<Stored>(`SELECT ${columns} FROM returns ORDER BY epoch, seq`)) yield rowOf(row)
}

function rowOf(row: Stored): ReturnRow {
  return { ...row, wholeSale: row.wholeSale === 1 }
}

/** Writes where the money of a return went, in its order. */
export function insertRefunds(tx: LedgerWrite, returnId: string, refunds: readonly SaleRefund[]): void {
  for (const [index, refund] of refunds.entries()) {
    tx.run(
      `INSERT INTO refunds (return_id, refund, tender, kind, refund_minor, reference)
      VALUES (@returnId, @index, @tender, @kind, @refundMinor, @reference)`,
      { ...refund, returnId, index },
    )
  }
}

export function readRefunds(ledger: LedgerRead, returnId: string): SaleRefund[] {
  return ledger.all<SaleRefund>(
    'SELECT tender, kind, refund_minor AS refundMinor, reference FROM refunds WHERE return_id = ? ORDER BY refund',
    [returnId],
  )
}
