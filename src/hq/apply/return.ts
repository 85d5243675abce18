import type { LotState, MemberState, ReturnRequest } from '../../domain/sale-case.ts'
import { quoteReturn, type QuotedReturn } from '../../domain/return/quote-return.ts'
import { daysBetween } from '../../domain/business-date.ts'
import { tierAfterReturn, WITHDRAWN_WITHIN_DAYS } from '../../domain/tier-review.ts'
import { nothingReversed } from '../../domain/return/reversal.ts'
import { receiptCode } from '../../journal/receipt-code.ts'
import { exchangedMinor, givenBackMinor, paidTenders, refundsOf, returnPointsEntries } from '../../journal/return-booking.ts'
import type { ReturnPoints } from '../../journal/return-event.ts'
import type { WireReturnBody } from '../../contract/wire-event.ts'
import { recount, takeFromLot, type Account } from '../book/account.ts'
import { uncountSale } from '../book/counters.ts'
import type { LotChange } from '../book/points.ts'
import { plainBooking, type Booking } from './booking.ts'
import type { ReturnOrigin } from './origin.ts'
import type { ReadableEvent } from './read.ts'
import { differencesOf, type Difference } from './replay.ts'
import type { SaleContext } from './sale.ts'

/**
 * Books a return. The money is booked as the till gave it; the points are settled here, on HQ's own lots (R9, R13): what
 * the till could not know of (spent, lent or earned elsewhere) makes another mix of lots and debt, never another due.
 * @returns a booking, or in words why it waits for a person (a second return of the same goods, for one)
 */
export function bookReturn(read: ReadableEvent, body: WireReturnBody, origin: ReturnOrigin, account: Account | null, context: SaleContext): Booking | string {
  if (body.memberId !== origin.body.memberId) return `the sale was ${origin.body.memberId ?? 'nobody'}'s, the return says ${body.memberId ?? 'nobody'}`
  if (body.memberId !== null && !account) return `unknown member ${body.memberId}`
  const quoted = quoteHere(read, body, origin, account)
  if (quoted.kind === 'rejected') return `${quoted.rejected} ${JSON.stringify(quoted.detail)}`
  const overpaid = refundsBeyond(body, origin)
  if (overpaid !== null) return overpaid
  const settled = account ? settlePoints(account, read.event.id, body, quoted) : null
  if (account) countBack(account, body, origin, { quoted, returnedOn: read.event.businessDate })
  const points = settled?.points ?? null
  const debtPoints = points?.debtAddedPoints ?? 0
  return {
    ...plainBooking(debtPoints > 0 ? 'applied-with-debt' : 'applied', debtPoints > 0 ? `${debtPoints} points were no longer there` : null),
    entries: entryRows(read.event.id, body, points),
    movements: (settled?.changes ?? []).map((change, index) => ({
      event_id: read.event.id,
      movement_no: index + 1,
      member_id: body.memberId ?? '',
      lot_id: change.lotId,
      delta_points: change.deltaPoints,
    })),
    returns: [returnRow(read, body, quoted.isWholeReturn, context)],
    refunds: body.refunds.map((refund, index) => ({
      return_id: read.event.id,
      refund_no: index + 1,
      tender_no: refund.tender,
      kind: refund.kind,
      refund_minor: refund.refundMinor,
      reference: refund.reference,
    })),
    wholeSale: quoted.isWholeReturn,
    qualifying: !account || quoted.qualifyingReversed === 0 ? [] : [{ event_id: read.event.id, member_id: body.memberId ?? '', business_date: origin.businessDate, delta: -quoted.qualifyingReversed }],
    reversals: [{ sale_id: body.saleId, reversed: quoted.reversed }],
    differences: stoodDifferently(body, origin, quoted),
  }
}

