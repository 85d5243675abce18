import type { Refund, ReturnableSale, ReturnQuote, SavedReturn } from '../../contract/return-view.ts'
import type { KnownReturn } from '../../contract/wire-counter.ts'
import { isAcked } from '../db/acks.ts'
import { readRefunds, readReturnsOfSale, type ReturnRow } from '../db/returns.ts'
import type { LedgerRead } from '../db/sqlite-file.ts'
import { givenBackMinor, returnPoints } from '../../journal/return-booking.ts'
import type { SaleRefund } from '../../journal/return-event.ts'
import { ruleNames } from '../sale/desk-view.ts'
import type { ReturnAsked, ReturnWork } from './quote-return.ts'
import type { ReturnSource, SoFar } from './return-source.ts'

/** A sale as the screen of returns shows it. */
export function returnableSale(source: ReturnSource, soFar: SoFar, returns: readonly SavedReturn[], displayName: string): ReturnableSale {
  const { saleId, receiptCode, saleNumber, businessDate, committedAtMs, dueMinor, memberId } = source
  return {
    ...{ saleId, receiptCode, saleNumber, businessDate, committedAtMs, dueMinor, returns },
    member: memberId === null ? null : { memberId, displayName },
    lines: source.lines.map((line) => ({ ...line, returnableMilli: returnableMilli(source, soFar, line.line) })),
    tenders: source.tenders.map((tender, index) => ({ ...tender, refundableMinor: tender.paidMinor - (soFar.refundedMinor[index] ?? 0) })),
    source: source.foreign === null ? 'here' : 'hq',
  }
}

/** A line that loaded value is not returned like goods. */
function returnableMilli({ sold }: ReturnSource, { reversed }: SoFar, line: number): number {
  const of = sold.lines[line]
  if (of === undefined || of.asset !== null) return 0
  return of.quantityMilli - (reversed.lines[line]?.quantityMilli ?? 0)
}

/** Does it name a line that cannot come back over the counter? */
export function namesValueLine({ sold }: ReturnSource, asked: ReturnAsked): boolean {
  return asked.lines.some(({ line }) => (sold.lines[line]?.asset ?? null) !== null)
}

/** The numbers of a return before it is booked. */
export function returnQuote(work: ReturnWork, asked: ReturnAsked): ReturnQuote {
  const { source, quoted, refunds, memberKnown } = work
  const { result } = quoted
  const { debtAddedPoints, letGoPoints, paidPoints, deductedMinor } = returnPoints(quoted)
  return {
    ...{ saleId: source.saleId, reason: asked.reason, lines: asked.lines, result },
    refundMinor: givenBackMinor(refunds),
    refunds: givenBack(refunds),
    storedValue: result.storedValue,
    pointsTenderMinor: result.lines.reduce((sum, line) => sum + line.pointsTenderMinor, 0),
    pointsBack: result.pointsBack,
    pointsClawedBack: result.pointsClawedBack,
    shortage: { debtPoints: debtAddedPoints, letGoPoints, paidPoints, deductedMinor },
    balancePointsAfter: memberKnown ? result.balancePoints : null,
    wholeSale: quoted.isWholeReturn,
    names: ruleNames(source.rules, source.sold.inputs.coupons),
  }
}

/** Money that really goes back. */
export function givenBack(refunds: readonly SaleRefund[]): Refund[] {
  return refunds.flatMap(({ kind, refundMinor, reference }) => (kind === 'exchange' ? [] : [{ kind, refundMinor, reference }]))
}

/** A stored return as the page sees it. */
export function savedReturn(ledger: LedgerRead, row: ReturnRow): SavedReturn {
  const { returnId, saleId, receiptCode, committedAtMs, reason, refundMinor, pointsBack, pointsClawedBack, balancePointsAfter } = row
  return {
    ...{ returnId, saleId, receiptCode, committedAtMs, reason, refundMinor, pointsBack, pointsClawedBack, balancePointsAfter },
    refunds: givenBack(readRefunds(ledger, returnId)),
    acked: isAcked(ledger, row),
  }
}

/** All known returns of a sale: this till's own, then those that only HQ knows. */
export function knownReturns(ledger: LedgerRead, saleId: string, atHq: readonly KnownReturn[]): SavedReturn[] {
  const own = readReturnsOfSale(ledger, saleId).map((row) => savedReturn(ledger, row))
  const others = atHq.filter((each) => !own.some((row) => row.returnId === each.returnId))
  return [
    ...others.map(({ returnId, receiptCode, committedAtMs, reason, refunds, pointsBack, pointsClawedBack }) => ({
      ...{ returnId, saleId, receiptCode, committedAtMs, reason, pointsBack, pointsClawedBack },
      refundMinor: givenBackMinor(refunds),
      refunds: givenBack(refunds),
      balancePointsAfter: null,
      acked: true,
    })),
    ...own,
  ].sort((a, b) => a.committedAtMs - b.committedAtMs)
}
