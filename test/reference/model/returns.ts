/** Returns: what each line gives back, what becomes of the points. */
import { ceiling, fraction, least, most, splitByWhole, total } from './fraction.ts'
import type { ReturnAsked } from './case.ts'
import { balance, hasExpired, inSpendingOrder, newGraceLot } from './lots.ts'
import { worthOf } from './measure.ts'
import { Rejection } from './pay.ts'
import { recomputeTargets } from './recompute.ts'
import { keepTarget, netOf } from './sold-line.ts'
import type { Books, Reversed, SoldLine } from './sold-line.ts'

export interface ReturnResult {
  readonly refundMinor: number
  readonly storedValue: { readonly principalMinor: number; readonly bonusMinor: number }
  readonly pointsBack: number
  readonly pointsClawedBack: number
  readonly debtPoints: number
  readonly balancePoints: number
  readonly lines: readonly {
    readonly line: number
    readonly netMinor: number
    readonly pointsTenderMinor: number
    readonly pointsBack: number
    readonly pointsClawedBack: number
  }[]
}

/** Counts the goods back in; the lines named, once each, in the order named. */
function takeGoods(books: Books, asked: ReturnAsked): SoldLine[] {
  const named: SoldLine[] = []
  for (const one of asked.lines) {
    const line = books.lines[one.line]
    if (line === undefined || line.returnedMilli + one.quantityMilli > line.quantityMilli)
      throw new Rejection('return_exceeds_sale')
    line.returnedMilli += one.quantityMilli
    if (!named.includes(line)) named.push(line)
  }
  return named
}

/** Gives points back from the last lot used to the first; what belongs to a lapsed grace lot is dropped before debt is repaid. */
function givePointsBack(books: Books, points: bigint, atMs: number): void {
  const sources = [...books.sale.lotsUsed].reverse().map((used) => used.lot)
  let left = points
  let dropped = 0n
  for (const lot of sources) {
    const room = least(left, lot.gave)
    left -= room
    if (!(lot.grace && hasExpired(lot, atMs))) continue
    lot.gave -= room
    dropped += room
  }
  const kept = points - dropped
  const repaid = least(kept, books.debtPoints)
  books.debtPoints -= repaid
  let filling = kept - repaid
  let renewed = 0n
  for (const lot of sources) {
    if (lot.grace && hasExpired(lot, atMs)) continue
    const given = least(filling, lot.gave)
    filling -= given
    lot.gave -= given
    if (hasExpired(lot, atMs)) renewed += given
    else lot.left += given
  }
  if (renewed > 0n) books.lots.push(newGraceLot(books.input.programme, books.lots.length, renewed, atMs))
}

/** Takes points from the sale's own lot, then from the others; what is missing. */
function takeFromLots(books: Books, points: bigint, atMs: number): bigint {
  const own = books.sale.newLot
  const others = inSpendingOrder(books.lots.filter((lot) => lot !== own))
  let missing = points
  for (const lot of own === null ? others : [own, ...others]) {
    if (hasExpired(lot, atMs)) continue
    const taken = least(missing, lot.left)
    lot.left -= taken
    missing -= taken
  }
  return missing
}

/** What of the sale's own lot has expired unspent is not due any more, once; the lot itself is left for its expiry entry. */
function lowerByExpired(books: Books, due: bigint, atMs: number): bigint {
  const own = books.sale.newLot
  if (own === null || !hasExpired(own, atMs)) return due
  const lapsed = least(due, most(0n, own.left - books.lapsedPoints))
  books.lapsedPoints += lapsed
  return due - lapsed
}

/** Settles what could not be taken back; the money kept from the refund. */
function settleShortage(books: Books, missing: bigint, restMinor: bigint, reason: string): bigint {
  const { redeem, returns } = books.input.programme
  if (missing === 0n || returns.shortage === 'clamp') return 0n
  if (returns.shortage !== 'deduct' || reason === 'defect' || reason === 'statutory') {
    books.debtPoints += missing
    return 0n
  }
  const money = least(worthOf(missing, redeem), restMinor)
  const paid = least(missing, ceiling(fraction(money * redeem.points, redeem.minor)))
  books.debtPoints += missing - paid
  return money
}

const minus = (a: Reversed, b: Reversed): Reversed => ({
  worth: a.worth - b.worth,
  principal: a.principal - b.principal,
  bonus: a.bonus - b.bonus,
  rest: a.rest - b.rest,
  used: a.used - b.used,
  earned: a.earned - b.earned,
})

function keepTargets(named: readonly SoldLine[]): Map<SoldLine, Reversed> {
  return new Map(named.map((line) => [line, keepTarget(line)]))
}

export function makeReturn(books: Books, asked: ReturnAsked): ReturnResult {
  const before = books.lines.map((line) => keepTarget(line))
  const named = takeGoods(books, asked)
  const isRecompute =
    books.input.programme.returns.thresholdOffers === 'recompute' && total(books.lines.map((line) => line.net)) > 0n
  const targets = isRecompute ? recomputeTargets(books, named, before.map(netOf), asked.reason) : keepTargets(named)
  const moved = [...targets].map(([line, target]) => {
    const change = minus(target, line.reversed)
    line.reversed = target
    return { line, change }
  })
  const sum = (pick: (numbers: Reversed) => bigint): bigint => total(moved.map((one) => pick(one.change)))
  const pointsBack = sum((numbers) => numbers.used)
  givePointsBack(books, pointsBack, asked.atMs)
  const clawed = lowerByExpired(
    books,
    sum((numbers) => numbers.earned),
    asked.atMs,
  )
  const clawedOfLine = splitByWhole(
    clawed,
    moved.map((one) => one.change.earned),
  )
  const missing = takeFromLots(books, clawed, asked.atMs)
  const deducted = settleShortage(
    books,
    missing,
    most(
      0n,
      sum((numbers) => numbers.rest),
    ),
    asked.reason,
  )
  return {
    refundMinor: Number(sum((numbers) => netOf(numbers) - numbers.worth) - deducted),
    storedValue: {
      principalMinor: Number(sum((numbers) => numbers.principal)),
      bonusMinor: Number(sum((numbers) => numbers.bonus)),
    },
    pointsBack: Number(pointsBack),
    pointsClawedBack: Number(clawed),
    debtPoints: Number(books.debtPoints),
    balancePoints: Number(balance(books.lots, books.debtPoints, asked.atMs)),
    lines: moved.map(({ line, change }, index) => ({
      line: line.index,
      netMinor: Number(netOf(change)),
      pointsTenderMinor: Number(change.worth),
      pointsBack: Number(change.used),
      pointsClawedBack: Number(clawedOfLine[index] ?? 0n),
    })),
  }
}
