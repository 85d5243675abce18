import { must } from '../assert.ts'
import { addDays, businessDateOf, startOfBusinessDay } from '../business-date.ts'
import { explainReturn } from '../explain/return.ts'
import { changeLots, unexpiredPoints } from '../lots.ts'
import type { Programme } from '../programme.ts'
import { sumOf } from '../rounding.ts'
import type { LotState, MemberState, ReturnRequest } from '../sale-case.ts'
import type { Rejection, ReturnLineResult, ReturnResult } from '../sale-result.ts'
import { reject } from '../sale/rejection.ts'
import type { LotUse, ReversedSoFar, SoldSale } from '../sold-sale.ts'
import { split } from '../split.ts'
import { clawBack } from './claw-back.ts'
import type { ClawedBack } from './claw-back.ts'
import { giveBack } from './give-back.ts'
import type { GivenBack } from './give-back.ts'
import { recomputeOffers } from './recompute.ts'
import type { PointsWork, ReturnTotals, ReturnWork } from './return-work.ts'
import { keepOffers, netOfParts, quantitiesByLine, reversedAfter } from './reversal.ts'
import type { Reversal } from './reversal.ts'

/** A return, quoted: its result and what a commit needs beyond it. */
export interface QuotedReturn {
  readonly kind: 'quoted'
  readonly result: ReturnResult
  /** What is reversed of the sale after this return: the input of the next one. */
  readonly reversed: ReversedSoFar
  /** The member after the return; null where the sale had none. */
  readonly memberAfter: MemberState | null
  /** Where points given back went, and the lot made of those whose own had expired. */
  readonly givenBack: GivenBack
  readonly graceLot: LotState | null
  readonly clawedBack: ClawedBack
  /** What goes back to other tenders than stored value, after a deduction. */
  readonly refundOtherMinor: number
  /** What leaves the tier metric, in its unit. */
  readonly qualifyingReversed: number
  /** Everything sold is returned now: coupons, limits and budgets are given back as well. */
  readonly isWholeReturn: boolean
}

/**
 * Reverses a part of a sale, against the member's lots of that moment: `member.lots` are all her lots, also those that
 * are empty; a lot of the sale that is missing counts as empty. `reversed` is what earlier returns of the sale left
 * (`nothingReversed` at first); `graceLotRef` names the lot that expired points may go to.
 */
export function quoteReturn(
  programme: Programme,
  sold: SoldSale,
  member: MemberState | null,
  reversed: ReversedSoFar,
  request: ReturnRequest,
  atMs: number,
  graceLotRef: string = 'grace',
): QuotedReturn | Rejection {
  const quantities = quantitiesByLine(request)
  const excess = excessOf(sold, reversed, quantities)
  if (excess !== null) return excess
  const reversal =
    programme.returns.thresholdOffers === 'recompute'
      ? recomputeOffers(programme, sold, reversed, quantities, request.reason)
      : keepOffers(sold, reversed, quantities)
  const totals = totalsOf(reversal)
  const occasion = { programme, sold, member, reversed, request, atMs, graceLotRef }
  const pointsWork = returnPoints(occasion, totals)
  const { givenBack, clawedBack, lots, debtPoints, graceLot } = pointsWork
  const result = resultOf({ reversal, totals, ...pointsWork, member, atMs })
  const lines = reversedAfter(reversed, reversal)
  return {
    kind: 'quoted',
    result,
    reversed: {
      lines,
      lotsBackPoints: givenBack.lotsBackPoints,
      expiredNotDuePoints: reversed.expiredNotDuePoints + clawedBack.expiredNotDuePoints,
    },
    memberAfter: member === null ? null : memberAfterReturn(member, lots, debtPoints, totals),
    givenBack,
    graceLot,
    clawedBack,
    refundOtherMinor: totals.restMinor - clawedBack.deductedMinor,
    qualifyingReversed: totals.qualifying,
    isWholeReturn: lines.every((line, index) => line.quantityMilli === must(sold.lines[index]).quantityMilli),
  }
}

function excessOf(sold: SoldSale, reversed: ReversedSoFar, quantities: ReadonlyMap<number, number>): Rejection | null {
  for (const [index, quantityMilli] of quantities) {
    const line = sold.lines[index]
    const leftMilli = line === undefined ? 0 : line.quantityMilli - must(reversed.lines[index]).quantityMilli
    if (quantityMilli > leftMilli) return reject('return_exceeds_sale', { line: index, quantityMilli, leftMilli })
  }
  return null
}

