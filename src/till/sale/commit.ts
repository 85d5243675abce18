import canonicalize from 'canonicalize'
import type { DeskLine } from '../../contract/desk-state.ts'
import type { TenderInput } from '../../contract/till-calls.ts'
import { must } from '../../domain/assert.ts'
import type { SaleInputs } from '../../domain/sale-case.ts'
import type { QuotedSale } from '../../domain/sale/quote-sale.ts'
import { sameBytes, utf8 } from '../../journal/codec.ts'
import { receiptCode } from '../../journal/receipt-code.ts'
import type { SaleBody, SaleNumbers } from '../../journal/sale-event.ts'
import { appendEvent, readHead } from '../append-event.ts'
import { sha256 } from '../crypto.ts'
import { deleteBasket } from '../db/basket.ts'
import { insertEntries } from '../db/entries.ts'
import { setLeaseState, type Lease } from '../db/leases.ts'
import { insertLotMovements } from '../db/lot-movements.ts'
import type { Cursor } from '../db/mirror/cursor.ts'
import { insertSaleLines, type SaleLineRow } from '../db/sale-lines.ts'
import { insertSale, readNextSaleNumber, readSale, type SaleRow } from '../db/sales.ts'
import type { Ledger, LedgerWrite } from '../db/sqlite-file.ts'
import { insertTenders } from '../db/tenders.ts'
import { RULES_VERSION, type Rules } from '../rules.ts'
import type { Basket } from './basket.ts'
import { saleEntries, saleLotMovements } from './book-sale.ts'
import { returnLease, type EventStamp } from './leases.ts'
import { withoutPersonalData } from './quote-basket.ts'
import { settle, type Settlement } from './settle.ts'

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
  readonly tenders: readonly TenderInput[]
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
  const contentHash = contentHashOf(request)
  const existing = readSale(ledger, request.basket.saleId)
  if (existing !== null) {
    if (sameBytes(existing.contentHash, contentHash)) return { kind: 'repeated', sale: existing }
    return { kind: 'refused', refused: 'exists_with_different_content' }
  }
  const settlement = settle(request.quoted.result.payMinor, request.tenders, request.cashStepMinor)
  if (settlement.kind !== 'settled') return { kind: 'refused', refused: settlement.kind }
  const sale = ledger.write((tx) => {
    keepTime(tx)
    const row = bookSale(tx, request, settlement, contentHash)
    const { lease } = request
    if (lease !== null && request.quoted.result.pointsUsed === 0) returnLease(tx, lease, request.leaseReturnId, request.stamp)
    deleteBasket(tx)
    return row
  })
  return { kind: 'committed', sale }
}

/** What makes two requests to commit a sale the same: the goods, the member, the moment, and what was paid with. */
function contentHashOf({ basket, memberId, inputs, tenders }: CommitRequest): Uint8Array {
  const { saleId, lines, redeemPoints } = basket
  const content = { saleId, lines, memberId, redeemPoints, atMs: inputs.atMs, tenders }
  return sha256(utf8(canonicalize(content) ?? ''))
}

function bookSale(tx: LedgerWrite, request: CommitRequest, settlement: Settlement, contentHash: Uint8Array): SaleRow {
  const { basket, quoted, memberId } = request
  const { saleId } = basket
  const head = readHead(tx)
  const saleNumber = readNextSaleNumber(tx, request.stamp.businessDate)
  const body = saleBody(request, settlement, { ownSeq: head.seq, saleNumber })
  return appendEvent(tx, { ...request.stamp, id: saleId, kind: 'sale', body }, (event) => {
    const code = receiptCode(request.tillNumber, event.seq, event.hash)
    const row = saleRow(request, settlement, { ...event, contentHash, saleNumber, receiptCode: code })
    insertSale(tx, row)
    insertSaleLines(tx, saleId, saleLineRows(request))
    insertTenders(tx, saleId, settlement.tenders)
    insertEntries(tx, saleId, body.entries)
    if (memberId !== null) insertLotMovements(tx, saleId, memberId, body.lotMovements)
    if (quoted.result.pointsUsed > 0) setLeaseState(tx, saleId, 'spent')
    return row
  })
}

type Numbered = { readonly ownSeq: number; readonly saleNumber: number }

function saleBody(request: CommitRequest, settlement: Settlement, { ownSeq, saleNumber }: Numbered): SaleBody {
  const { basket, memberId, inputs, quoted, rules, lease, cursor } = request
  const { result } = quoted
  const { saleId } = basket
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
    inputs: withoutPersonalData(inputs),
    result: saleNumbers(quoted),
    tenders: settlement.tenders,
    lease: lease !== null && result.pointsUsed > 0 ? { leaseId: lease.leaseId, points: result.pointsUsed } : null,
    entries: saleEntries(result, settlement, memberId),
    lotMovements: memberId === null ? [] : saleLotMovements({ saleId, atMs: inputs.atMs, numbers: result, lease }),
  }
}

/** The result without what can be computed again: why, and what did not apply. */
function saleNumbers({ result }: QuotedSale): SaleNumbers {
  const { grossMinor, discountMinor, dueMinor, pointsUsed, pointsTenderMinor, storedValue, payMinor, invoiceableMinor } = result
  const { earnPoints, debtRepaidPoints, carry, balancePoints, debtPoints, qualifying, tierAfter, needs } = result
  const { lines, lotsUsed, newLot, applied } = result
  return {
    ...{ grossMinor, discountMinor, dueMinor, pointsUsed, pointsTenderMinor, storedValue, payMinor, invoiceableMinor },
    ...{ earnPoints, debtRepaidPoints, carry, balancePoints, debtPoints, qualifying, tierAfter, needs },
    ...{ lines, lotsUsed, newLot, applied },
  }
}

type Placed = Pick<SaleRow, 'epoch' | 'seq' | 'receiptCode' | 'committedAtMs' | 'contentHash' | 'saleNumber'>

function saleRow(request: CommitRequest, settlement: Settlement, placed: Placed): SaleRow {
  const { basket, memberId, inputs, quoted, rules } = request
  const { result } = quoted
  const { epoch, seq, receiptCode: code, committedAtMs, contentHash, saleNumber } = placed
  return {
    ...{ saleId: basket.saleId, epoch, seq, receiptCode: code, committedAtMs, contentHash, saleNumber, memberId },
    atMs: inputs.atMs,
    businessDate: request.stamp.businessDate,
    cashierId: request.cashierId,
    ...{ programmeVersion: rules.version, programmeHash: rules.hash, rulesVersion: RULES_VERSION },
    caseJson: JSON.stringify(withoutPersonalData(inputs)),
    resultJson: JSON.stringify(saleNumbers(quoted)),
    dueMinor: result.dueMinor,
    paidMinor: settlement.paidMinor,
    tenderedMinor: settlement.tenderedMinor,
    changeMinor: settlement.changeMinor,
    pointsUsed: result.pointsUsed,
    earnPoints: result.earnPoints,
    balancePointsAfter: memberId === null ? null : result.balancePoints,
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
