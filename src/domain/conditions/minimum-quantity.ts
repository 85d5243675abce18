import type { MeasuredCondition } from './condition.ts'

/** Enough bought of the eligible lines. */
export const minimumQuantity: MeasuredCondition = (offer, _facts, { quantityMilli }) => {
  const missingMilli = offer.rule.what.minQuantityMilli - quantityMilli
  return missingMilli <= 0 ? null : { why: 'below-minimum-quantity', missingMilli }
}
