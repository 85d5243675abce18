import type { Locale, LocalizedText } from '../../contract/primitives.ts'
import { changeText, moneyText, pointsText, quantityText } from './numbers.ts'
import { codeRow, documentOf, headRows, nameIn, rowsOf, sumRow, wordRows, type Paper, type Row } from './paper-rows.ts'
import { receiptTexts, type PaperTender, type ReceiptTexts } from './texts.ts'

/** The head of every paper: whose shop it is, which paper, when. */
export type PaperHead = {
  readonly storeName: LocalizedText
  readonly address: string
  readonly phone: string
  /** Of this paper itself; '' where it has none. */
  readonly receiptCode: string
  /** "2026-11-20 18:44", the store's time. */
  readonly soldAt: string
  readonly tillNumber: number
}

/** Everything that stands on a receipt. */
export type ReceiptContent = PaperHead & {
  readonly lines: readonly ReceiptLine[]
  readonly discountMinor: number
  /** What took something off or multiplied points: a name, or the built-in offer. */
  readonly offers: readonly (LocalizedText | 'tier' | 'member-price')[]
  readonly coupons: readonly { readonly code: string; readonly name: LocalizedText }[]
  readonly dueMinor: number
  readonly pointsUsed: number
  readonly pointsTenderMinor: number
  readonly storedValueMinor: number
  readonly tenders: readonly { readonly kind: PaperTender; readonly tenderedMinor: number; readonly reference: string | null }[]
  readonly roundingMinor: number
  readonly changeMinor: number
  /** Paid in cash, card and wallets for goods. */
  readonly invoiceableMinor: number
  /** Paid for value that it loaded, stored value and gift cards: another kind of invoice. */
  readonly topUpMinor: number
  /** It sold value and nothing else. */
  readonly isTopUp: boolean
  readonly member: ReceiptMember | null
}
export type ReceiptLine = {
  readonly name: LocalizedText
  readonly packing: string
  readonly unit: 'piece' | 'kg'
  readonly quantityMilli: number
  readonly unitPriceMinor: number
  readonly grossMinor: number
  readonly gift: boolean
}
export type ReceiptMember = {
  readonly title: 'ms' | 'mr' | null
  readonly phoneTail: string | null
  /** The level she holds after the sale; null: none. */
  readonly tierName: LocalizedText | null
  readonly earnPoints: number
  readonly debtRepaidPoints: number
  readonly balancePoints: number
  readonly balanceWorthMinor: number | null
  readonly expiring60Points: number
  readonly expiring30Points: number
  /** Principal and bonus after the sale; null: she has never loaded any. */
  readonly storedBalanceMinor: number | null
  readonly couponsGiven: readonly { readonly name: LocalizedText; readonly code: string; readonly lastDay: string | null }[]
}

/**
 * A receipt in receiptline's language: one document for paper and screen.
 * @param cameBack the other half of an exchange, goods that came back, stands above the new ones; empty: none
 */
export function receiptDocument(content: ReceiptContent, locale: Locale, paper: Paper, cameBack: readonly (readonly string[])[] = []): string {
  const texts = receiptTexts[locale]
  const row = rowsOf(paper.columns)
  return documentOf([
    paperHead(content, cameBack.length > 0 ? texts.exchangeTitle : content.isTopUp ? texts.topUpTitle : texts.receipt, locale, paper),
    ...cameBack,
    content.lines.flatMap((line) => goodsLine(line, texts, locale, row)),
    totals(content, texts, locale, row),
    content.member === null ? [] : points(content.member, content.pointsUsed, texts, locale, row),
    footer(content, texts, paper, row),
  ])
}

/** Shop, and what this paper is. */
export function paperHead(head: PaperHead, title: string, locale: Locale, paper: Paper): string[] {
  const { till } = receiptTexts[locale]
  return headRows(paper, nameIn(head.storeName, locale), [
    head.address,
    head.phone,
    [title, head.receiptCode].join(' ').trim(),
    `${head.soldAt}  ${till} ${head.tillNumber}`,
  ])
}

