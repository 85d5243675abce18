import { must } from '../assert.ts'
import { measuredReason, personalReason } from '../conditions/table.ts'
import { compareOffers } from '../offers/offer.ts'
import { compareIds } from '../ordering.ts'
import { sumOf } from '../rounding.ts'
import { cutLine } from './basket-line.ts'
import type { BasketLine } from './basket-line.ts'
import { eligibleIndices, measureLineOffer } from './discount.ts'
import type { Judgement, LineOffer } from './discount.ts'
import { basisOf } from './eligibility.ts'

const DEFAULT_GROUP = 'price'

/**
 * Line offers: groups by the highest priority among the offers that hold, then by name, each on what the earlier left.
 * Cuts the lines and notes the reason of every offer that did nothing.
 */
export function applyLineOffers(
  lines: readonly BasketLine[],
  offers: readonly LineOffer[],
  judgement: Judgement,
): void {
  const groups = new Map<string, Candidate[]>()
  for (const offer of offers) {
    const eligible = eligibleIndices(offer, lines)
    const chosen = eligible.map((index) => must(lines[index]))
    const reason =
      personalReason(offer, judgement.facts) ??
      measuredReason(
        offer,
        judgement.facts,
        basisOf(chosen, (line) => line.grossMinor),
      )
    if (reason !== null) {
      judgement.reasons.set(offer.key, reason)
      continue
    }
    const name = offer.rule.group ?? DEFAULT_GROUP
    const group = groups.get(name) ?? []
    group.push({ offer, eligible })
    groups.set(name, group)
  }
  const highest = (group: readonly Candidate[]): number => Math.max(...group.map(({ offer }) => offer.rule.priority))
  const inTurn = [...groups].sort(([a, x], [b, y]) => highest(y) - highest(x) || compareIds(a, b))
  for (const [, group] of inTurn) applyGroup(lines, group, judgement)
}

interface Candidate {
  readonly offer: LineOffer
  /** Indices of its eligible lines. */
  readonly eligible: readonly number[]
}

/** A candidate with what it would take off each line. */
interface Bid extends Candidate {
  readonly offMinor: readonly number[]
}

interface Win {
  readonly offer: LineOffer
  readonly offMinor: number
}

function applyGroup(lines: readonly BasketLine[], group: readonly Candidate[], { reasons }: Judgement): void {
  const bids = group
    .map((candidate) => ({ ...candidate, offMinor: measureLineOffer(candidate.offer, lines, candidate.eligible) }))
    .sort((a, b) => compareOffers(a.offer, b.offer))
  const singles = bids.filter(({ offer }) => offer.action.kind === 'each-line')
  const multis = bids.filter(({ offer }) => offer.action.kind === 'across-lines')
  const best = lines.map((_, index) => bestBid(singles, index))
  const winners = takeAcrossLines(lines, multis, best)
  winners.forEach((win, index) => {
    if (win !== null) cutLine(must(lines[index]), win.offer, win.offMinor)
  })
  const applied = new Set(winners.map((win) => win?.offer))
  for (const bid of bids) {
    if (applied.has(bid.offer)) continue
    const winner = winners.find((win, index) => must(bid.offMinor[index]) > 0 && win !== null)
    reasons.set(bid.offer.key, winner ? { why: 'better-offer', than: winner.offer.id } : { why: 'nothing-to-take-off' })
  }
}

/** The single-line offer that takes most off a line; `bids` are in the order that decides ties. */
function bestBid(bids: readonly Bid[], index: number): Win | null {
  let best: Win | null = null
  for (const { offer, offMinor } of bids) {
    const off = must(offMinor[index])
    if (off > (best?.offMinor ?? 0)) best = { offer, offMinor: off }
  }
  return best
}

/**
 * Offers over several lines, those that take most off first, each on the lines not yet taken: one takes the lines on
 * which it takes something off only where that is strictly more than the best single-line offers take there.
 */
function takeAcrossLines(
  lines: readonly BasketLine[],
  multis: readonly Bid[],
  best: readonly (Win | null)[],
): (Win | null)[] {
  const winners = [...best]
  const taken = new Set<number>()
  const totals = new Map(multis.map((bid) => [bid, sumOf(bid.offMinor)]))
  const inTurn = [...multis].sort((a, b) => must(totals.get(b)) - must(totals.get(a)))
  for (const bid of inTurn) {
    const free = bid.eligible.filter((index) => !taken.has(index))
    const offMinor = free.length === bid.eligible.length ? bid.offMinor : measureLineOffer(bid.offer, lines, free)
    const touched = free.filter((index) => must(offMinor[index]) > 0)
    const bidMinor = sumOf(touched.map((index) => must(offMinor[index])))
    const singleMinor = sumOf(touched.map((index) => best[index]?.offMinor ?? 0))
    if (bidMinor <= singleMinor) continue
    for (const index of touched) {
      taken.add(index)
      winners[index] = { offer: bid.offer, offMinor: must(offMinor[index]) }
    }
  }
  return winners
}
