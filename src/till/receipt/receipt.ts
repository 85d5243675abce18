import type { LocalizedText } from '../../contract/primitives.ts'
import { instantText } from '../../domain/business-date.ts'
import type { Programme } from '../../domain/programme.ts'
import type { SaleInputs } from '../../domain/sale-case.ts'
import type { SaleBody, SaleNumbers, SaleTender } from '../../journal/sale-event.ts'
import { phoneTail } from '../../journal/blind-index.ts'
import { readEntriesOfEvent } from '../db/entries.ts'
import { readEventById } from '../db/journal.ts'
import { readStore } from '../db/mirror/stores.ts'
import { readSaleLines } from '../db/sale-lines.ts'
import type { SaleRow } from '../db/sales.ts'
import type { LedgerRead, MirrorRead } from '../db/sqlite-file.ts'
import { readTenders } from '../db/tenders.ts'
import { isExpiringSoon } from '../members/balance.ts'
import { readMemberFacts } from '../members/member-facts.ts'
import type { MemberVault } from '../members/member-vault.ts'
import { readRulesOf } from '../return/return-source.ts'
import type { PaperHead, ReceiptContent, ReceiptMember } from './receipt-document.ts'

/** What papers are read from. */
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

/** "2026-11-20 18:44", the store's time. */
export function stampText(atMs: number, { timeZone }: Pick<ReceiptSource, 'timeZone'>): string {
  return instantText(atMs, timeZone).slice(0, 16).replace('T', ' ')
}

/** The last day on which something that ends at an instant is still good. Null: it does not end. */
export function lastDayText(endsAtMs: number | null, { timeZone }: Pick<ReceiptSource, 'timeZone'>): string | null {
  return endsAtMs === null ? null : instantText(endsAtMs - 1, timeZone).slice(0, 10)
}

/** The shop's words above a paper. */
export function headOf(source: ReceiptSource, receiptCode: string, atMs: number): PaperHead {
  const store = readStore(source.mirror, source.storeId)
  return {
    storeName: store?.name ?? {},
    address: store?.address ?? '',
    phone: store?.phone ?? '',
    receiptCode,
    soldAt: stampText(atMs, source),
    tillNumber: source.tillNumber,
  }
}

/** Reads what stands on a sale's receipt. */
export function receiptContent(source: ReceiptSource, sale: SaleRow): ReceiptContent {
  const { ledger, mirror } = source
  const result = JSON.parse(sale.resultJson) as SaleNumbers
  const inputs = JSON.parse(sale.caseJson) as SaleInputs
  const programme = readRulesOf(ledger, mirror, sale)?.programme ?? null
  const tenders = readTenders(ledger, sale.saleId)
  return {
    ...headOf(source, sale.receiptCode, sale.committedAtMs),
    lines: readSaleLines(ledger, sale.saleId).map(({ nameJson, ...line }) => ({ ...line, name: JSON.parse(nameJson) as LocalizedText })),
    discountMinor: result.discountMinor,
    ...appliedOffers(result, inputs, programme),
    dueMinor: result.dueMinor,
    pointsUsed: result.pointsUsed,
    pointsTenderMinor: result.pointsTenderMinor,
    storedValueMinor: result.storedValue.principalMinor + result.storedValue.bonusMinor,
    tenders,
    roundingMinor: result.payMinor - sale.paidMinor,
    changeMinor: sale.changeMinor,
    ...invoiced(tenders, inputs, result),
    member: sale.memberId === null ? null : receiptMember(source, { sale, memberId: sale.memberId, result, inputs, programme }),
  }
}

/**
 * What an invoice is written about: money paid for goods, by kind (law-and-care.md, Invoices). Points, stored value and gift
 * cards are none; what goods that came back paid was money where theirs was; value that is loaded has a kind of its own.
 */
function invoiced(tenders: readonly SaleTender[], { lines }: SaleInputs, result: SaleNumbers): Pick<ReceiptContent, 'invoiceableMinor' | 'topUpMinor' | 'isTopUp'> {
  const moneyMinor = tenders.reduce((sum, tender) => sum + (isMoney(tender.of ?? tender.kind) ? tender.paidMinor : 0), 0)
  const loadedMinor = lines.reduce((sum, line, index) => sum + (line.asset === null ? 0 : (result.lines[index]?.netMinor ?? 0)), 0)
  const topUpMinor = Math.min(moneyMinor, loadedMinor)
  return { invoiceableMinor: moneyMinor - topUpMinor, topUpMinor, isTopUp: lines.length > 0 && lines.every((line) => line.asset !== null) }
}

