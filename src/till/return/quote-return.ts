import type { ReturnReason } from '../../domain/sale-case.ts'
import { quoteReturn, type QuotedReturn } from '../../domain/return/quote-return.ts'
import type { ReturnInputs, SaleRefund } from '../../journal/return-event.ts'
import { refundsOf } from '../../journal/return-booking.ts'
import type { AllowanceSpent } from '../db/manager-allowance.ts'
import type { LeasedLot } from '../db/leases.ts'
import type { MemberFacts } from '../members/member-facts.ts'
import { memberState } from '../sale/quote-basket.ts'
import type { ReturnSource, SoFar } from './return-source.ts'

/** What comes back, and why. */
export type ReturnAsked = {
  readonly saleId: string
  readonly reason: ReturnReason
  readonly lines: readonly { readonly line: number; readonly quantityMilli: number }[]
}

/** A return with its numbers, ready to be booked. */
export type ReturnWork = {
  readonly source: ReturnSource
  readonly inputs: ReturnInputs
  readonly quoted: QuotedReturn
  readonly refunds: readonly SaleRefund[]
  /** She is known here, so her points move with it; else HQ settles them. */
  readonly memberKnown: boolean
}

/**
 * Quotes a return against what is known of the member now. No effect.
 * @param returnId also names the lot that points may go to whose own has expired
 * @returns null: more than what is left of the sale
 */
export function quoteReturnOf(
  source: ReturnSource,
  soFar: SoFar,
  asked: ReturnAsked,
  at: { readonly atMs: number; readonly member: MemberFacts | null; readonly returnId: string; readonly lent?: readonly LeasedLot[] },
): ReturnWork | null {
  const member = at.member === null ? null : { ...memberState({ facts: withoutLent(at.member, at.lent ?? []), birthday: null, spendablePoints: 0, heldValue: at.member.storedValue }, source.rules, at.atMs), birthday: null }
  const inputs: ReturnInputs = {
    atMs: at.atMs,
    reason: asked.reason,
    lines: asked.lines.map(({ line, quantityMilli }) => ({ line, quantityMilli })),
    member,
    reversed: soFar.reversed,
    refundedMinor: soFar.refundedMinor,
  }
  const quoted = replayReturn(source, inputs, at.returnId)
  if (quoted === null) return null
  return {
    ...{ source, inputs, quoted },
    refunds: refundsOf(source.tenders, soFar.refundedMinor, quoted.refundOtherMinor),
    memberKnown: member !== null,
  }
}

/** Of an exchange: points that are lent to its new sale are taken by nothing else. */
function withoutLent(facts: MemberFacts, lent: readonly LeasedLot[]): MemberFacts {
  const lentPoints = new Map(lent.map((lot) => [lot.lotId, lot.points]))
  return lent.length === 0 ? facts : { ...facts, lots: facts.lots.map((lot) => ({ ...lot, points: Math.max(0, lot.points - (lentPoints.get(lot.lotId) ?? 0)) })) }
}

/** The same return with what it is worth paying for new goods first. */
export function payingForNewGoods(work: ReturnWork, newGoodsMinor: number): ReturnWork {
  const { source, inputs, quoted } = work
  return { ...work, refunds: refundsOf(source.tenders, inputs.refundedMinor, quoted.refundOtherMinor, newGoodsMinor) }
}

/** All that it gives: money to whatever paid, what pays for new goods, stored value, points. */
export function givenBy({ quoted, refunds }: ReturnWork): AllowanceSpent {
  const { storedValue, pointsBack } = quoted.result
  return { minor: refunds.reduce((sum, refund) => sum + refund.refundMinor, storedValue.principalMinor + storedValue.bonusMinor), points: pointsBack }
}

/** Computes a return from its inputs; null: it exceeds the sale. */
export function replayReturn(source: Pick<ReturnSource, 'rules' | 'sold'>, inputs: ReturnInputs, returnId: string): QuotedReturn | null {
  const { reason, lines, member, reversed, atMs } = inputs
  const outcome = quoteReturn(source.rules.programme, source.sold, member, reversed, { reason, lines }, atMs, returnId)
  return outcome.kind === 'quoted' ? outcome : null
}
