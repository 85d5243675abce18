import type { LocalizedText } from '../../contract/primitives.ts'
import type { SoldSale } from '../../domain/sold-sale.ts'
import type { ReturnInputs, ReturnNumbers } from '../../journal/return-event.ts'
import { readProduct } from '../db/mirror/products.ts'
import { readRefunds, type ReturnRow } from '../db/returns.ts'
import { readSaleLines } from '../db/sale-lines.ts'
import { readSale, readSaleOfExchange } from '../db/sales.ts'
import type { LedgerRead } from '../db/sqlite-file.ts'
import { readTenders } from '../db/tenders.ts'
import { readForeignSale, readSoldJson } from '../db/sold-sales.ts'
import { calledOf, headOf, isMoney, type ReceiptSource } from './receipt.ts'
import type { ReceiptLine } from './receipt-document.ts'
import type { ReturnContent } from './return-document.ts'

/** Reads what stands on the receipt of a return. */
export function returnContent(source: ReceiptSource, row: ReturnRow): ReturnContent {
  const { ledger } = source
  const numbers = JSON.parse(row.resultJson) as ReturnNumbers
  const inputs = JSON.parse(row.caseJson) as ReturnInputs
  const words = soldWords(source, row.saleId)
  return {
    ...headOf(source, row.receiptCode, row.committedAtMs),
    ofReceiptCode: readSale(ledger, row.saleId)?.receiptCode ?? readForeignSale(ledger, row.saleId)?.receiptCode ?? '',
    reason: row.reason,
    lines: inputs.lines.flatMap(({ line, quantityMilli }) => {
      const sold = words[line]
      const paidMinor = numbers.lines.filter((each) => each.line === line).reduce((sum, each) => sum + each.netMinor, 0)
      return sold === undefined ? [] : [{ ...sold, quantityMilli, grossMinor: paidMinor }]
    }),
    refundMinor: row.refundMinor,
    refunds: readRefunds(ledger, row.returnId),
    storedBackMinor: numbers.storedValue.principalMinor + numbers.storedValue.bonusMinor,
    deductedMinor: numbers.points.deductedMinor,
    invoiceReverseMinor: invoiceReversed(ledger, row.returnId),
    member:
      row.memberId === null
        ? null
        : {
            ...calledOf(source, row.memberId),
            pointsBack: row.pointsBack,
            pointsClawedBack: row.pointsClawedBack,
            debtAddedPoints: numbers.points.debtAddedPoints,
            balancePoints: row.balancePointsAfter,
          },
  }
}

/** What was money when it was paid; of an exchange, the new sale's tenders remember what that had been. */
function invoiceReversed(ledger: LedgerRead, returnId: string): number {
  const backMinor = readRefunds(ledger, returnId).reduce((sum, { kind, refundMinor }) => sum + (isMoney(kind) ? refundMinor : 0), 0)
  const sale = readSaleOfExchange(ledger, returnId)
  const kept = sale === null ? [] : readTenders(ledger, sale.saleId).filter(({ kind, of }) => kind === 'exchange' && of !== undefined && isMoney(of))
  return kept.reduce((sum, { paidMinor }) => sum + paidMinor, backMinor)
}

/** The lines of the sale by their words: as sold here, else as the catalogue has them now. */
function soldWords({ ledger, mirror }: ReceiptSource, saleId: string): readonly ReceiptLine[] {
  const own = readSaleLines(ledger, saleId)
  if (own.length > 0) return own.map(({ nameJson, ...line }) => ({ ...line, name: JSON.parse(nameJson) as LocalizedText }))
  const soldJson = readSoldJson(ledger, saleId)
  if (soldJson === null) return []
  return (JSON.parse(soldJson) as SoldSale).lines.map(({ sku, quantityMilli, unitPriceMinor, giftOf }) => {
    const product = readProduct(mirror, sku)
    return { name: product?.name ?? { en: sku }, packing: product?.packing ?? '', unit: product?.unit ?? 'piece', quantityMilli, unitPriceMinor, grossMinor: 0, gift: giftOf !== null }
  })
}