/** Quoted on HQ's lots. A shortage that a till turned into money there is settled below, so here it shows as debt. */
function quoteHere(read: ReadableEvent, body: WireReturnBody, origin: ReturnOrigin, account: Account | null): ReturnType<typeof quoteReturn> {
  const { programme, sold } = origin
  const { returns } = programme
  const onDebt = returns.shortage === 'deduct' ? { ...programme, returns: { ...returns, shortage: 'debt' as const } } : programme
  const request: ReturnRequest = { reason: body.inputs.reason, lines: body.inputs.lines }
  const reversed = origin.reversed ?? nothingReversed(sold)
  return quoteReturn(onDebt, sold, account ? memberStateOf(account, read.tillId) : null, reversed, request, body.inputs.atMs, read.event.id)
}

/** Her lots as far as this event may touch them: not what is lent, nor what another till has not confirmed. */
function memberStateOf({ member, lots }: Account, tillId: string): MemberState {
  const lotStates = [...lots.values()].map((lot): LotState => {
    const { lotId, earnedAtMs, availableAtMs, expiresAtMs, grace } = lot
    const isOthers = lot.held !== null && lot.held.tillId !== tillId
    return { ref: lotId, id: lotId, points: isOthers ? 0 : lot.points - lot.lentPoints, earnedAtMs, availableAtMs, expiresAtMs, grace }
  })
  return {
    ...{ tier: member.tier, birthday: null, joined: member.joined, lastPurchase: member.last_purchase, purchases: member.purchases },
    ...{ segments: member.segments, lots: lotStates, debtPoints: member.debt_points, spendablePoints: null, qualifying: member.qualifying },
    ...{ earnedTodayPoints: member.earned_today_points, earnedMonthPoints: member.earned_month_points, carry: member.carry, promotionUses: {} },
    storedValue: { principalMinor: member.stored_principal_minor, bonusMinor: member.stored_bonus_minor },
  }
}

/** No tender gets more back than it took, over all returns. */
function refundsBeyond(body: WireReturnBody, origin: ReturnOrigin): string | null {
  for (const [tender, paid] of origin.body.tenders.entries()) {
    const back = body.refunds.reduce((sum, refund) => sum + (refund.tender === tender ? refund.refundMinor : 0), origin.refundedMinor[tender] ?? 0)
    if (back > paid.paidMinor) return `tender ${tender} took ${paid.paidMinor} and would get back ${back}`
  }
  return body.refunds.some((refund) => refund.tender >= origin.body.tenders.length) ? 'a refund to a tender that the sale has not' : null
}

/** Moves the points. What the till took money for (`deduct`) is paid; the rest comes from lots, then is owed or let go. */
function settlePoints(account: Account, returnId: string, body: WireReturnBody, quoted: QuotedReturn): { readonly changes: LotChange[]; readonly points: ReturnPoints } {
  const { givenBack, clawedBack, graceLot } = quoted
  const deltas = new Map<string, number>()
  const move = (lotId: string, delta: number): void => void deltas.set(lotId, (deltas.get(lotId) ?? 0) + delta)
  for (const { ref, points } of givenBack.toLots) {
    const lot = account.lots.get(ref)
    if (!lot) throw new Error(`points go back to lot ${ref}, which is not the member's`)
    lot.points += points
    account.changedLots.add(ref)
    move(ref, points)
  }
  if (graceLot) {
    const { points, earnedAtMs, availableAtMs, expiresAtMs, grace } = graceLot
    account.lots.set(returnId, { lotId: returnId, points, lentPoints: 0, earnedAtMs, availableAtMs, expiresAtMs, grace, held: null })
    account.changedLots.add(returnId)
    move(returnId, points)
  }
  const paidPoints = Math.min(body.result.points.paidPoints, clawedBack.duePoints)
  let wanted = clawedBack.duePoints - paidPoints
  let takenPoints = 0
  for (const { lot, points } of clawedBack.takes) {
    const here = account.lots.get(lot.ref)
    const taken = here ? takeFromLot(account, here, Math.min(points, wanted)) : 0
    if (taken > 0) move(lot.ref, -taken)
    takenPoints += taken
    wanted -= taken
  }
  const letGoPoints = Math.min(wanted, clawedBack.letGoPoints)
  const debtAddedPoints = wanted - letGoPoints
  account.member.debt_points += debtAddedPoints - givenBack.debtRepaidPoints
  recount(account)
  return {
    changes: [...deltas].filter(([, deltaPoints]) => deltaPoints !== 0).map(([lotId, deltaPoints]) => ({ lotId, deltaPoints })),
    points: {
      backPoints: quoted.result.pointsBack,
      droppedPoints: givenBack.droppedPoints,
      duePoints: clawedBack.duePoints,
      ...{ takenPoints, debtAddedPoints, letGoPoints, paidPoints },
      deductedMinor: body.result.points.deductedMinor,
    },
  }
}

