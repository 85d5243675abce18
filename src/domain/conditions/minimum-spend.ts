import type { MeasuredCondition } from './condition.ts'

/** Enough spent on the eligible lines: the rule's own minimum, then the threshold of a `spend-x-save-y`. */
export const minimumSpend: MeasuredCondition = (offer, _facts, { spendMinor }) => {
  const thresholdMinor = offer.action.kind === 'basket' ? offer.action.spendMinor : 0
  for (const minimumMinor of [offer.rule.what.minSpendMinor, thresholdMinor]) {
    if (spendMinor < minimumMinor) return { why: 'below-minimum-spend', missingMinor: minimumMinor - spendMinor }
  }
  return null
}
