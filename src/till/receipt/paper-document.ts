import type { PrintWhat } from '../../contract/print-calls.ts'
import type { Locale, LocalizedText } from '../../contract/primitives.ts'
import type { Programme } from '../../domain/programme.ts'
import { readReturn } from '../db/returns.ts'
import { readSale, readSaleOfExchange, type SaleRow } from '../db/sales.ts'
import type { Paper } from './paper-rows.ts'
import { headOf, receiptContent, type ReceiptSource } from './receipt.ts'
import { receiptDocument } from './receipt-document.ts'
import { returnContent } from './return-content.ts'
import { cameBackSections, returnDocument } from './return-document.ts'
import { setupDocument, testDocument, whyDocument } from './slip-documents.ts'
import { statementContent } from './statement-content.ts'
import { statementDocument } from './statement-document.ts'
import { receiptTexts } from './texts.ts'

/** What papers are read from, with the rules in force: a statement says what points are worth now. */
export type PaperSource = ReceiptSource & { readonly programme: Programme | null }

/** Any paper in receiptline's language; null: there is no such sale, return or member here. */
export function paperDocument(source: PaperSource, what: PrintWhat, paper: Paper): string | null {
  switch (what.kind) {
    case 'sale-receipt': {
      const sale = readSale(source.ledger, what.saleId)
      return sale === null ? null : saleDocument(source, sale, what.locale, paper)
    }
    case 'return-receipt': {
      const row = readReturn(source.ledger, what.returnId)
      if (row === null) return null
      // Goods that came back for others have one receipt with them.
      const exchange = readSaleOfExchange(source.ledger, row.returnId)
      return exchange === null ? returnDocument(returnContent(source, row), what.locale, paper) : saleDocument(source, exchange, what.locale, paper)
    }
    case 'points-statement': {
      const content = statementContent(source, what.memberId, source.programme)
      return content === null ? null : statementDocument(content, what.locale, paper)
    }
    case 'why-slip': {
      const sale = what.saleId === null ? null : readSale(source.ledger, what.saleId)
      if (what.saleId !== null && sale === null) return null
      return whyDocument(headOf(source, sale?.receiptCode ?? '', sale?.committedAtMs ?? source.nowMs), what, paper)
    }
    case 'setup-sheet':
      return setupDocument(headOf(source, '', source.nowMs), what.locale, paper)
    case 'test-page':
      return testDocument(headOf(source, '', source.nowMs), what.locale, paper)
  }
}

function saleDocument(source: PaperSource, sale: SaleRow, locale: Locale, paper: Paper): string {
  const row = sale.exchangeReturnId === null ? null : readReturn(source.ledger, sale.exchangeReturnId)
  return receiptDocument(receiptContent(source, sale), locale, paper, row === null ? [] : cameBackSections(returnContent(source, row), locale, paper))
}

/** What a paper is called, and the code on it where it has one. */
export function paperTitle(source: PaperSource, what: PrintWhat): { readonly title: LocalizedText; readonly receiptCode: string | null } {
  const named = (key: 'receipt' | 'returnTitle' | 'statementTitle' | 'whyTitle' | 'testTitle' | 'setupTitle', receiptCode: string | null = null) => ({
    title: { 'zh-Hans': receiptTexts['zh-Hans'][key], 'zh-Hant': receiptTexts['zh-Hant'][key], en: receiptTexts.en[key] },
    receiptCode,
  })
  switch (what.kind) {
    case 'sale-receipt':
      return named('receipt', readSale(source.ledger, what.saleId)?.receiptCode ?? null)
    case 'return-receipt':
      return named('returnTitle', readReturn(source.ledger, what.returnId)?.receiptCode ?? null)
    case 'points-statement':
      return named('statementTitle')
    case 'why-slip':
      return named('whyTitle')
    case 'setup-sheet':
      return named('setupTitle')
    case 'test-page':
      return named('testTitle')
  }
}
