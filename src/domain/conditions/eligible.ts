import type { MeasuredCondition } from './condition.ts'

/** At least one line that the offer is for. */
export const eligible: MeasuredCondition = (_offer, _facts, basis) =>
  basis.lineCount > 0 ? null : { why: 'no-eligible-line' }
