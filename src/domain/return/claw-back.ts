import { assertNever } from '../assert.ts'
import { inSpendingOrder, isExpired, takeFrom } from '../lots.ts'
import type { LotTake } from '../lots.ts'
import type { Programme } from '../programme.ts'
import { ceilDiv, safeNumber, sumOf } from '../rounding.ts'
import type { LotState, ReturnReason } from '../sale-case.ts'
import { worthOf } from '../sale/points-tender.ts'
import { isShopsFault } from './recompute.ts'

/** How earned points are taken back. */
export interface ClawedBack {
  /** What was due to be taken, whether or not it was there. */
  readonly duePoints: number
  /** Of the sale's own lot, expired unspent and so not due any more. */
  readonly expiredNotDuePoints: number
  readonly takes: readonly LotTake[]
  readonly debtAddedPoints: number
  readonly letGoPoints: number
  /** `deduct`: points paid for with money, and that money. */
  readonly paidPoints: number
  readonly deductedMinor: number
}

export interface ClawBackInputs {
  readonly programme: Programme
  readonly reason: ReturnReason
  readonly atMs: number
  /** Points that the lines earned and now lose. */
  readonly earnedPoints: number
  /** The member's lots after points were given back. */
  readonly lots: readonly LotState[]
  readonly newLotRef: string | null
  /** How much of the sale's expired lot earlier returns have counted already. */
  readonly expiredCountedPoints: number
  /** Money refunded in other tenders than stored value. */
  readonly restMinor: number
}

/** From the lot that the sale made, then from the others in spending order, pending ones too. */
export function clawBack(inputs: ClawBackInputs): ClawedBack {
  const { atMs, earnedPoints, lots, newLotRef, expiredCountedPoints } = inputs
  const own = lots.find((lot) => lot.ref === newLotRef)
  const expiredUnspent = own !== undefined && isExpired(own, atMs) ? Math.max(0, own.points - expiredCountedPoints) : 0
  const expiredNotDuePoints = Math.min(earnedPoints, expiredUnspent)
  const duePoints = earnedPoints - expiredNotDuePoints
  const others = inSpendingOrder(lots.filter((lot) => lot !== own))
  const inOrder = [...(own === undefined ? [] : [own]), ...others].filter((lot) => !isExpired(lot, atMs))
  const { takes, short } = takeFrom(inOrder, duePoints)
  return { duePoints, expiredNotDuePoints, takes, ...shortage(inputs, short) }
}

function shortage(
  { programme, reason, restMinor }: ClawBackInputs,
  shortPoints: number,
): Pick<ClawedBack, 'debtAddedPoints' | 'letGoPoints' | 'paidPoints' | 'deductedMinor'> {
  const asDebt = { debtAddedPoints: shortPoints, letGoPoints: 0, paidPoints: 0, deductedMinor: 0 }
  const policy = programme.returns.shortage
  switch (policy) {
    case 'debt':
      return asDebt
    case 'clamp':
      return { ...asDebt, debtAddedPoints: 0, letGoPoints: shortPoints }
    case 'deduct': {
      // For the shop's own fault nothing is taken from the money.
      if (isShopsFault(reason)) return asDebt
      const { redeem } = programme
      const deductedMinor = Math.min(worthOf(shortPoints, redeem), restMinor)
      const bought = ceilDiv(BigInt(deductedMinor) * BigInt(redeem.points), BigInt(redeem.minor))
      const paidPoints = Math.min(shortPoints, safeNumber(bought))
      return { debtAddedPoints: sumOf([shortPoints, -paidPoints]), letGoPoints: 0, paidPoints, deductedMinor }
    }
    default:
      return assertNever(policy)
  }
}
