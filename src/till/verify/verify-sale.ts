import { must } from '../../domain/assert.ts'
import { RULES_VERSION } from '../../domain/rules-version.ts'
import type { QuotedSale } from '../../domain/sale/quote-sale.ts'
import type { JournalEvent } from '../../journal/event.ts'
import { issuedCoupons } from '../../journal/coupons.ts'
import { parseReceiptCode, receiptCode } from '../../journal/receipt-code.ts'
import type { SaleBody } from '../../journal/sale-event.ts'
import { replaySale, saleNumbers } from '../../journal/sold-of-sale.ts'
import { sha256 } from '../crypto.ts'
import type { JournalRow } from '../db/journal.ts'
import { readLease } from '../db/leases.ts'
import { readSaleLines, type SaleLineRow } from '../db/sale-lines.ts'
import { readSale, type SaleRow } from '../db/sales.ts'
import { readSoldJson } from '../db/sold-sales.ts'
import type { LedgerRead } from '../db/sqlite-file.ts'
import { readTenders } from '../db/tenders.ts'
import type { Rules } from '../rules.ts'
import { saleEntries, saleExtras, saleLotMovements } from '../sale/book-sale.ts'
import type { Settlement } from '../sale/settle.ts'
import { canonicalJson, contentHashOf } from '../sale/stored-content.ts'
import { compare, compareFields, compareRows, type LedgerDifference } from './difference.ts'
import { compareBooked } from './verify-booked.ts'

/** What verifying one event is given. */
export type EventToVerify<Body> = {
  readonly ledger: LedgerRead
  readonly row: JournalRow
  readonly event: JournalEvent<string, Body>
  readonly rules: ReadonlyMap<string, Rules>
  /** Null: it is another till's (these files were enrolled anew since). */
  readonly tillNumber: number | null
}

/** Computes a sale again from its event's inputs and rules, and compares every row of it with what comes out. */
export function verifySale(subject: EventToVerify<SaleBody>): LedgerDifference[] {
  const { ledger, event, rules } = subject
  const { body, id: saleId } = event
  const where = `sale ${saleId}`
  const sale = readSale(ledger, saleId)
  if (sale === null) return [{ where, stored: 'absent', computed: 'a sale of the journal' }]
  const lines = readSaleLines(ledger, saleId)
  const differences = [
    ...compareFields(where, sale, saleRowOf(subject, lines, sale.receiptCode)),
    ...compareRows(`${where} tender`, readTenders(ledger, saleId), body.tenders),
  ]
  const programme = rules.get(body.programmeHash)
  if (programme === undefined) return [...differences, { where: `${where} programme`, stored: body.programmeHash, computed: 'rules that are kept here' }]
  if (body.rulesVersion !== RULES_VERSION) return [...differences, { where: `${where} rules_version`, stored: body.rulesVersion, computed: RULES_VERSION }]
  const replayed = replaySale(programme.programme, { saleId, inputs: body.inputs, lotMovements: body.lotMovements })
  if (replayed.kind === 'rejected') return [...differences, { where: `${where} result`, stored: 'quoted', computed: replayed.rejected }]
  const issued = issuedCoupons(sha256, programme.programme, { saleId, inputs: body.inputs, quoted: replayed })
  return [
    ...differences,
    ...compareFields(`${where} result`, body.result, saleNumbers(replayed)),
    ...compare(`${where} programme_version`, sale.programmeVersion, programme.version),
    ...compareRows(`${where} line`, lines.map(withoutWords), lineRowsOf(replayed)),
    ...compare(`${where} sold_json`, readSoldJson(ledger, saleId), canonicalJson(replayed.sold)),
    ...compareRows(`${where} entry of the event`, body.entries, saleEntries(replayed.result, settlementOf(body), body.memberId, saleExtras(body.inputs, replayed.result, { issued, loadedBonusMinor: body.loadedBonusMinor ?? 0, giftCards: body.giftCards ?? [] }))),
    ...compareRows(`${where} coupon issued`, body.couponsIssued ?? [], issued),
    ...verifyMovements(subject, replayed),
    ...compareBooked(ledger, where, event.id, body, { before: body.inputs.member?.debtPoints ?? 0, after: body.result.debtPoints }),
  ]
}

