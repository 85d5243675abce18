import { assert } from './assert.ts'
import { compareIds } from './ordering.ts'
import { sumOf } from './rounding.ts'
import type { LotState } from './sale-case.ts'

export function isExpired(lot: Pick<LotState, 'expiresAtMs'>, atMs: number): boolean {
  return lot.expiresAtMs !== null && lot.expiresAtMs <= atMs
}

export function isUsable(lot: LotState, atMs: number): boolean {
  return !isExpired(lot, atMs) && (lot.availableAtMs === null || lot.availableAtMs <= atMs)
}

/** The order in which points leave: soonest expiry (none = last), earliest earned, id (null = last), place in the list. */
export function inSpendingOrder(lots: readonly LotState[]): LotState[] {
  return lots
    .map((lot, index) => ({ lot, index }))
    .sort((a, b) => compareForSpending(a.lot, b.lot) || a.index - b.index)
    .map(({ lot }) => lot)
}

/** Points in lots that have not expired, pending ones too. */
export function unexpiredPoints(lots: readonly LotState[], atMs: number): number {
  return sumOf(lots.filter((lot) => !isExpired(lot, atMs)).map((lot) => lot.points))
}

/** What a member can spend here: usable lots − debt, not below 0, not above the till's bound. */
export function usablePoints(
  member: { readonly lots: readonly LotState[]; readonly debtPoints: number; readonly spendablePoints: number | null },
  atMs: number,
): number {
  const inLots = sumOf(member.lots.filter((lot) => isUsable(lot, atMs)).map((lot) => lot.points))
  return Math.max(0, Math.min(inLots - member.debtPoints, member.spendablePoints ?? Infinity))
}

export interface LotTake {
  readonly lot: LotState
  readonly points: number
}

/** Takes up to `points` from lots in the order given; `short` is what they did not hold. */
export function takeFrom(lots: readonly LotState[], points: number): { takes: LotTake[]; short: number } {
  assert(points >= 0, 'points taken are not negative')
  let short = points
  const takes: LotTake[] = []
  for (const lot of lots) {
    const taken = Math.min(lot.points, short)
    if (taken > 0) takes.push({ lot, points: taken })
    short -= taken
  }
  return { takes, short }
}

/** The lots with so many points more, or fewer, by `ref`. */
export function changeLots(lots: readonly LotState[], changeByRef: ReadonlyMap<string, number>): LotState[] {
  return lots.map((lot) => {
    const change = changeByRef.get(lot.ref) ?? 0
    return change === 0 ? lot : { ...lot, points: lot.points + change }
  })
}

function compareForSpending(a: LotState, b: LotState): number {
  return (
    compareNullLast(a.expiresAtMs, b.expiresAtMs, (x, y) => x - y) ||
    a.earnedAtMs - b.earnedAtMs ||
    compareNullLast(a.id, b.id, compareIds)
  )
}

function compareNullLast<T>(a: T | null, b: T | null, compare: (a: T, b: T) => number): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  return compare(a, b)
}
