import { must } from '../assert.ts'
import { addDays, startOfBusinessDay } from '../business-date.ts'
import { expiryOf } from '../expiry.ts'
import { changeLots, inSpendingOrder, isExpired, isUsable, takeFrom, unexpiredPoints } from '../lots.ts'
import type { Programme } from '../programme.ts'
import { sumOf } from '../rounding.ts'
import type { LotState, MemberState } from '../sale-case.ts'

/** What a sale does to a member's lots and debt. */
export interface Settlement {
  /** In the order of use; `lot` is as it was before. */
  readonly lotsUsed: readonly { readonly lot: LotState; readonly index: number; readonly points: number }[]
  readonly debtRepaidPoints: number
  readonly debtPoints: number
  readonly newLot: LotState | null
  /** All lots after the sale in their order, empty ones included, then the new one. */
  readonly lots: readonly LotState[]
  /** Unexpired lots − debt. */
  readonly balancePoints: number
}

export interface SaleMoment {
  readonly atMs: number
  readonly businessDate: string
}

/** Spends, repays debt first, puts the rest into a new lot, and under `inactivity` moves the expiry of every lot. */
export function settleLots(
  programme: Programme,
  member: MemberState,
  { atMs, businessDate }: SaleMoment,
  points: { readonly usedPoints: number; readonly earnPoints: number },
  newLotRef: string,
): Settlement {
  const usable = inSpendingOrder(member.lots.filter((lot) => isUsable(lot, atMs)))
  const { takes } = takeFrom(usable, points.usedPoints)
  const debtRepaidPoints = Math.min(points.earnPoints, member.debtPoints)
  const debtPoints = member.debtPoints - debtRepaidPoints
  const lotPoints = points.earnPoints - debtRepaidPoints
  const expiresAtMs = expiryOf(programme.expiry, businessDate, programme)
  const { pendingDays } = programme.earn
  const availableAtMs = pendingDays > 0 ? startOfBusinessDay(addDays(businessDate, pendingDays), programme) : atMs
  const newLot: LotState | null =
    lotPoints === 0
      ? null
      : { ref: newLotRef, id: null, points: lotPoints, earnedAtMs: atMs, availableAtMs, expiresAtMs, grace: false }
  const spent = changeLots(member.lots, new Map(takes.map(({ lot, points: taken }) => [lot.ref, -taken])))
  const isActive = points.earnPoints > 0 || points.usedPoints > 0
  const movesExpiry = programme.expiry.policy === 'inactivity' && isActive
  const moved = movesExpiry ? spent.map((lot) => (isExpired(lot, atMs) ? lot : { ...lot, expiresAtMs })) : spent
  const lots = newLot === null ? moved : [...moved, newLot]
  return {
    lotsUsed: takes.map(({ lot, points: taken }) => ({ lot, index: member.lots.indexOf(lot), points: taken })),
    debtRepaidPoints,
    debtPoints,
    newLot,
    lots,
    balancePoints: sumOf([unexpiredPoints(lots, atMs), -debtPoints]),
  }
}

/** The lots that gave points, as they are after the sale: what a return needs to know of them. */
export function lotUses({ lotsUsed, lots }: Settlement): { readonly lot: LotState; readonly points: number }[] {
  return lotsUsed.map(({ index, points }) => ({ lot: must(lots[index]), points }))
}
