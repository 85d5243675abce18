import type { MeasuredCondition } from './condition.ts'

/** Something left of the budget. */
export const budget: MeasuredCondition = (offer) => {
  return offer.budgetLeft === null || offer.budgetLeft > 0 ? null : { why: 'budget-empty' }
}
