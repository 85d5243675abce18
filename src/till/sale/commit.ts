import type { DeskLine } from '../../contract/desk-state.ts'
import type { TenderInput } from '../../contract/till-calls.ts'
import { must } from '../../domain/assert.ts'
import { RULES_VERSION } from '../../domain/rules-version.ts'
import type { SaleInputs } from '../../domain/sale-case.ts'
import type { QuotedSale } from '../../domain/sale/quote-sale.ts'
import { sameBytes } from '../../journal/codec.ts'
import { receiptCode } from '../../journal/receipt-code.ts'
import type { ExchangedReturn, JournalInputs, SaleBody, SoldGiftCard } from '../../journal/sale-event.ts'
import { saleNumbers, withLotsTaken } from '../../journal/sold-of-sale.ts'
import { issuedCoupons } from '../../journal/coupons.ts'
import { appendEvent, readHead } from '../append-event.ts'
import { sha256 } from '../crypto.ts'
import { insertApproval } from '../db/approvals.ts'
import { deleteBasket } from '../db/basket.ts'
import { insertEntries } from '../db/entries.ts'
import type { JournalRow } from '../db/journal.ts'
import { setLeaseState, type Lease } from '../db/leases.ts'
import { insertLotMovements } from '../db/lot-movements.ts'
import type { Cursor } from '../db/mirror/cursor.ts'
import { keepProgramme } from '../db/programmes-used.ts'
import { insertSaleLines, type SaleLineRow } from '../db/sale-lines.ts'
import { insertSale, readNextSaleNumber, readSale, type SaleRow } from '../db/sales.ts'
import { insertSoldSale } from '../db/sold-sales.ts'
import type { Ledger, LedgerWrite } from '../db/sqlite-file.ts'
import { insertTenders } from '../db/tenders.ts'
import type { Rules } from '../rules.ts'
import type { Basket } from './basket.ts'
import { bookReturn } from '../return/commit-return.ts'
import type { ReturnWork } from '../return/quote-return.ts'
import { saleEntries, saleExtras, saleLotMovements } from './book-sale.ts'
import { returnLease, type EventStamp } from './leases.ts'
import { withoutPersonalData } from './quote-basket.ts'
import type { Prepaid } from './prepaid.ts'
import { settleAfter, type Settlement } from './settle.ts'
import { canonicalJson, contentHashOf } from './stored-content.ts'

/** A sale that is ready to be saved: paid for, with the numbers that the customer saw. */
export type CommitRequest = {
  readonly basket: Basket
  /** Null: nobody, or a member that is not known here (any more). */
  readonly memberId: string | null
  readonly inputs: SaleInputs
  readonly quoted: QuotedSale
  /** The lines as the cashier saw them: their words, gifts included. */
  readonly lines: readonly DeskLine[]
  readonly rules: Rules
  /** What HQ lent to it; null: nothing was asked. */
  readonly lease: Lease | null
  /** Bonus that its lines of stored value load. */
  readonly loadedBonusMinor: number
  readonly tenders: readonly TenderInput[]
  /** What goods that come back and gift cards pay, before those. */
  readonly prepaid: Prepaid
  /** Goods that come back under the same receipt, with what they pay; null: none. */
  readonly exchange: { readonly returnId: string; readonly work: ReturnWork } | null
  readonly cashStepMinor: number
  readonly storeId: string
  readonly tillNumber: number
  readonly cashierId: string
  /** How far the mirror that it was quoted with had followed HQ. */
  readonly cursor: Cursor | null
  readonly stamp: EventStamp
  /** For the event that gives back a lease of which nothing was spent. */
  readonly leaseReturnId: string
}

export type CommitOutcome =
  | { readonly kind: 'committed'; readonly sale: SaleRow }
  /** It was committed before, with the same content: this is the first result. */
  | { readonly kind: 'repeated'; readonly sale: SaleRow }
  | { readonly kind: 'refused'; readonly refused: 'underpaid' | 'overpaid' | 'exists_with_different_content' }

/**
 * Saves a sale: one SQL transaction with the sale, its lines, tenders, entries and lot movements, the end of its lease,
 * the end of the basket, and its event in the journal. When this returns `committed` it is durable; when it throws
 * nothing of it was kept.
 * @param keepTime remembers trusted time in the same transaction
 * @throws DbError
 */