function verifyMovements({ ledger, event }: EventToVerify<SaleBody>, { result }: QuotedSale): LedgerDifference[] {
  const { body, id: saleId } = event
  if (body.memberId === null) return compareRows(`sale ${saleId} lot movement of the event`, body.lotMovements, [])
  const lease = result.pointsUsed > 0 ? readLease(ledger, saleId) : null
  if (result.pointsUsed > 0 && (lease === null || lease.grantedPoints < result.pointsUsed)) {
    return [{ where: `sale ${saleId} lease`, stored: String(lease?.grantedPoints ?? 'absent'), computed: String(result.pointsUsed) }]
  }
  const computed = saleLotMovements({ saleId, atMs: body.inputs.atMs, numbers: result, lease })
  return compareRows(`sale ${saleId} lot movement of the event`, body.lotMovements, computed)
}

/** The row as the event says it. Its words stand in no event: the content hash holds them. */
function saleRowOf({ row, event, tillNumber }: EventToVerify<SaleBody>, lines: readonly SaleLineRow[], stored: string): SaleRow {
  const { body, id: saleId } = event
  const { inputs, result, memberId, tenders } = body
  const settlement = settlementOf(body)
  return {
    ...{ saleId, epoch: row.epoch, seq: row.seq, memberId },
    receiptCode: receiptCode(tillNumber ?? numberOf(stored), row.seq, row.hash),
    atMs: inputs.atMs,
    committedAtMs: event.committedAtMs,
    businessDate: event.businessDate,
    saleNumber: body.saleNumber,
    cashierId: body.cashierId,
    contentHash: contentHashOf({ saleId, memberId, inputs, tenders, lines, exchange: body.exchange }),
    ...{ programmeVersion: body.programmeVersion, programmeHash: body.programmeHash, rulesVersion: body.rulesVersion },
    caseJson: canonicalJson(inputs),
    resultJson: canonicalJson(result),
    dueMinor: result.dueMinor,
    ...{ paidMinor: settlement.paidMinor, tenderedMinor: settlement.tenderedMinor, changeMinor: settlement.changeMinor },
    ...{ pointsUsed: result.pointsUsed, earnPoints: result.earnPoints },
    balancePointsAfter: memberId === null ? null : result.balancePoints,
    exchangeReturnId: body.exchange?.returnId ?? null,
  }
}

/** The number of a till that these files no longer are: nothing else here says it. */
export function numberOf(storedCode: string): number {
  return parseReceiptCode(storedCode)?.tillNumber ?? 0
}

function settlementOf({ tenders, result }: SaleBody): Settlement {
  const paidMinor = tenders.reduce((sum, tender) => sum + tender.paidMinor, 0)
  const changeMinor = tenders.reduce((sum, tender) => sum + tender.changeMinor, 0)
  const roundingMinor = result.payMinor - paidMinor
  return { kind: 'settled', tenders, paidMinor, tenderedMinor: paidMinor + changeMinor, changeMinor, roundingMinor }
}

type LineNumbers = Omit<SaleLineRow, 'nameJson' | 'packing' | 'unit'>

function withoutWords({ nameJson: _name, packing: _packing, unit: _unit, ...numbers }: SaleLineRow): LineNumbers {
  return numbers
}

function lineRowsOf({ result, sold }: QuotedSale): LineNumbers[] {
  return result.lines.map(({ sku, grossMinor, discountMinor, netMinor, pointsTenderMinor, pointsUsed, earnPoints }, line) => {
    const { category, quantityMilli, unitPriceMinor, giftOf } = must(sold.lines[line])
    const numbers = { grossMinor, discountMinor, netMinor, pointsTenderMinor, pointsUsed, earnPoints }
    return { line, sku, ...numbers, category: category ?? '', quantityMilli, unitPriceMinor, gift: giftOf !== null }
  })
}