export function goodsLine(line: ReceiptLine, texts: ReceiptTexts, locale: Locale, row: Row): string[] {
  const words = [line.gift ? `(${texts.gift})` : '', nameIn(line.name, locale), line.packing].filter((word) => word !== '').join(' ')
  if (line.unit === 'piece' && line.quantityMilli === 1000) return [row(words, moneyText(line.grossMinor))]
  const unit = line.unit === 'kg' ? ` ${texts.kilogram}` : ''
  const count = `  ${quantityText(line.quantityMilli, line.unit)}${unit} × ${moneyText(line.unitPriceMinor)}`
  return [row(words, ''), row(count, moneyText(line.grossMinor))]
}

function totals(content: ReceiptContent, texts: ReceiptTexts, locale: Locale, row: Row): string[] {
  const rows: string[] = []
  if (content.discountMinor > 0) rows.push(row(texts.discount, moneyText(-content.discountMinor)))
  const offers = content.offers.map((offer) => (typeof offer === 'string' ? texts.builtInOffer[offer] : nameIn(offer, locale))).filter((name) => name !== '')
  if (offers.length > 0) rows.push(row(`${texts.offers}: ${offers.join(', ')}`, ''))
  for (const { code, name } of content.coupons) rows.push(row([texts.coupon, nameIn(name, locale), code].filter((word) => word !== '').join(' '), ''))
  rows.push(sumRow(texts.due, moneyText(content.dueMinor)))
  if (content.pointsUsed > 0) rows.push(row(texts.pointsTender(pointsText(content.pointsUsed)), moneyText(content.pointsTenderMinor)))
  if (content.storedValueMinor > 0) rows.push(row(texts.storedValue, moneyText(content.storedValueMinor)))
  for (const { kind, tenderedMinor, reference } of content.tenders) {
    rows.push(row([texts.tender[kind], shownReference(kind, reference)].join(' ').trim(), moneyText(tenderedMinor)))
  }
  if (content.roundingMinor > 0) rows.push(row(texts.rounding, moneyText(content.roundingMinor)))
  if (content.changeMinor > 0) rows.push(row(texts.change, moneyText(content.changeMinor)))
  return rows
}

function points(member: ReceiptMember, pointsUsed: number, texts: ReceiptTexts, locale: Locale, row: Row): string[] {
  const rows = [row(texts.member, texts.memberName(member.title, member.phoneTail))]
  if (member.tierName !== null) rows.push(row(texts.tierReached, nameIn(member.tierName, locale)))
  rows.push(row(texts.earned, changeText(member.earnPoints)))
  if (member.debtRepaidPoints > 0) rows.push(row(`  ${texts.debtRepaid}`, pointsText(member.debtRepaidPoints)))
  if (pointsUsed > 0) rows.push(row(texts.used, changeText(-pointsUsed)))
  const worth = member.balanceWorthMinor === null ? '' : ` (${texts.worth(moneyText(member.balanceWorthMinor))})`
  rows.push(row(`${texts.balance}${worth}`, pointsText(member.balancePoints)))
  rows.push(row(texts.expiring, `${pointsText(member.expiring60Points)} / ${pointsText(member.expiring30Points)}`))
  if (member.storedBalanceMinor !== null) rows.push(row(texts.storedBalance, moneyText(member.storedBalanceMinor)))
  for (const { name, code, lastDay } of member.couponsGiven) {
    rows.push(row(`${texts.couponGiven}: ${nameIn(name, locale)}`, ''), row(`  ${code}`, lastDay === null ? '' : texts.until(lastDay)))
  }
  return rows
}

/** Whoever holds a gift card's number holds its value: only its end is printed. What an exchange paid has none of its own. */
export function shownReference(kind: PaperTender, reference: string | null): string {
  if (kind === 'exchange' || reference === null) return ''
  return kind === 'gift-card' ? `****${reference.slice(-4)}` : reference
}

function footer(content: ReceiptContent, texts: ReceiptTexts, paper: Paper, row: Row): string[] {
  return [
    ...(content.isTopUp ? [] : [row(texts.invoiceable, moneyText(content.invoiceableMinor))]),
    ...(content.topUpMinor > 0 ? [row(texts.topUpInvoice, moneyText(content.topUpMinor))] : []),
    ...wordRows(texts.taxIncluded, paper.columns),
    ...wordRows(texts.invoiceBy, paper.columns),
    codeRow(content.receiptCode, paper),
  ]
}
