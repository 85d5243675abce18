import { must } from '../assert.ts'
import type { OfferFacts } from '../conditions/condition.ts'
import type { AcrossLinesAction, EachLineAction } from '../offers/action.ts'
import type { Offer } from '../offers/offer.ts'
import type { NotAppliedReason } from '../sale-result.ts'
import { isGoods } from './basket-line.ts'
import type { BasketLine } from './basket-line.ts'
import { isFor } from './eligibility.ts'

/** An offer that prices lines, each by itself or several together. */
export type LineOffer = Offer<EachLineAction | AcrossLinesAction>

export function isLineOffer(offer: Offer): offer is LineOffer {
  return offer.action.kind === 'each-line' || offer.action.kind === 'across-lines'
}

/** Reasons found so far why offers do nothing, by offer key. */
export type Reasons = Map<string, NotAppliedReason>
export type ReadonlyReasons = ReadonlyMap<string, NotAppliedReason>

/** What offers and their conditions are judged on. */
export interface Judgement {
  readonly facts: OfferFacts
  readonly reasons: Reasons
}

/** Whether an offer may touch a line at all. */
export function suitsLine(offer: Offer, line: BasketLine): boolean {
  if (!isGoods(line) || !isFor(offer.rule.what, line)) return false
  return isLineOffer(offer) ? offer.action.suits(line) : true
}

/** What an offer takes off each line, parallel to `lines`, 0 for those not among the eligible ones; cut to its budget. */
export function measureLineOffer(
  offer: LineOffer,
  lines: readonly BasketLine[],
  eligible: readonly number[],
): number[] {
  const offMinor = lines.map(() => 0)
  const chosen = eligible.map((index) => must(lines[index]))
  const { action } = offer
  const parts = action.kind === 'each-line' ? chosen.map((line) => action.offMinor(line)) : action.offMinor(chosen)
  cutToBudget(parts, offer.budgetLeft).forEach((part, at) => {
    offMinor[must(eligible[at])] = part
  })
  return offMinor
}

/** Parts, lines in order, until the budget is used up. */
export function cutToBudget(parts: readonly number[], budgetMinor: number | null): readonly number[] {
  if (budgetMinor === null) return parts
  let leftMinor = budgetMinor
  return parts.map((part) => {
    const cut = Math.min(part, leftMinor)
    leftMinor -= cut
    return cut
  })
}

export function eligibleIndices(offer: Offer, lines: readonly BasketLine[]): number[] {
  return lines.flatMap((line, index) => (suitsLine(offer, line) ? [index] : []))
}
