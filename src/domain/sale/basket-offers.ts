import { must } from '../assert.ts'
import { measuredReason, personalReason } from '../conditions/table.ts'
import type { BasketAction, DiscountAction, GiftAction } from '../offers/action.ts'
import { compareOffers } from '../offers/offer.ts'
import type { Offer } from '../offers/offer.ts'
import { sumOf } from '../rounding.ts'
import type { NotAppliedReason } from '../sale-result.ts'
import { split } from '../split.ts'
import { cutLine, giftLineOf } from './basket-line.ts'
import type { BasketLine } from './basket-line.ts'
import { eligibleIndices, isLineOffer, measureLineOffer } from './discount.ts'
import type { Judgement } from './discount.ts'
import { basisOf } from './eligibility.ts'

/** An offer of the basket's turn: discounts of the whole basket, gifts, and every coupon with a discount. */
export type BasketOffer = Offer<DiscountAction>

/** How much of a gift there is: what its effect says in a sale, what the customer kept in a return. */
export type GiftQuantity = (offer: Offer<GiftAction>) => number

/**
 * Basket offers: by priority, then id, each on what the earlier left. Of those that name the same group only the one
 * that takes most off applies, at the turn of the first in it whose time, place and person hold. Cuts the lines, adds
 * gifts to them, and notes the reason of every offer that did nothing.
 */
export function applyBasketOffers(
  lines: BasketLine[],
  offers: readonly BasketOffer[],
  giftQuantity: GiftQuantity,
  { facts, reasons }: Judgement,
): void {
  const inTurn = offers
    .filter((offer) => {
      const reason = personalReason(offer, facts)
      if (reason !== null) reasons.set(offer.key, reason)
      return reason === null
    })
    .sort(compareOffers)
  const done = new Set<BasketOffer>()
  for (const offer of inTurn) {
    if (done.has(offer)) continue
    const { group } = offer.rule
    const rivals = group === null ? [offer] : inTurn.filter((rival) => rival.rule.group === group)
    const bids = rivals.map((rival) => measure(rival, lines, giftQuantity))
    for (const bid of bids) {
      done.add(bid.offer)
      const reason = measuredReason(bid.offer, facts, bid.basis)
      if (reason !== null) reasons.set(bid.offer.key, reason)
    }
    const holding = bids.filter((bid) => !reasons.has(bid.offer.key))
    const winner = holding.reduce<Bid | null>((best, bid) => (bid.offMinor > (best?.offMinor ?? 0) ? bid : best), null)
    if (winner !== null) give(winner, lines)
    for (const bid of holding) if (bid !== winner) reasons.set(bid.offer.key, lossTo(winner, bid))
  }
}

interface Bid {
  readonly offer: BasketOffer
  readonly basis: ReturnType<typeof basisOf>
  readonly offMinor: number
  /** Parallel to the lines of this turn; a gift's own line comes after them. */
  readonly parts: readonly number[]
  readonly giftLine: BasketLine | null
}

function lossTo(winner: Bid | null, bid: Bid): NotAppliedReason {
  return winner !== null && bid.offMinor > 0
    ? { why: 'better-offer', than: winner.offer.id }
    : { why: 'nothing-to-take-off' }
}

function measure(offer: BasketOffer, lines: readonly BasketLine[], giftQuantity: GiftQuantity): Bid {
  const eligible = eligibleIndices(offer, lines)
  const chosen = eligible.map((index) => must(lines[index]))
  const basis = basisOf(chosen, (line) => line.netMinor)
  if (isLineOffer(offer)) {
    const parts = measureLineOffer(offer, lines, eligible)
    return { offer, basis, offMinor: sumOf(parts), parts, giftLine: null }
  }
  if (offer.action.kind === 'gift') return measureGift(offer as Offer<GiftAction>, lines, eligible, giftQuantity)
  const { action, budgetLeft } = offer as Offer<BasketAction>
  const offMinor = Math.min(action.offMinor(basis.spendMinor), basis.spendMinor, budgetLeft ?? Infinity)
  const parts = spread(lines, eligible, eligible.length === 0 ? 0 : offMinor)
  return { offer, basis, offMinor, parts, giftLine: null }
}

function measureGift(
  offer: Offer<GiftAction>,
  lines: readonly BasketLine[],
  eligible: readonly number[],
  giftQuantity: GiftQuantity,
): Bid {
  const giftLine = giftLineOf(offer, { ...offer.action.gift, quantityMilli: giftQuantity(offer) })
  const chosen = eligible.map((index) => must(lines[index]))
  const basis = basisOf(chosen, (line) => line.netMinor)
  // A gift is given whole or not at all: what is left of the budget must hold its list price.
  const isWithinBudget = giftLine.grossMinor <= (offer.budgetLeft ?? Infinity)
  const offMinor = isWithinBudget ? giftLine.grossMinor : 0
  const parts = spread([...lines, giftLine], [...eligible, lines.length], offMinor)
  return { offer, basis, offMinor, parts, giftLine }
}

/** Splits a discount over some lines by net; parallel to all of them. */
function spread(lines: readonly BasketLine[], eligible: readonly number[], offMinor: number): number[] {
  const parts = lines.map(() => 0)
  const weights = eligible.map((index) => must(lines[index]).netMinor)
  split(offMinor, weights).forEach((part, at) => {
    parts[must(eligible[at])] = part
  })
  return parts
}

function give({ offer, parts, giftLine }: Bid, lines: BasketLine[]): void {
  if (giftLine !== null) lines.push(giftLine)
  lines.forEach((line, index) => {
    const offMinor = must(parts[index])
    if (offMinor > 0 || line === giftLine) cutLine(line, offer, offMinor)
  })
}