/** Is this tender money, for which an invoice may be asked? */
export function isMoney(kind: SaleTender['kind']): boolean {
  return kind === 'cash' || kind === 'card' || kind === 'wallet'
}

function appliedOffers(result: SaleNumbers, { coupons }: SaleInputs, programme: Programme | null): Pick<ReceiptContent, 'offers' | 'coupons'> {
  const nameOf = (list: readonly { readonly id: string; readonly name: LocalizedText }[] | undefined, id: string): LocalizedText => list?.find((each) => each.id === id)?.name ?? {}
  const inHand = coupons.filter(({ code }) => result.applied.includes(code))
  return {
    coupons: inHand.map(({ code, coupon }) => ({ code, name: nameOf(programme?.coupons, coupon) })),
    offers: result.applied
      .filter((id) => inHand.every(({ code }) => code !== id))
      .map((id) => (id === 'tier' || id === 'member-price' ? id : nameOf(programme?.promotions, id))),
  }
}

type MemberSale = { readonly sale: SaleRow; readonly memberId: string; readonly result: SaleNumbers; readonly inputs: SaleInputs; readonly programme: Programme | null }

function receiptMember(source: ReceiptSource, { sale, memberId, result, inputs, programme }: MemberSale): ReceiptMember {
  const facts = readMemberFacts(source.ledger, source.mirror, memberId, source.businessDate)
  const expiringPoints = (days: number): number =>
    (facts?.lots ?? [])
      .filter((lot) => isExpiringSoon(lot.expiresAtMs, { nowMs: source.nowMs, calendar: source }, days))
      .reduce((sum, lot) => sum + lot.points, 0)
  return {
    ...calledOf(source, memberId),
    tierName: programme?.tiers.levels.find((level) => level.id === result.tierAfter)?.name ?? null,
    earnPoints: sale.earnPoints,
    debtRepaidPoints: result.debtRepaidPoints,
    balancePoints: sale.balancePointsAfter ?? 0,
    balanceWorthMinor: worthMinor(programme, sale.balancePointsAfter ?? 0),
    expiring60Points: expiringPoints(60),
    expiring30Points: expiringPoints(30),
    storedBalanceMinor: storedBalance(source.ledger, sale.saleId, memberId, inputs),
    couponsGiven: couponsGiven(source, sale.saleId, programme),
  }
}

/** How a paper calls a member: title and the end of her phone, no more. */
export function calledOf({ mirror, ledger, vault, businessDate }: ReceiptSource, memberId: string): Pick<ReceiptMember, 'title' | 'phoneTail'> {
  const facts = readMemberFacts(ledger, mirror, memberId, businessDate)
  const card = facts === null ? null : vault.open(memberId, facts.member.box)
  return { title: card?.title ?? null, phoneTail: card?.phone === null || card === null ? null : phoneTail(card.phone) }
}

/** What she had before the sale, and what the sale loaded and took; null: neither ever. */
function storedBalance(ledger: LedgerRead, saleId: string, memberId: string, { member }: SaleInputs): number | null {
  const before = (member?.storedValue.principalMinor ?? 0) + (member?.storedValue.bonusMinor ?? 0)
  const moves = readEntriesOfEvent(ledger, saleId).filter(({ asset, account }) => (asset === 'principal' || asset === 'bonus') && account === `member/${memberId}`)
  return before === 0 && moves.length === 0 ? null : moves.reduce((sum, { delta }) => sum + delta, before)
}

function couponsGiven(source: ReceiptSource, saleId: string, programme: Programme | null): ReceiptMember['couponsGiven'] {
  const event = readEventById(source.ledger, saleId)
  if (event === null) return []
  const { body } = JSON.parse(Buffer.from(event.bytes).toString('utf8')) as { readonly body: Pick<SaleBody, 'couponsIssued'> }
  return (body.couponsIssued ?? []).map(({ code, coupon, expiresAtMs }) => ({
    code,
    name: programme?.coupons.find((each) => each.id === coupon)?.name ?? {},
    lastDay: lastDayText(expiresAtMs, source),
  }))
}

/** worth(p) = floor(p × redeem.minor / redeem.points); null: the rules are not here any more. */
export function worthMinor(programme: Programme | null, balancePoints: number): number | null {
  if (programme === null) return null
  const { points, minor } = programme.redeem
  return Number((BigInt(Math.max(0, balancePoints)) * BigInt(minor)) / BigInt(points))
}
