import type { TenderInput } from '../../contract/till-calls.ts'
import type { SaleRow } from '../db/sales.ts'
import type { LedgerRead } from '../db/sqlite-file.ts'
import { readTenders } from '../db/tenders.ts'
import { isPrepaid, paidBy } from './prepaid.ts'
import { settle } from './settle.ts'

/**
 * Is this the same request to save a sale once more? Its basket is gone, so the page can only repeat what was paid with:
 * the tenders must settle to the rows that were stored.
 */
export function repeatsSale(ledger: LedgerRead, sale: SaleRow, tenders: readonly TenderInput[]): boolean {
  const all = readTenders(ledger, sale.saleId)
  const stored = all.filter((tender) => !isPrepaid(tender))
  const { payMinor } = JSON.parse(sale.resultJson) as { readonly payMinor: number }
  // With the rounding that was given then, whatever the setting is now.
  const roundingMinor = payMinor - sale.paidMinor
  const prepaidMinor = paidBy(all.filter(isPrepaid))
  const settlement = settle(payMinor - roundingMinor - prepaidMinor, tenders, 1)
  return settlement.kind === 'settled' && JSON.stringify(settlement.tenders) === JSON.stringify(stored)
}
