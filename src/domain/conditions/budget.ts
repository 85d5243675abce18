import type { MeasuredCondition } from './condition.ts'

/** Something left of the budget; for a gift, its whole list price. */
export const budget: MeasuredCondition = (offer, _facts, { giftMinor }) => {
  if (offer.budgetLeft === null) return null
  return offer.budgetLeft > 0 && giftMinor <= offer.budgetLeft ? null : { why: 'budget-empty' }
}
