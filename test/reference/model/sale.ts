/** The sale from coupons to tier: everything that stands before its returns. */
import { circumstancesFail, isEarning, levelOf, minimumsFail } from './conditions.ts'
import type { Verdict } from './conditions.ts'
import { earnAt, earningBases } from './earn.ts'
import type { Earned } from './earn.ts'
import { compare, fraction, least, times, total } from './fraction.ts'
import type { Input, Level, Offer } from './case.ts'
import { eligibleGoods } from './line-offers.ts'
import { availabilityOfSale, expiryOfSale, hasExpired, lotsAtStart, spend, usablePoints } from './lots.ts'
import type { Lot } from './lots.ts'
import type { PricedLine } from './measure.ts'
import { payWithPoints, payWithStoredValue, Rejection } from './pay.ts'
import { goodsNet, priceBasket, takeManualDiscount } from './price.ts'

export interface Sale {
  readonly lines: readonly PricedLine[]
  readonly coupons: readonly Offer[]
  readonly worthMinor: readonly bigint[]
  readonly pointsUsed: readonly bigint[]
  readonly principalMinor: readonly bigint[]
  readonly bonusMinor: readonly bigint[]
  readonly earned: Earned
  readonly debtRepaidPoints: bigint
  readonly debtPoints: bigint
  readonly qualifying: bigint
  readonly tierAfter: string | null
  readonly needs: readonly string[]
  readonly lots: Lot[]
  readonly lotsUsed: readonly { readonly lot: Lot; readonly points: bigint }[]
  readonly newLot: Lot | null
  readonly verdicts: Map<Offer, Verdict>
}

/** The coupons one by one: unknown, expired, used. */
function acceptCoupons(input: Input): Offer[] {
  return input.coupons.map((use, index) => {
    if (use.offer === null) throw new Rejection('coupon_unknown')
    if (use.expiresAtMs !== null && use.expiresAtMs <= input.atMs) throw new Rejection('coupon_expired')
    const before = input.coupons.slice(0, index).filter((other) => other.code === use.code).length
    if (BigInt(before) >= use.usesLeft) throw new Rejection('coupon_used')
    return use.offer
  })
}

function needsApproval(input: Input, net: bigint): boolean {
  const limit = input.programme.manual[input.role]
  const minor = input.manualDiscountMinor
  if (limit === undefined || minor === 0n) return false
  return minor > limit.minorMax || compare(fraction(minor * 100n), times(fraction(net), limit.percentMax)) > 0
}

function judgeIssued(input: Input, lines: readonly PricedLine[], verdicts: Map<Offer, Verdict>): void {
  for (const offer of input.promotions.filter((one) => one.kind === 'issue-coupon')) {
    const goods = eligibleGoods(offer, lines).flatMap((index) => lines[index] ?? [])
    const verdict =
      circumstancesFail(offer, input, input.member?.tier ?? null) ??
      minimumsFail(
        offer,
        goods,
        goods.map((line) => line.netMinor),
        null,
      )
    if (verdict !== null) verdicts.set(offer, verdict)
  }
}

function highestReached(input: Input, qualifying: bigint): Level | null {
  let highest: Level | null = null
  for (const level of input.programme.tiers.levels) {
    if (level.threshold <= qualifying && (highest === null || level.threshold > highest.threshold)) highest = level
  }
  return highest
}

const higher = (a: Level | null, b: Level | null): Level | null =>
  a === null ? b : b === null || a.threshold >= b.threshold ? a : b

