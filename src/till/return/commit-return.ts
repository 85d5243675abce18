import { RULES_VERSION } from '../../domain/rules-version.ts'
import { receiptCode } from '../../journal/receipt-code.ts'
import { givenBackMinor, returnEntries, returnLotMovements, returnNumbers } from '../../journal/return-booking.ts'
import type { ReturnBody } from '../../journal/return-event.ts'
import type { ApprovalFact } from '../../journal/approval.ts'
import { appendEvent, readHead } from '../append-event.ts'
import { insertApproval } from '../db/approvals.ts'
import { insertEntries } from '../db/entries.ts'
import { insertLotMovements } from '../db/lot-movements.ts'
import type { Cursor } from '../db/mirror/cursor.ts'
import { keepProgramme } from '../db/programmes-used.ts'
import { insertRefunds, insertReturn, type ReturnRow } from '../db/returns.ts'
import { insertSaleVoid } from '../db/sale-voids.ts'
import { insertSoldSale, keepForeignSale, readSoldJson } from '../db/sold-sales.ts'
import type { Ledger, LedgerWrite } from '../db/sqlite-file.ts'
import type { EventStamp } from '../sale/leases.ts'
import { canonicalJson } from '../sale/stored-content.ts'
import type { ReturnWork } from './quote-return.ts'

/** A return that is ready to be saved. */
export type ReturnCommit = {
  readonly returnId: string
  readonly work: ReturnWork
  readonly storeId: string
  readonly tillNumber: number
  readonly cashierId: string
  readonly cursor: Cursor | null
  readonly stamp: EventStamp
} & Partial<ReturnFacts>

/** `voided`: it undoes a sale of this shift; null: goods come back. `approval`: who allowed it. */
export type ReturnFacts = { readonly voided: { readonly shiftId: string } | null; readonly approval: ApprovalFact | null }

/**
 * Saves a return: one SQL transaction with the return, its refunds, entries and lot movements, what it needs of the
 * sale, and its event. Nothing of the sale is changed or deleted.
 * @throws DbError: then nothing of it was kept
 */
export function commitReturn(ledger: Ledger, request: ReturnCommit, keepTime: (tx: LedgerWrite) => void): ReturnRow {
  return ledger.write((tx) => {
    keepTime(tx)
    return bookReturn(tx, request)
  })
}

/** Books a return as a part of a transaction: alone, or before the sale that its goods are exchanged for. */
export function bookReturn(tx: LedgerWrite, request: ReturnCommit): ReturnRow {
  const { work, returnId, stamp } = request
  const { source, refunds } = work
  const body = returnBody(request, readHead(tx).seq)
  return appendEvent(tx, { ...stamp, id: returnId, kind: 'return', body }, (event) => {
    keepProgramme(tx, source.rules)
    if (source.foreign !== null) keepForeignSale(tx, source.foreign)
    if (readSoldJson(tx, source.saleId) === null) insertSoldSale(tx, source.saleId, canonicalJson(source.sold))
    const row = returnRow(request, body, { ...event, receiptCode: receiptCode(request.tillNumber, event.seq, event.hash) })
    insertReturn(tx, row)
    insertRefunds(tx, returnId, refunds)
    insertEntries(tx, returnId, body.entries)
    if (body.memberId !== null) insertLotMovements(tx, returnId, body.memberId, body.lotMovements)
    if (request.voided) insertSaleVoid(tx, { eventId: returnId, saleId: source.saleId, shiftId: request.voided.shiftId })
    insertApproval(tx, returnId, request.approval ?? null)
    return row
  })
}

function returnBody({ work, storeId, cashierId, cursor, voided, approval }: ReturnCommit, ownSeq: number): ReturnBody {
  const { source, inputs, quoted, refunds, memberKnown } = work
  const { memberId, sold, rules } = source
  const numbers = returnNumbers(quoted)
  const booked = { sold, before: inputs.reversed, after: quoted.reversed, numbers, refunds, memberId, memberKnown }
  return {
    ...{ storeId, cashierId, memberId, saleId: source.saleId },
    ...{ programmeVersion: rules.version, programmeHash: rules.hash, rulesVersion: RULES_VERSION },
    feed: cursor === null ? null : { incarnation: cursor.incarnation, position: cursor.position },
    ...{ ownSeq, inputs, result: numbers, refunds },
    entries: returnEntries(booked),
    lotMovements: returnLotMovements(inputs.member, quoted.memberAfter),
    ...(voided ? { voided: { shiftId: voided.shiftId } } : {}),
    ...(approval ? { approval } : {}),
  }
}

type Placed = Pick<ReturnRow, 'epoch' | 'seq' | 'receiptCode' | 'committedAtMs'>

function returnRow({ returnId, work, stamp, cashierId }: ReturnCommit, body: ReturnBody, placed: Placed): ReturnRow {
  const { epoch, seq, receiptCode: code, committedAtMs } = placed
  const { quoted, refunds, memberKnown } = work
  return {
    ...{ returnId, epoch, seq, receiptCode: code, committedAtMs, cashierId, saleId: body.saleId, memberId: body.memberId },
    ...{ programmeVersion: body.programmeVersion, programmeHash: body.programmeHash, rulesVersion: body.rulesVersion },
    atMs: body.inputs.atMs,
    businessDate: stamp.businessDate,
    reason: body.inputs.reason,
    caseJson: canonicalJson(body.inputs),
    resultJson: canonicalJson(body.result),
    reversedJson: canonicalJson(quoted.reversed),
    refundMinor: givenBackMinor(refunds),
    pointsBack: body.result.pointsBack,
    pointsClawedBack: body.result.pointsClawedBack,
    balancePointsAfter: memberKnown ? body.result.balancePoints : null,
    wholeSale: body.result.wholeSale,
  }
}
