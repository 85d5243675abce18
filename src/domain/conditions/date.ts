import type { PersonalCondition } from './condition.ts'

/** Between `from` and `to`, both included, and one of `dates` where there are any. */
export const date: PersonalCondition = (offer, { moment: { businessDate } }) => {
  const { from, to, dates } = offer.rule.when
  const holds =
    (from === null || from <= businessDate) &&
    (to === null || businessDate <= to) &&
    (dates.length === 0 || dates.includes(businessDate))
  return holds ? null : { why: 'not-date' }
}