function countBack(account: Account, body: WireReturnBody, origin: ReturnOrigin, { quoted, returnedOn }: { readonly quoted: QuotedReturn; readonly returnedOn: string }): void {
  const { member } = account
  member.qualifying = Math.max(0, member.qualifying - quoted.qualifyingReversed)
  if (daysBetween(origin.businessDate, returnedOn) <= WITHDRAWN_WITHIN_DAYS) {
    const raised = { before: origin.body.inputs.member?.tier ?? null, after: origin.body.result.tierAfter }
    member.tier = tierAfterReturn(origin.programme.tiers, raised, member.tier, member.qualifying)
  }
  member.stored_principal_minor += body.result.storedValue.principalMinor
  member.stored_bonus_minor += body.result.storedValue.bonusMinor
  if (!quoted.isWholeReturn) return
  uncountSale(account, {
    businessDate: origin.businessDate,
    purchaseBefore: origin.body.inputs.member?.lastPurchase ?? null,
    earnPoints: origin.clawedBackPoints + quoted.result.pointsClawedBack,
  })
}

/** Money and stored value as the till booked them; points as they were settled here; coupons are settled apart (rights.ts). */
function entryRows(eventId: string, body: WireReturnBody, points: ReturnPoints | null): Booking['entries'] {
  const settled = points === null || body.memberId === null ? [] : returnPointsEntries(points, body.memberId)
  const booked = [...body.entries.filter((entry) => entry.asset !== 'points' && entry.asset !== 'coupon'), ...settled]
  return booked.map((entry, index) => ({ event_id: eventId, entry_no: index + 1, asset: entry.asset, account: entry.account, delta: entry.delta }))
}

/** Where the till had counted with another state of things than HQ: booked as settled here, and listed. */
function stoodDifferently(body: WireReturnBody, origin: ReturnOrigin, quoted: QuotedReturn): Difference[] {
  const { refundOtherMinor, lines } = body.result
  const refunds = refundsOf(paidTenders(origin.body.tenders), origin.refundedMinor, refundOtherMinor, exchangedMinor(body.refunds)).map(({ tender, refundMinor }) => ({ tender, refundMinor }))
  return [
    ...differencesOf('inputs', 'result.lines', lines.map((line) => [line.line, line.netMinor]), quoted.result.lines.map((line) => [line.line, line.netMinor])),
    ...differencesOf('inputs', 'refunds', body.refunds.map(({ tender, refundMinor }) => ({ tender, refundMinor })), refunds),
  ]
}

function returnRow(read: ReadableEvent, body: WireReturnBody, wholeSale: boolean, context: SaleContext): Record<string, unknown> {
  return {
    return_id: read.event.id,
    till_id: read.tillId,
    epoch: read.epoch,
    seq: read.seq,
    store_id: body.storeId,
    cashier_id: body.cashierId,
    sale_id: body.saleId,
    member_id: body.memberId,
    receipt_code: receiptCode(context.tillNumber, read.seq, read.hash),
    reason: body.inputs.reason,
    at_ms: body.inputs.atMs,
    committed_at_ms: read.event.committedAtMs,
    business_date: read.event.businessDate,
    refund_minor: givenBackMinor(body.refunds),
    points_back: body.result.pointsBack,
    points_clawed_back: body.result.pointsClawedBack,
    whole_sale: wholeSale,
    applied_at_ms: context.nowMs,
  }
}
