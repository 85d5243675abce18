import type { Locale, LocalizedText } from '../../contract/primitives.ts'
import type { SaleTender } from '../../journal/sale-event.ts'
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
  readonly tenders: readonly { readonly kind: SaleTender['kind']; readonly tenderedMinor: number; readonly reference: string | null }[]
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

/** A receipt in receiptline's language: one document for paper and screen. */
export function receiptDocument(content: ReceiptContent, locale: Locale, columns: ReceiptColumns): string {
  const texts = receiptTexts[locale]
  const row: Row = (words, right) => tableRow(words, right, columns)
  const sections = [
    header(content, texts, locale),
    content.lines.flatMap((line) => goodsLine(line, texts, locale, row)),
    totals(content, texts, row),
    content.member === null ? [] : points(content.member, content.pointsUsed, texts, row),
    footer(content, texts, row),
  ]
  return sections
    .filter((section) => section.length > 0)
    .map((section) => section.join('\n'))
    .join('\n-\n')
}

/** Words on the left, a number on the right; more than one line where they do not fit beside each other. */
type Row = (words: string, right: string) => string

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

function goodsLine(line: ReceiptLine, texts: ReceiptTexts, locale: Locale, row: Row): string[] {
  const words = [line.gift ? `(${texts.gift})` : '', nameIn(line.name, locale), line.packing].filter((word) => word !== '').join(' ')
  if (line.unit === 'piece' && line.quantityMilli === 1000) return [row(words, moneyText(line.grossMinor))]
  const unit = line.unit === 'kg' ? ` ${texts.kilogram}` : ''
  const count = `  ${quantityText(line.quantityMilli, line.unit)}${unit} × ${moneyText(line.unitPriceMinor)}`
  return [row(words, ''), row(count, moneyText(line.grossMinor))]
}

function totals(content: ReceiptContent, texts: ReceiptTexts, row: Row): string[] {
  const rows: string[] = []
  if (content.discountMinor > 0) rows.push(row(texts.discount, moneyText(-content.discountMinor)))
  rows.push(`{width:* ${DUE_COLUMNS}}\n"${escaped(texts.due)}" | "${CURRENCY}${moneyText(content.dueMinor)}"`)
  if (content.pointsUsed > 0) rows.push(row(texts.pointsTender(pointsText(content.pointsUsed)), moneyText(content.pointsTenderMinor)))
  for (const { kind, tenderedMinor, reference } of content.tenders) {
    rows.push(row([texts.tender[kind], shownReference(kind, reference)].join(' ').trim(), moneyText(tenderedMinor)))
  }
  if (content.roundingMinor > 0) rows.push(row(texts.rounding, moneyText(content.roundingMinor)))
  if (content.changeMinor > 0) rows.push(row(texts.change, moneyText(content.changeMinor)))
  return rows
}

/** Whoever holds a gift card's number holds its value: only its end is printed. What an exchange paid has none of its own. */
function shownReference(kind: SaleTender['kind'], reference: string | null): string {
  if (kind === 'exchange' || reference === null) return ''
  return kind === 'gift-card' ? `****${reference.slice(-4)}` : reference
}

/** The yuan sign is U+FFE5: the half-width U+00A5 is a backslash in some printers' code pages. */
const CURRENCY = '\uffe5'
/** Room for "￥99,999,999,999.99". */
const DUE_COLUMNS = 20

function points(member: ReceiptMember, pointsUsed: number, texts: ReceiptTexts, row: Row): string[] {
  const rows = [row(texts.member, texts.memberName(member.title, member.phoneTail)), row(texts.earned, changeText(member.earnPoints))]
  if (member.debtRepaidPoints > 0) rows.push(row(`  ${texts.debtRepaid}`, pointsText(member.debtRepaidPoints)))
  if (pointsUsed > 0) rows.push(row(texts.used, changeText(-pointsUsed)))
  const worth = member.balanceWorthMinor === null ? '' : ` (${texts.worth(moneyText(member.balanceWorthMinor))})`
  rows.push(row(`${texts.balance}${worth}`, pointsText(member.balancePoints)))
  rows.push(row(texts.expiring, `${pointsText(member.expiring60Points)} / ${pointsText(member.expiring30Points)}`))
  return rows
}

function footer(content: ReceiptContent, texts: ReceiptTexts, row: Row): string[] {
  return [row(texts.invoiceable, moneyText(content.invoiceableMinor)), `{code:${escaped(content.receiptCode)}; option:qrcode,4,m}`]
}

function tableRow(words: string, right: string, columns: ReceiptColumns): string {
  if (right === '') return [`{width:*}`, ...wrapped(words, columns).map((line) => `|${escaped(line)} |`)].join('\n')
  const rightColumns = columnsOf(right)
  // One column stays free between the two.
  const lines = wrapped(words, columns - rightColumns - 1)
  const last = lines.pop() ?? ''
  return [`{width:* ${rightColumns}}`, ...lines.map((line) => `${escaped(line)} |`), `${escaped(last)} | ${escaped(right)}`].join('\n')
}

/** Breaks words into lines of a width, between words where that is possible. */
function wrapped(words: string, columnsMax: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of words.split(/(?<=\S)(?= )/)) {
    if (columnsOf(line + word) <= columnsMax) {
      line += word
      continue
    }
    if (line !== '') lines.push(line)
    line = word.trimStart()
    while (columnsOf(line) > columnsMax) {
      const head = headOf(line, columnsMax)
      lines.push(head)
      line = line.slice(head.length)
    }
  }
  return [...lines, line]
}

function headOf(text: string, columnsMax: number): string {
  let head = ''
  for (const character of text) {
    if (columnsOf(head + character) > columnsMax) break
    head += character
  }
  return head
}

/** Width on paper in half-width characters: all that is not ASCII takes two in the printers' Chinese code pages. */
function columnsOf(text: string): number {
  return [...text].reduce((total, character) => total + (character <= '\u007e' ? 1 : 2), 0)
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
