import { refundOfValue } from '../../domain/value-refund.ts'
import { receiptCode } from '../../journal/receipt-code.ts'
import { valueRefundEntries, type ValueRefundBody } from '../../journal/value-refund-event.ts'
import { readEntriesOfEvent } from '../db/entries.ts'
import { readValueRefund } from '../db/value-refunds.ts'
import { compare, compareFields, compareRows, type LedgerDifference } from './difference.ts'
import { numberOf, type EventToVerify } from './verify-sale.ts'

/** Computes value that was paid out again from what HQ had lent, and compares every row of it. */
export function verifyValueRefund({ ledger, row, event, tillNumber }: EventToVerify<ValueRefundBody>): LedgerDifference[] {
  const { body, id: refundId, committedAtMs, businessDate } = event
  const where = `value refund ${refundId}`
  const stored = readValueRefund(ledger, refundId)
  if (stored === null) return [{ where, stored: 'absent', computed: 'a value refund of the journal' }]
  const { principalMinor, bonusMinor, memberId, kind, reference, cashierId } = body
  const code = receiptCode(tillNumber ?? numberOf(stored.receiptCode), row.seq, row.hash)
  const inOrder = [...body.entries].sort((a, b) => (`${a.asset} ${a.account}` < `${b.asset} ${b.account}` ? -1 : 1))
  return [
    ...compareFields(where, stored, { refundId, epoch: row.epoch, seq: row.seq, receiptCode: code, committedAtMs, businessDate, cashierId, memberId, giftCard: null, principalMinor, bonusMinor, kind, reference }),
    ...compare(`${where} bonus`, bonusMinor, refundOfValue(body.held, principalMinor)?.bonusMinor),
    ...compareRows(`${where} entry of the event`, body.entries, valueRefundEntries(body)),
    ...compareRows(`${where} entry`, readEntriesOfEvent(ledger, refundId), inOrder),
  ]
}
