import type { PersonalCondition } from './condition.ts'

/** One of the days of the month; 31 means the last day where there are fewer. */
export const monthDay: PersonalCondition = (offer, { moment }) => {
  const { monthDays } = offer.rule.when
  const holds =
    monthDays.length === 0 || monthDays.includes(moment.day) || (moment.isMonthEnd && monthDays.includes(31))
  return holds ? null : { why: 'not-month-day' }
}
