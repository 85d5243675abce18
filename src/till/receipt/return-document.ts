import type { Locale } from '../../contract/primitives.ts'
import type { ReturnReason } from '../../domain/sale-case.ts'
import { changeText, moneyText, pointsText } from './numbers.ts'
import { codeRow, documentOf, rowsOf, sumRow, wordRows, type Paper, type Row } from './paper-rows.ts'
import { goodsLine, paperHead, shownReference, type PaperHead, type ReceiptLine, type ReceiptMember } from './receipt-document.ts'
import { receiptTexts, type PaperTender, type ReceiptTexts } from './texts.ts'

/** Everything that stands on the receipt of a return. `lines`: what came back; their sum is what was paid for it. */
export type ReturnContent = PaperHead & {
  readonly ofReceiptCode: string
  readonly reason: ReturnReason
  readonly lines: readonly ReceiptLine[]
  readonly refundMinor: number
  readonly refunds: readonly { readonly kind: PaperTender; readonly refundMinor: number; readonly reference: string | null }[]
  readonly storedBackMinor: number
  /** A shortage of points that was paid for out of the refund. */
  readonly deductedMinor: number
  readonly invoiceReverseMinor: number
  readonly member: ReturnMember | null
}
export type ReturnMember = Pick<ReceiptMember, 'title' | 'phoneTail'> & {
  readonly pointsBack: number
  readonly pointsClawedBack: number
  readonly debtAddedPoints: number
  /** Null: HQ settles her points; this till does not know her balance. */
  readonly balancePoints: number | null
}

/** The receipt of a return, or of the goods that came back in an exchange. */
export function returnDocument(content: ReturnContent, locale: Locale, paper: Paper): string {
  const texts = receiptTexts[locale]
  const row = rowsOf(paper.columns)
  return documentOf([
    paperHead(content, content.reason === 'exchange' ? texts.exchangeTitle : texts.returnTitle, locale, paper),
    [row(texts.ofReceipt, content.ofReceiptCode), row(texts.reason, texts.reasons[content.reason])],
    content.lines.flatMap((line) => goodsLine(line, texts, locale, row)),
    money(content, texts, row),
    content.member === null ? [] : points(content.member, texts, row),
    [row(texts.invoiceReverse, moneyText(content.invoiceReverseMinor)), row(texts.signature, '____________'), codeRow(content.receiptCode, paper)],
  ])
}

/** The same as one half of an exchange: its paper is the sale's, whose head, code and new balance stand there. */
export function cameBackSections(content: ReturnContent, locale: Locale, paper: Paper): string[][] {
  const texts = receiptTexts[locale]
  const row = rowsOf(paper.columns)
  return [
    [row(texts.ofReceipt, content.ofReceiptCode), row(texts.reason, texts.reasons[content.reason])],
    content.lines.flatMap((line) => goodsLine(line, texts, locale, row)),
    money(content, texts, row),
    content.member === null ? [] : points({ ...content.member, balancePoints: null }, texts, row),
    [row(texts.invoiceReverse, moneyText(content.invoiceReverseMinor)), row(texts.signature, '____________')],
    wordRows(texts.newGoods, paper.columns),
  ]
}

function money(content: ReturnContent, texts: ReceiptTexts, row: Row): string[] {
  const rows: string[] = []
  if (content.deductedMinor > 0) rows.push(row(texts.pointsPaidFor, moneyText(-content.deductedMinor)))
  rows.push(sumRow(texts.refund, moneyText(content.refundMinor)))
  for (const { kind, refundMinor, reference } of content.refunds) {
    rows.push(row([texts.refundTo[kind], shownReference(kind, reference)].join(' ').trim(), moneyText(refundMinor)))
  }
  if (content.storedBackMinor > 0) rows.push(row(texts.storedBack, moneyText(content.storedBackMinor)))
  return rows
}

function points(member: ReturnMember, texts: ReceiptTexts, row: Row): string[] {
  const rows = [row(texts.member, texts.memberName(member.title, member.phoneTail))]
  if (member.pointsBack > 0) rows.push(row(texts.pointsBack, changeText(member.pointsBack)))
  if (member.pointsClawedBack > 0) rows.push(row(texts.pointsTaken, changeText(-member.pointsClawedBack)))
  if (member.debtAddedPoints > 0) rows.push(row(`  ${texts.pointsOwed}`, pointsText(member.debtAddedPoints)))
  if (member.balancePoints !== null) rows.push(row(texts.balance, pointsText(member.balancePoints)))
  return rows
}
