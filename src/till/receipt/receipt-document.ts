import type { Locale, LocalizedText } from '../../contract/primitives.ts'
import { changeText, moneyText, pointsText, quantityText } from './numbers.ts'
import { receiptTexts, type ReceiptTexts } from './texts.ts'

/** Everything that stands on a receipt. */
export type ReceiptContent = {
  readonly storeName: LocalizedText
  readonly address: string
  readonly phone: string
  readonly receiptCode: string
  /** "2026-11-20 18:44", the store's time. */
  readonly soldAt: string
  readonly tillNumber: number
  readonly lines: readonly ReceiptLine[]
  readonly discountMinor: number
  readonly dueMinor: number
  readonly pointsUsed: number
  readonly pointsTenderMinor: number
  readonly tenders: readonly { readonly kind: 'cash' | 'card' | 'wallet'; readonly tenderedMinor: number; readonly reference: string | null }[]
  readonly roundingMinor: number
  readonly changeMinor: number
  readonly invoiceableMinor: number
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
  readonly earnPoints: number
  readonly debtRepaidPoints: number
  readonly balancePoints: number
  readonly balanceWorthMinor: number | null
  readonly expiring60Points: number
  readonly expiring30Points: number
}

/** Paper widths in half-width characters: 58 mm, 76 mm, 80 mm. */
export const RECEIPT_COLUMNS = [32, 42, 48] as const
export type ReceiptColumns = (typeof RECEIPT_COLUMNS)[number]
/** Room for "−￥99,999,999.99" beside the words. */
const AMOUNT_COLUMNS = 14

/** A receipt in receiptline's language: one document for paper and screen. */
export function receiptDocument(content: ReceiptContent, locale: Locale): string {
  const texts = receiptTexts[locale]
  const sections = [
    header(content, texts, locale),
    goods(content, texts, locale),
    totals(content, texts),
    content.member === null ? [] : points(content.member, content.pointsUsed, texts),
    footer(content, texts),
  ]
  return sections
    .filter((section) => section.length > 0)
    .map((section) => section.join('\n'))
    .join('\n-\n')
}

function header(content: ReceiptContent, texts: ReceiptTexts, locale: Locale): string[] {
  const under = [content.address, content.phone].filter((line) => line !== '').map(escaped)
  return [
    '{border:space; width:*}',
    `^^^${escaped(nameIn(content.storeName, locale))}`,
    ...under,
    `${texts.receipt} ${escaped(content.receiptCode)}`,
    `${content.soldAt}  ${texts.till} ${content.tillNumber}`,
  ]
}

function goods(content: ReceiptContent, texts: ReceiptTexts, locale: Locale): string[] {
  return [TABLE, ...content.lines.flatMap((line) => goodsLine(line, texts, locale))]
}

function goodsLine(line: ReceiptLine, texts: ReceiptTexts, locale: Locale): string[] {
  const words = [line.gift ? `(${texts.gift})` : '', nameIn(line.name, locale), line.packing].filter((word) => word !== '').join(' ')
  if (line.unit === 'piece' && line.quantityMilli === 1000) return [row(words, moneyText(line.grossMinor))]
  const unit = line.unit === 'kg' ? texts.kilogram : texts.each
  const count = `  ${quantityText(line.quantityMilli, line.unit)} × ${moneyText(line.unitPriceMinor)} / ${unit}`
  return [row(words, ''), row(count, moneyText(line.grossMinor))]
}

function totals(content: ReceiptContent, texts: ReceiptTexts): string[] {
  const rows = [TABLE]
  if (content.discountMinor > 0) rows.push(row(texts.discount, moneyText(-content.discountMinor)))
  rows.push(`"${escaped(texts.due)}" | "${CURRENCY}${moneyText(content.dueMinor)}"`)
  if (content.pointsUsed > 0) rows.push(row(texts.pointsTender(pointsText(content.pointsUsed)), moneyText(content.pointsTenderMinor)))
  for (const { kind, tenderedMinor, reference } of content.tenders) {
    rows.push(row([texts.tender[kind], reference ?? ''].join(' ').trim(), moneyText(tenderedMinor)))
  }
  if (content.roundingMinor > 0) rows.push(row(texts.rounding, moneyText(content.roundingMinor)))
  if (content.changeMinor > 0) rows.push(row(texts.change, moneyText(content.changeMinor)))
  return rows
}

/** The yuan sign is U+FFE5: the half-width U+00A5 is a backslash in some printers' code pages. */
const CURRENCY = '\uffe5'

function points(member: ReceiptMember, pointsUsed: number, texts: ReceiptTexts): string[] {
  const rows = [TABLE, row(texts.member, texts.memberName(member.title, member.phoneTail)), row(texts.earned, changeText(member.earnPoints))]
  if (member.debtRepaidPoints > 0) rows.push(row(`  ${texts.debtRepaid}`, pointsText(member.debtRepaidPoints)))
  if (pointsUsed > 0) rows.push(row(texts.used, changeText(-pointsUsed)))
  const worth = member.balanceWorthMinor === null ? '' : ` (${texts.worth(moneyText(member.balanceWorthMinor))})`
  rows.push(row(`${texts.balance}${worth}`, pointsText(member.balancePoints)))
  rows.push(row(texts.expiring, `${pointsText(member.expiring60Points)} / ${pointsText(member.expiring30Points)}`))
  return rows
}

function footer(content: ReceiptContent, texts: ReceiptTexts): string[] {
  return [TABLE, row(texts.invoiceable, moneyText(content.invoiceableMinor)), `{code:${escaped(content.receiptCode)}; option:qrcode,4,m}`]
}

const TABLE = `{width:* ${AMOUNT_COLUMNS}}`

function row(words: string, right: string): string {
  return `${escaped(words)} | ${escaped(right)}`
}

/** The name in a language, else in the first that there is. */
export function nameIn(name: LocalizedText, locale: Locale): string {
  return name[locale] ?? name['zh-Hans'] ?? name['zh-Hant'] ?? name.en ?? ''
}

/** Names come from a catalogue: none of their characters may mean anything to receiptline. Leading blanks are kept. */
function escaped(text: string): string {
  const flat = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
  return flat.replace(/[\\|{}~_"`^=-]/g, (sign) => (sign === '-' && flat.length > 1 ? sign : `\\${sign}`)).replace(/^ +/, (blanks) => '~'.repeat(blanks.length))
}
