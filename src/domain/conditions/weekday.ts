import type { PersonalCondition } from './condition.ts'

/** One of the weekdays, that of the business date. */
export const weekday: PersonalCondition = (offer, { moment }) => {
  const { weekdays } = offer.rule.when
  return weekdays.length === 0 || weekdays.includes(moment.weekday) ? null : { why: 'not-weekday' }
}
