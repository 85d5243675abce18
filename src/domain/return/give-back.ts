import { must } from '../assert.ts'
import { isExpired } from '../lots.ts'
import type { LotState } from '../sale-case.ts'
import type { LotUse } from '../sold-sale.ts'

/** Where the points go that a return gives back. */
export interface GivenBack {
  /** Points of lapsed grace lots: not renewed a second time. */
  readonly droppedPoints: number
  readonly debtRepaidPoints: number
  /** By lot, in reverse order of use. */
  readonly toLots: readonly { readonly ref: string; readonly points: number }[]
  /** For a new lot, because their own has expired. */
  readonly gracePoints: number
  /** What each used lot has got back after this return, parallel to `lotsUsed`. */
  readonly lotsBackPoints: readonly number[]
}

/** A used lot as it stands at the time of the return. */
export type UsedLot = LotUse & { readonly now: LotState }

/**
 * Gives points back: those of lapsed grace lots are dropped, then debt is repaid, and the rest fills lots from the last
 * used backwards, each up to what it gave and has not got back. A point that repaid debt leaves its room.
 */
export function giveBack(
  points: number,
  lotsUsed: readonly UsedLot[],
  backSoFar: readonly number[],
  debtPoints: number,
  atMs: number,
): GivenBack {
  const back = [...backSoFar]
  const backwards = lotsUsed.map((_, index) => index).reverse()
  const isLapsedGrace = ({ now }: UsedLot): boolean => now.grace && isExpired(now, atMs)
  const roomOf = (index: number): number => must(lotsUsed[index]).points - must(back[index])
  let unplaced = points
  let droppedPoints = 0
  for (const index of backwards) {
    const placed = Math.min(roomOf(index), unplaced)
    unplaced -= placed
    if (!isLapsedGrace(must(lotsUsed[index]))) continue
    droppedPoints += placed
    back[index] = must(back[index]) + placed
  }
  const debtRepaidPoints = Math.min(debtPoints, points - droppedPoints)
  let left = points - droppedPoints - debtRepaidPoints
  let gracePoints = 0
  const toLots: { ref: string; points: number }[] = []
  for (const index of backwards) {
    const lot = must(lotsUsed[index])
    const placed = isLapsedGrace(lot) ? 0 : Math.min(roomOf(index), left)
    if (placed === 0) continue
    left -= placed
    back[index] = must(back[index]) + placed
    if (isExpired(lot.now, atMs)) gracePoints += placed
    else toLots.push({ ref: lot.ref, points: placed })
  }
  return { droppedPoints, debtRepaidPoints, toLots, gracePoints, lotsBackPoints: back }
}
