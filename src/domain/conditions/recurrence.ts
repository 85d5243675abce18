import { recursOn } from '../recurrence.ts'
import type { PersonalCondition } from './condition.ts'

/** A date of the iCalendar rule, which starts on `from`. */
export const recurrence: PersonalCondition = (offer, { moment }) => {
  const { rrule, from } = offer.rule.when
  const holds = rrule === null || (from !== null && recursOn(moment.businessDate, rrule, from))
  return holds ? null : { why: 'not-recurrence' }
}
