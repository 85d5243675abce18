import type { LedgerRead, LedgerWrite } from './sqlite-file.ts'

/** Stored value that was paid out here. */
export type ValueRefundRow = {
  readonly refundId: string
  readonly epoch: number
  readonly seq: number
  readonly receiptCode: string
  readonly committedAtMs: number
  readonly businessDate: string
  readonly cashierId: string
  readonly memberId: string | null
  readonly giftCard: string | null
  readonly principalMinor: number
  readonly bonusMinor: number
  readonly kind: 'cash' | 'card' | 'wallet'
  readonly reference: string | null
}

/** Writes it, before its journal row. */
export function insertValueRefund(tx: LedgerWrite, row: ValueRefundRow): void {
  tx.run(
    `INSERT INTO value_refunds (refund_id, epoch, seq, receipt_code, committed_at_ms, business_date, cashier_id, member_id,
      gift_card, principal_minor, bonus_minor, kind, reference)
    VALUES (@refundId, @epoch, @seq, @receiptCode, @committedAtMs, @businessDate, @cashierId, @memberId,
      @giftCard, @principalMinor, @bonusMinor, @kind, @reference)`,
    row,
  )
}

/** Null: there is none. */
export function readValueRefund(ledger: LedgerRead, refundId: string): ValueRefundRow | null {
  return (
    ledger.get<ValueRefundRow>(
      `SELECT refund_id AS refundId, epoch, seq, receipt_code AS receiptCode, committed_at_ms AS committedAtMs,
        business_date AS businessDate, cashier_id AS cashierId, member_id AS memberId, gift_card AS giftCard,
        principal_minor AS principalMinor, bonus_minor AS bonusMinor, kind, reference
      FROM value_refunds WHERE refund_id = ?`,
      [refundId],
    ) ?? null
  )
}
