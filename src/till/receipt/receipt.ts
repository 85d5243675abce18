import { transform } from 'receiptline'
import type { ReceiptPreview } from '../../contract/till-calls.ts'
import type { Locale, LocalizedText } from '../../contract/primitives.ts'
import { instantText } from '../../domain/business-date.ts'
import type { SaleNumbers } from '../../journal/sale-event.ts'
import { phoneTail } from '../../journal/blind-index.ts'
import { readProgramme } from '../db/mirror/programmes.ts'
import { readStore } from '../db/mirror/stores.ts'
import { readSaleLines } from '../db/sale-lines.ts'
import { readSale, type SaleRow } from '../db/sales.ts'
import type { LedgerRead, MirrorRead } from '../db/sqlite-file.ts'
import { readTenders } from '../db/tenders.ts'
import { isExpiringSoon } from '../members/balance.ts'
import { readMemberFacts } from '../members/member-facts.ts'
import type { MemberVault } from '../members/member-vault.ts'
import { receiptDocument, type ReceiptColumns, type ReceiptContent, type ReceiptMember } from './receipt-document.ts'

/** What a receipt is read from. */
export type ReceiptSource = {
  readonly ledger: LedgerRead
  readonly mirror: MirrorRead
  readonly vault: MemberVault
  readonly storeId: string
  readonly tillNumber: number
  readonly timeZone: string
  readonly businessDayStart: string
  readonly nowMs: number
  readonly businessDate: string
}

/** The receipt of a sale as a picture of the paper; null: no such sale here. */
export function receiptPreview(source: ReceiptSource, saleId: string, locale: Locale, columns: ReceiptColumns): ReceiptPreview | null {
  const sale = readSale(source.ledger, saleId)
  if (sale === null) return null
  const svg = transform(receiptDocument(receiptContent(source, sale), locale, columns), {
    command: 'svg',
    cpl: columns,
    // Widths as on the paper, where the printer gets GB18030; Traditional Chinese as its own readers expect it.
    encoding: locale === 'zh-Hant' ? 'big5' : 'gb18030',
    spacing: true,
  })
  return { svg, receiptCode: sale.receiptCode }
}

/** Reads what stands on a sale's receipt. */
export function receiptContent(source: ReceiptSource, sale: SaleRow): ReceiptContent {
  const { ledger, mirror } = source
  const result = JSON.parse(sale.resultJson) as SaleNumbers
  const store = readStore(mirror, source.storeId)
  return {
    storeName: store?.name ?? {},
    address: store?.address ?? '',
    phone: store?.phone ?? '',
    receiptCode: sale.receiptCode,
    soldAt: instantText(sale.committedAtMs, source.timeZone).slice(0, 16).replace('T', ' '),
    tillNumber: source.tillNumber,
    lines: readSaleLines(ledger, sale.saleId).map(({ nameJson, ...line }) => ({ ...line, name: JSON.parse(nameJson) as LocalizedText })),
    discountMinor: result.discountMinor,
    dueMinor: result.dueMinor,
    pointsUsed: result.pointsUsed,
    pointsTenderMinor: result.pointsTenderMinor,
    tenders: readTenders(ledger, sale.saleId),
    roundingMinor: result.payMinor - sale.paidMinor,
    changeMinor: sale.changeMinor,
    invoiceableMinor: result.invoiceableMinor,
    member: sale.memberId === null ? null : receiptMember(source, sale, sale.memberId, result),
  }
}

function receiptMember(source: ReceiptSource, sale: SaleRow, memberId: string, result: SaleNumbers): ReceiptMember {
  const facts = readMemberFacts(source.ledger, source.mirror, memberId, source.businessDate)
  const card = facts === null ? null : source.vault.open(memberId, facts.member.box)
  const expiringPoints = (days: number): number =>
    (facts?.lots ?? [])
      .filter((lot) => isExpiringSoon(lot.expiresAtMs, { nowMs: source.nowMs, calendar: source }, days))
      .reduce((sum, lot) => sum + lot.points, 0)
  return {
    title: card?.title ?? null,
    phoneTail: card?.phone === null || card === null ? null : phoneTail(card.phone),
    earnPoints: sale.earnPoints,
    debtRepaidPoints: result.debtRepaidPoints,
    balancePoints: sale.balancePointsAfter ?? 0,
    balanceWorthMinor: worthOf(source.mirror, sale),
    expiring60Points: expiringPoints(60),
    expiring30Points: expiringPoints(30),
  }
}

/** worth(p) = floor(p × redeem.minor / redeem.points), by the rules of the sale; null: they are not here any more. */
function worthOf(mirror: MirrorRead, sale: SaleRow): number | null {
  const programme = readProgramme(mirror, sale.programmeVersion)
  if (programme === null) return null
  const { redeem } = JSON.parse(programme.json) as { readonly redeem?: { readonly points?: number; readonly minor?: number } }
  const points = BigInt(Math.max(0, sale.balancePointsAfter ?? 0))
  return Number((points * BigInt(redeem?.minor ?? 100)) / BigInt(redeem?.points ?? 100))
}