export function commitSale(ledger: Ledger, request: CommitRequest, keepTime: (tx: LedgerWrite) => void): CommitOutcome {
  const existing = readSale(ledger, request.basket.saleId)
  const settlement = settleAfter(request.prepaid, request.tenders, request.cashStepMinor)
  if (settlement.kind !== 'settled') {
    return { kind: 'refused', refused: existing === null ? settlement.kind : 'exists_with_different_content' }
  }
  const stored = storedParts(request, settlement)
  if (existing !== null) {
    if (sameBytes(existing.contentHash, stored.contentHash)) return { kind: 'repeated', sale: existing }
    return { kind: 'refused', refused: 'exists_with_different_content' }
  }
  const sale = ledger.write((tx) => {
    keepTime(tx)
    if (request.exchange !== null) bookReturn(tx, { ...request, ...request.exchange })
    const row = bookSale(tx, request, settlement, stored)
    const { lease } = request
    if (lease !== null && request.quoted.result.pointsUsed === 0) returnLease(tx, lease, request.leaseReturnId, request.stamp)
    deleteBasket(tx)
    return row
  })
  return { kind: 'committed', sale }
}

/** What is stored of a request beyond its numbers. */
type StoredParts = { readonly inputs: JournalInputs; readonly lines: readonly SaleLineRow[]; readonly contentHash: Uint8Array }

function storedParts(request: CommitRequest, { tenders }: Settlement): StoredParts {
  const inputs = withoutPersonalData(request.inputs, request.rules.programme)
  const lines = saleLineRows(request)
  const contentHash = contentHashOf({ saleId: request.basket.saleId, memberId: request.memberId, inputs, tenders, lines, exchange: exchangeOf(request) })
  return { inputs, lines, contentHash }
}

function bookSale(tx: LedgerWrite, request: CommitRequest, settlement: Settlement, stored: StoredParts): SaleRow {
  const { basket, quoted, memberId } = request
  const { saleId } = basket
  const head = readHead(tx)
  const saleNumber = readNextSaleNumber(tx, request.stamp.businessDate)
  const body = saleBody(request, settlement, { ownSeq: head.seq, saleNumber, inputs: stored.inputs })
  const book = (event: JournalRow): SaleRow => {
    const code = receiptCode(request.tillNumber, event.seq, event.hash)
    const row = saleRow(request, settlement, { ...event, ...stored, saleNumber, receiptCode: code })
    insertSale(tx, row)
    insertSaleLines(tx, saleId, stored.lines)
    insertSoldSale(tx, saleId, canonicalJson(withLotsTaken(quoted.sold, stored.inputs, body.lotMovements)))
    keepProgramme(tx, request.rules)
    insertTenders(tx, saleId, settlement.tenders)
    insertEntries(tx, saleId, body.entries)
    for (const approval of basket.approvals) insertApproval(tx, saleId, approval)
    if (memberId !== null) insertLotMovements(tx, saleId, memberId, body.lotMovements)
    if (quoted.result.pointsUsed > 0) setLeaseState(tx, saleId, 'spent')
    return row
  }
  return appendEvent(tx, { ...request.stamp, id: saleId, kind: 'sale', body }, book, head)
}

type Numbered = { readonly ownSeq: number; readonly saleNumber: number; readonly inputs: JournalInputs }

