import { must } from '../assert.ts'
import type { Offer } from '../offers/offer.ts'
import { compareIds } from '../ordering.ts'
import type { EarnCaps } from '../programme.ts'
import type { MemberState } from '../sale-case.ts'

/** What a budget took off, and what the promotion gave before: its own use of the budget. */
export interface BudgetCut {
  readonly offer: Offer
  readonly gavePoints: number
  readonly leftPoints: number
  readonly cutPoints: number
}

export interface CapCut {
  readonly cap: keyof EarnCaps
  readonly capPoints: number
  /** What earlier sales left of the cap. */
  readonly leftPoints: number
  readonly cutPoints: number
}

/**
 * Budgets in points, in the order of ids: what a promotion gave is the total with it and the later ones minus the total
 * with the later ones only. What exceeds its budget is taken off, not below 0.
 */
export function budgetCuts(
  offers: readonly Offer[],
  totalPoints: number,
  totalWithout: (offers: ReadonlySet<Offer>) => number,
): BudgetCut[] {
  const budgeted = offers.filter((offer) => offer.budgetLeft !== null).sort((a, b) => compareIds(a.id, b.id))
  const without = new Set<Offer>()
  let withLater = totalPoints
  let left = totalPoints
  return budgeted.map((offer) => {
    without.add(offer)
    const withoutIt = totalWithout(without)
    const gavePoints = withLater - withoutIt
    withLater = withoutIt
    const leftPoints = must(offer.budgetLeft)
    const cutPoints = Math.min(left, Math.max(0, gavePoints - leftPoints))
    left -= cutPoints
    return { offer, gavePoints, leftPoints, cutPoints }
  })
}

/** The caps that are set, in the order sale, day, month, each on what the earlier left. Caps never reject. */
export function capCuts(caps: EarnCaps, member: MemberState | null, points: number): CapCut[] {
  const earlier: Record<keyof EarnCaps, number> = {
    perSalePoints: 0,
    perDayPoints: member?.earnedTodayPoints ?? 0,
    perMonthPoints: member?.earnedMonthPoints ?? 0,
  }
  let left = points
  return CAPS.flatMap((cap) => {
    const capPoints = caps[cap]
    if (capPoints === null) return []
    const leftPoints = Math.max(0, capPoints - earlier[cap])
    const cutPoints = Math.max(0, left - leftPoints)
    left -= cutPoints
    return [{ cap, capPoints, leftPoints, cutPoints }]
  })
}

const CAPS = ['perSalePoints', 'perDayPoints', 'perMonthPoints'] as const
