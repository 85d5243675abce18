import type { SavedSale } from '../../contract/desk-state.ts'
import type { SaleResult } from '../../domain/sale-result.ts'
import { isAcked } from '../db/acks.ts'
import type { SaleRow } from '../db/sales.ts'
import { readRefunds } from '../db/returns.ts'
import type { LedgerRead } from '../db/sqlite-file.ts'
import { exchangedMinor, givenBackMinor } from '../../journal/return-booking.ts'
import { givenBack } from '../return/return-view.ts'

/** A stored sale as the page sees it. */
export function savedSale(ledger: LedgerRead, sale: SaleRow): SavedSale {
  const { saleId, saleNumber, receiptCode, committedAtMs, dueMinor, paidMinor, tenderedMinor, changeMinor, pointsUsed, earnPoints } = sale
  const { pointsTenderMinor } = JSON.parse(sale.resultJson) as Pick<SaleResult, 'pointsTenderMinor'>
  return {
    ...{ saleId, saleNumber, receiptCode, committedAtMs, dueMinor, paidMinor, tenderedMinor, changeMinor },
    ...{ pointsUsed, pointsTenderMinor, earnPoints },
    balancePointsAfter: sale.balancePointsAfter,
    exchange: exchangeOf(ledger, sale),
    acked: isAcked(ledger, sale),
  }
}

function exchangeOf(ledger: LedgerRead, { exchangeReturnId }: SaleRow): SavedSale['exchange'] {
  if (exchangeReturnId === null) return null
  const refunds = readRefunds(ledger, exchangeReturnId)
  return { returnId: exchangeReturnId, creditMinor: exchangedMinor(refunds), refundMinor: givenBackMinor(refunds), refunds: givenBack(refunds) }
}