/** Earning at the tier held, or once more at a higher one that the sale reaches. */
function earnAndClimb(
  input: Input,
  lines: readonly PricedLine[],
  bases: readonly bigint[],
  coupons: readonly Offer[],
): { readonly earned: Earned; readonly qualifying: bigint; readonly tierAfter: string | null } {
  const { member } = input
  const held = levelOf(input, member?.tier ?? null)
  const first = earnAt(input, lines, bases, coupons, held?.id ?? null)
  if (member === null) return { earned: first, qualifying: 0n, tierAfter: null }
  const before = member.qualifying
  const reached = higher(held, highestReached(input, before + first.qualifying))
  if (!input.programme.tiers.crossing || reached === null || reached === held) {
    return { earned: first, qualifying: before + first.qualifying, tierAfter: reached?.id ?? null }
  }
  const second = earnAt(input, lines, bases, coupons, reached.id)
  const after = higher(reached, highestReached(input, before + second.qualifying))
  return { earned: second, qualifying: before + second.qualifying, tierAfter: after?.id ?? null }
}

/** Debt first, then a new lot; under `inactivity` all unexpired lots live longer. */
function bookEarned(
  input: Input,
  lots: Lot[],
  earned: Earned,
  spent: bigint,
): { readonly debtRepaid: bigint; readonly newLot: Lot | null } {
  const debtRepaid = least(earned.points, input.member?.debtPoints ?? 0n)
  if (input.programme.expiry.policy === 'inactivity' && (earned.points > 0n || spent > 0n)) {
    for (const lot of lots) if (!hasExpired(lot, input.atMs)) lot.expiresAtMs = expiryOfSale(input)
  }
  const left = earned.points - debtRepaid
  if (left === 0n) return { debtRepaid, newLot: null }
  const newLot: Lot = {
    index: lots.length,
    id: null,
    left,
    earnedAtMs: input.atMs,
    availableAtMs: availabilityOfSale(input),
    expiresAtMs: expiryOfSale(input),
    grace: false,
    gave: 0n,
  }
  lots.push(newLot)
  return { debtRepaid, newLot }
}

function rejectUseless(coupons: readonly Offer[], verdicts: Map<Offer, Verdict>): void {
  if (coupons.some((coupon) => verdicts.has(coupon))) throw new Rejection('coupon_not_applicable')
}

/** The sale as committed; throws a Rejection where a rule is broken. */
export function makeSale(input: Input): Sale {
  const verdicts = new Map<Offer, Verdict>()
  const coupons = acceptCoupons(input)
  const lines = priceBasket(input, input.lines, coupons, (offer) => offer.effect.quantityMilli, verdicts)
  rejectUseless(coupons, verdicts)
  const net = goodsNet(lines)
  if (input.manualDiscountMinor > net) throw new Rejection('manual_discount_over_due')
  takeManualDiscount(lines, input.manualDiscountMinor)
  const lots = lotsAtStart(input)
  const tender = payWithPoints(input, lines, usablePoints(input, lots))
  const stored = payWithStoredValue(input, lines, tender.worth)
  const bases = earningBases(input, lines, tender.worth, stored.bonus)
  const { earned, qualifying, tierAfter } = earnAndClimb(input, lines, bases, coupons.filter(isEarning))
  for (const [offer, verdict] of earned.verdicts) verdicts.set(offer, verdict)
  rejectUseless(coupons, verdicts)
  judgeIssued(input, lines, verdicts)
  const lotsUsed = spend(lots, tender.points, input.atMs)
  const { debtRepaid, newLot } = bookEarned(input, lots, earned, tender.points)
  const { verifyAbovePoints } = input.programme.redeem
  const needs = needsApproval(input, net) ? ['manager-approval'] : []
  if (verifyAbovePoints !== null && total(tender.shares) > verifyAbovePoints) needs.push('verification')
  return {
    lines,
    coupons,
    worthMinor: tender.worth,
    pointsUsed: tender.shares,
    principalMinor: stored.principal,
    bonusMinor: stored.bonus,
    earned,
    debtRepaidPoints: debtRepaid,
    debtPoints: (input.member?.debtPoints ?? 0n) - debtRepaid,
    qualifying,
    tierAfter,
    needs,
    lots,
    lotsUsed,
    newLot,
    verdicts,
  }
}