function totalsOf({ lines }: Reversal): ReturnTotals {
  return {
    pointsUsed: sumOf(lines.map((line) => line.parts.pointsUsed)),
    earnPoints: sumOf(lines.map((line) => line.parts.earnPoints)),
    qualifying: sumOf(lines.map((line) => line.parts.qualifying)),
    restMinor: sumOf(lines.map((line) => line.parts.restMinor)),
    storedValue: {
      principalMinor: sumOf(lines.map((line) => line.parts.storedPrincipalMinor)),
      bonusMinor: sumOf(lines.map((line) => line.parts.storedBonusMinor)),
    },
  }
}

/** Which return of which sale, and the member at that moment. */
interface Occasion {
  readonly programme: Programme
  readonly sold: SoldSale
  readonly member: MemberState | null
  readonly reversed: ReversedSoFar
  readonly request: ReturnRequest
  readonly atMs: number
  readonly graceLotRef: string
}

/** Points go back first, so that what is clawed back may be taken from them. */
function returnPoints(occasion: Occasion, totals: ReturnTotals): PointsWork {
  const { programme, sold, member, reversed, atMs, graceLotRef } = occasion
  const before = withLotsOf(sold, member?.lots ?? [])
  const used = sold.lotsUsed.map((use) => ({ ...use, now: must(before.find((lot) => lot.ref === use.ref)) }))
  const debtBefore = member?.debtPoints ?? 0
  const givenBack = giveBack(totals.pointsUsed, used, reversed.lotsBackPoints, debtBefore, atMs)
  const graceLot = graceLotOf(programme, givenBack.gracePoints, atMs, graceLotRef)
  const filled = changeLots(before, new Map(givenBack.toLots.map(({ ref, points }) => [ref, points])))
  const lotsThen = graceLot === null ? filled : [...filled, graceLot]
  const clawedBack = clawBack({
    programme,
    reason: occasion.request.reason,
    atMs,
    earnedPoints: totals.earnPoints,
    lots: lotsThen,
    newLotRef: sold.newLotRef,
    expiredCountedPoints: reversed.expiredNotDuePoints,
    restMinor: totals.restMinor,
  })
  return {
    givenBack,
    clawedBack,
    graceLot,
    lots: changeLots(lotsThen, new Map(clawedBack.takes.map(({ lot, points }) => [lot.ref, -points]))),
    debtPoints: sumOf([debtBefore, -givenBack.debtRepaidPoints, clawedBack.debtAddedPoints]),
  }
}

/** A till may have let go of lots that the sale emptied: they come back as they were. */
function withLotsOf(sold: SoldSale, lots: readonly LotState[]): LotState[] {
  const known = new Set(lots.map((lot) => lot.ref))
  const missing = sold.lotsUsed.filter((use) => !known.has(use.ref)).map((use: LotUse) => ({ ...use, points: 0 }))
  return [...lots, ...missing]
}

/** Usable at once, to the end of the business date so many days later. */
function graceLotOf(programme: Programme, points: number, atMs: number, ref: string): LotState | null {
  if (points === 0) return null
  const lastDate = addDays(businessDateOf(atMs, programme), programme.returns.graceDays)
  const expiresAtMs = startOfBusinessDay(addDays(lastDate, 1), programme)
  return { ref, id: null, points, earnedAtMs: atMs, availableAtMs: atMs, expiresAtMs, grace: true }
}

function memberAfterReturn(
  member: MemberState,
  lots: readonly LotState[],
  debtPoints: number,
  { qualifying, storedValue }: ReturnTotals,
): MemberState {
  return {
    ...member,
    lots,
    debtPoints,
    qualifying: Math.max(0, member.qualifying - qualifying),
    storedValue: {
      principalMinor: member.storedValue.principalMinor + storedValue.principalMinor,
      bonusMinor: member.storedValue.bonusMinor + storedValue.bonusMinor,
    },
  }
}

function resultOf(work: ReturnWork): ReturnResult {
  const { totals, clawedBack, lots, debtPoints, member, atMs } = work
  const { principalMinor, bonusMinor } = totals.storedValue
  const lines = lineResults(work)
  return {
    refundMinor: totals.restMinor + principalMinor + bonusMinor - clawedBack.deductedMinor,
    storedValue: totals.storedValue,
    pointsBack: totals.pointsUsed,
    pointsClawedBack: clawedBack.duePoints,
    debtPoints,
    balancePoints: member === null ? 0 : sumOf([unexpiredPoints(lots, atMs), -debtPoints]),
    lines,
    explain: explainReturn(work, lines),
  }
}

function lineResults({ reversal, clawedBack }: ReturnWork): ReturnLineResult[] {
  const clawedByLine = split(
    clawedBack.duePoints,
    reversal.lines.map((line) => line.parts.earnPoints),
  )
  return reversal.lines.map(({ line, parts }, index) => ({
    line,
    netMinor: netOfParts(parts),
    pointsTenderMinor: parts.pointsTenderMinor,
    pointsBack: parts.pointsUsed,
    pointsClawedBack: must(clawedByLine[index]),
  }))
}
