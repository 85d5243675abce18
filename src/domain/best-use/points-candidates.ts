import { isUsable, usablePoints } from '../lots.ts'
import type { Programme } from '../programme.ts'
import { ceilDiv, sumOf } from '../rounding.ts'
import type { MemberState } from '../sale-case.ts'
import type { PricedSale } from '../sale/sale-work.ts'
import { lasts } from './aim.ts'

/** Up to so many numbers of points are all tried; beyond, those at which something changes. */
const TRY_ALL_MAX = 40
/** Numbers tried on either side of such a turning point, where rounding may tip the scale. */
const NEIGHBOURS = 2

/**
 * Numbers of points worth trying for a basket, in rising order: 0 and, between the programme's minimum and `pointsMax`,
 * all of them where they are few. Otherwise the turning points: the least, the most, those that expire soon, and those
 * that leave an earning offer exactly its minimum spend.
 */
export function pointsCandidates({ programme, inputs, lines, offers }: PricedSale, pointsMax: number): number[] {
  const { member } = inputs
  const { stepPoints, minPoints } = programme.redeem
  if (member === null || pointsMax === 0) return [0]
  const least = Math.max(stepPoints, Math.ceil(minPoints / stepPoints) * stepPoints)
  const steps = Math.floor((pointsMax - least) / stepPoints) + 1
  if (steps <= TRY_ALL_MAX) {
    return [0, ...Array.from({ length: steps }, (_, index) => least + index * stepPoints)]
  }
  const dueMinor = sumOf(lines.map((line) => line.netMinor))
  const minimums = offers.earn.map((offer) => offer.rule.what.minSpendMinor).filter((minor) => minor > 0)
  const turning = [
    least,
    pointsMax,
    fleetingPoints(member, inputs.atMs),
    ...minimums.filter((minor) => minor < dueMinor).map((minor) => pointsWorth(programme, dueMinor - minor)),
  ]
  const near = turning.flatMap((points) => neighbours(points, stepPoints))
  const allowed = near.filter((points) => points >= least && points <= pointsMax)
  return [0, ...new Set(allowed)].sort((a, b) => a - b)
}

/** Numbers just below a choice, for as long as one point may be worth less than rounding earned points gives. */
export function slightlyFewer({ programme }: PricedSale, points: number): number[] {
  const { stepPoints } = programme.redeem
  return Array.from({ length: 100 }, (_, index) => points - (index + 1) * stepPoints).filter((fewer) => fewer > 0)
}

/** Points that expire within 30 days and can be spent: using them costs nothing. */
function fleetingPoints(member: MemberState, atMs: number): number {
  const fleeting = member.lots.filter((lot) => isUsable(lot, atMs) && !lasts(lot.expiresAtMs, atMs))
  return Math.min(usablePoints(member, atMs), sumOf(fleeting.map((lot) => lot.points)))
}

function pointsWorth({ redeem }: Programme, minor: number): number {
  return Number(ceilDiv(BigInt(minor) * BigInt(redeem.points), BigInt(redeem.minor)))
}

function neighbours(points: number, stepPoints: number): number[] {
  const below = Math.floor(points / stepPoints) * stepPoints
  return Array.from({ length: 2 * NEIGHBOURS + 2 }, (_, index) => below + (index - NEIGHBOURS) * stepPoints)
}
