import { RULES_VERSION } from '../../domain/rules-version.ts'
import type { SoldSale } from '../../domain/sold-sale.ts'
import { readEventBody } from '../../contract/wire-event.ts'
import { readEvent } from '../../journal/event.ts'
import { receiptCode } from '../../journal/receipt-code.ts'
import { exchangedMinor, givenBackMinor, paidTenders, refundsOf, returnEntries, returnLotMovements, returnNumbers, type PaidTender } from '../../journal/return-booking.ts'
import type { ReturnBody } from '../../journal/return-event.ts'
import { replaySale } from '../../journal/sold-of-sale.ts'
import { readEventById } from '../db/journal.ts'
import { readRefunds, readReturn, type ReturnRow } from '../db/returns.ts'
import { readSale } from '../db/sales.ts'
import { readForeignSale, readSoldJson } from '../db/sold-sales.ts'
import type { LedgerRead } from '../db/sqlite-file.ts'
import { readTenders } from '../db/tenders.ts'
import { replayReturn } from '../return/quote-return.ts'
import type { Rules } from '../rules.ts'
import { canonicalJson } from '../sale/stored-content.ts'
import { compare, compareFields, compareRows, type LedgerDifference } from './difference.ts'
import { compareBooked } from './verify-booked.ts'
import { replayFromRows } from './verify-pruned.ts'
import { numberOf, type EventToVerify } from './verify-sale.ts'

/** Computes a return again from its sale, its event's inputs and the sale's rules, and compares every row of it. */
export function verifyReturn(subject: EventToVerify<ReturnBody>): LedgerDifference[] {
  const { ledger, event, rules } = subject
  const { body, id: returnId } = event
  const where = `return ${returnId}`
  const stored = readReturn(ledger, returnId)
  if (stored === null) return [{ where, stored: 'absent', computed: 'a return of the journal' }]
  const programme = rules.get(body.programmeHash)
  if (programme === undefined) return [{ where: `${where} programme`, stored: body.programmeHash, computed: 'rules that are kept here' }]
  if (body.rulesVersion !== RULES_VERSION) return [{ where: `${where} rules_version`, stored: body.rulesVersion, computed: RULES_VERSION }]
  const sale = saleOf(subject, programme)
  if (sale === null) return [{ where: `${where} sale`, stored: body.saleId, computed: 'a sale that is kept here' }]
  const source = { rules: programme, sold: sale.sold }
  const quoted = replayReturn(source, body.inputs, returnId)
  if (quoted === null) return [{ where: `${where} result`, stored: 'quoted', computed: 'return_exceeds_sale' }]
  const numbers = returnNumbers(quoted)
  const refunds = refundsOf(sale.tenders, body.inputs.refundedMinor, quoted.refundOtherMinor, exchangedMinor(body.refunds))
  const booked = { sold: sale.sold, before: body.inputs.reversed, after: quoted.reversed, numbers, refunds, memberId: body.memberId, memberKnown: body.inputs.member !== null }
  return [
    ...compareFields(where, stored, returnRowOf(subject, canonicalJson(quoted.reversed), stored.receiptCode)),
    ...compareFields(`${where} result`, body.result, numbers),
    ...compare(`${where} sold_json`, readSoldJson(ledger, body.saleId), canonicalJson(sale.sold)),
    ...compareRows(`${where} refund`, readRefunds(ledger, returnId), body.refunds),
    ...compareRows(`${where} refund of the event`, body.refunds, refunds),
    ...compareRows(`${where} entry of the event`, body.entries, returnEntries(booked)),
    ...compareRows(`${where} lot movement of the event`, body.lotMovements, returnLotMovements(body.inputs.member, quoted.memberAfter)),
    ...compareBooked(ledger, where, returnId, body, debtOf(body)),
  ]
}

/** Without her lots nothing moved here: HQ settles it. */
function debtOf({ inputs, result }: ReturnBody): { readonly before: number; readonly after: number } {
  return inputs.member === null ? { before: 0, after: 0 } : { before: inputs.member.debtPoints, after: result.debtPoints }
}

/** The sale from its event: this till's own journal, or the one that HQ told. */
function saleOf({ ledger, event }: EventToVerify<ReturnBody>, rules: Rules): { readonly sold: SoldSale; readonly tenders: readonly PaidTender[] } | null {
  const { saleId } = event.body
  const bytes = readEventById(ledger, saleId)?.bytes ?? readForeignSale(ledger, saleId)?.bytes
  if (bytes === undefined) return null
  if (bytes.length === 0) return prunedSaleOf(ledger, rules, saleId)
  const reading = readEvent(bytes)
  const read = reading.kind === 'event' ? readEventBody(reading.event.kind, reading.event.body) : null
  if (read?.kind !== 'sale') return null
  const { body } = read
  const replayed = replaySale(rules.programme, { saleId, inputs: body.inputs, lotMovements: body.lotMovements })
  return replayed.kind === 'rejected' ? null : { sold: replayed.sold, tenders: paidTenders(body.tenders) }
}

/** From its rows: it is so old that its event gave up its bytes. */
function prunedSaleOf(ledger: LedgerRead, rules: Rules, saleId: string): { readonly sold: SoldSale; readonly tenders: readonly PaidTender[] } | null {
  const sale = readSale(ledger, saleId)
  const replayed = sale && replayFromRows(ledger, rules, saleId, sale.caseJson)
  return replayed && { sold: replayed.sold, tenders: paidTenders(readTenders(ledger, saleId)) }
}

function returnRowOf({ row, event, tillNumber }: EventToVerify<ReturnBody>, reversedJson: string, storedCode: string): ReturnRow {
  const { body, id: returnId } = event
  const { inputs, result } = body
  return {
    ...{ returnId, epoch: row.epoch, seq: row.seq, saleId: body.saleId, memberId: body.memberId, cashierId: body.cashierId },
    receiptCode: receiptCode(tillNumber ?? numberOf(storedCode), row.seq, row.hash),
    atMs: inputs.atMs,
    committedAtMs: event.committedAtMs,
    businessDate: event.businessDate,
    reason: inputs.reason,
    ...{ programmeVersion: body.programmeVersion, programmeHash: body.programmeHash, rulesVersion: body.rulesVersion },
    caseJson: canonicalJson(inputs),
    resultJson: canonicalJson(result),
    reversedJson,
    refundMinor: givenBackMinor(body.refunds),
    ...{ pointsBack: result.pointsBack, pointsClawedBack: result.pointsClawedBack },
    balancePointsAfter: inputs.member === null ? null : result.balancePoints,
    wholeSale: result.wholeSale,
  }
}
