import { sumOf } from '../rounding.ts'
import type { SaleWork } from './sale-work.ts'

/** What a promotion with a budget took of it: money for discounts, points for earning. */
export interface BudgetUse {
  readonly promotion: string
  readonly minor: number
  readonly points: number
}

export function budgetUses({ offers, lines, earning }: SaleWork): BudgetUse[] {
  const cuts = lines.flatMap((line) => line.cuts)
  return offers.promotions
    .filter((offer) => offer.budgetLeft !== null)
    .map((offer) => {
      const cut = earning.pass.budgetCuts.find((budget) => budget.offer === offer)
      return {
        promotion: offer.id,
        minor: sumOf(cuts.filter((part) => part.offer === offer).map((part) => part.offMinor)),
        points: cut === undefined ? 0 : Math.max(0, Math.min(cut.gavePoints, cut.leftPoints)),
      }
    })
    .filter((use) => use.minor > 0 || use.points > 0)
}