function saleBody(request: CommitRequest, settlement: Settlement, { ownSeq, saleNumber, inputs }: Numbered): SaleBody {
  const { basket, memberId, quoted, rules, lease, cursor, loadedBonusMinor } = request
  const { result } = quoted
  const { saleId } = basket
  const issued = issuedCoupons(sha256, rules.programme, { saleId, inputs, quoted })
  const giftCards = soldGiftCards(basket)
  const exchange = exchangeOf(request)
  const extras = saleExtras(inputs, result, { issued, loadedBonusMinor, giftCards })
  return {
    storeId: request.storeId,
    cashierId: request.cashierId,
    memberId,
    cardIndex: null,
    saleNumber,
    programmeVersion: rules.version,
    programmeHash: rules.hash,
    rulesVersion: RULES_VERSION,
    feed: cursor === null ? null : { incarnation: cursor.incarnation, position: cursor.position },
    ownSeq,
    inputs,
    result: saleNumbers(quoted),
    tenders: settlement.tenders,
    lease: lease !== null && result.pointsUsed > 0 ? { leaseId: lease.leaseId, points: result.pointsUsed } : null,
    entries: saleEntries(result, settlement, memberId, extras),
    lotMovements: memberId === null ? [] : saleLotMovements({ saleId, atMs: inputs.atMs, numbers: result, lease }),
    ...(issued.length === 0 ? {} : { couponsIssued: issued }),
    ...(loadedBonusMinor === 0 ? {} : { loadedBonusMinor }),
    ...(exchange === undefined ? {} : { exchange }),
    ...(giftCards.length === 0 ? {} : { giftCards }),
    ...byHandOf(basket),
  }
}

function exchangeOf({ exchange }: CommitRequest): ExchangedReturn | undefined {
  return exchange === null ? undefined : { returnId: exchange.returnId, saleId: exchange.work.source.saleId }
}

/** What people changed of the sale, and who allowed it. */
function byHandOf({ lines, manualDiscount, approvals }: Basket): Pick<SaleBody, 'priceOverrides' | 'discountReason' | 'approvals'> {
  const priceOverrides = lines.flatMap(({ priceOverride }, line) => (priceOverride === null ? [] : [{ line, ...priceOverride }]))
  return {
    ...(priceOverrides.length === 0 ? {} : { priceOverrides }),
    ...(manualDiscount === null ? {} : { discountReason: manualDiscount.reason }),
    ...(approvals.length === 0 ? {} : { approvals }),
  }
}

function soldGiftCards({ lines }: Basket): SoldGiftCard[] {
  return lines.flatMap(({ giftCard }, line) => (giftCard === null ? [] : [{ line, code: giftCard, expiresAtMs: null }]))
}

type Placed = Pick<SaleRow, 'epoch' | 'seq' | 'receiptCode' | 'committedAtMs' | 'contentHash' | 'saleNumber'> & Pick<StoredParts, 'inputs'>

function saleRow(request: CommitRequest, settlement: Settlement, placed: Placed): SaleRow {
  const { basket, memberId, quoted, rules } = request
  const { result } = quoted
  const { epoch, seq, receiptCode: code, committedAtMs, contentHash, saleNumber, inputs } = placed
  return {
    ...{ saleId: basket.saleId, epoch, seq, receiptCode: code, committedAtMs, contentHash, saleNumber, memberId },
    atMs: inputs.atMs,
    businessDate: request.stamp.businessDate,
    cashierId: request.cashierId,
    ...{ programmeVersion: rules.version, programmeHash: rules.hash, rulesVersion: RULES_VERSION },
    caseJson: canonicalJson(inputs),
    resultJson: canonicalJson(saleNumbers(quoted)),
    dueMinor: result.dueMinor,
    paidMinor: settlement.paidMinor,
    tenderedMinor: settlement.tenderedMinor,
    changeMinor: settlement.changeMinor,
    pointsUsed: result.pointsUsed,
    earnPoints: result.earnPoints,
    balancePointsAfter: memberId === null ? null : result.balancePoints,
    exchangeReturnId: request.exchange?.returnId ?? null,
  }
}

function saleLineRows({ lines, quoted }: CommitRequest): SaleLineRow[] {
  return quoted.result.lines.map((result, line) => {
    const { grossMinor, discountMinor, netMinor, pointsTenderMinor, pointsUsed, earnPoints, sku } = result
    const sold = must(quoted.sold.lines[line])
    const shown = must(lines[line])
    return {
      ...{ line, sku, grossMinor, discountMinor, netMinor, pointsTenderMinor, pointsUsed, earnPoints },
      nameJson: JSON.stringify(shown.name),
      packing: shown.packing,
      unit: shown.unit,
      category: sold.category ?? '',
      quantityMilli: sold.quantityMilli,
      unitPriceMinor: sold.unitPriceMinor,
      gift: sold.giftOf !== null,
    }
  })
}
