import { daysBetween } from '../business-date.ts'
import type { PersonalCondition } from './condition.ts'

/** Joined at most so many business dates ago. */
export const newMember: PersonalCondition = (offer, { member, moment }) => {
  const { newWithinDays } = offer.rule.who
  if (newWithinDays === null) return null
  const joined = member?.joined ?? null
  const holds = joined !== null && daysBetween(joined, moment.businessDate) <= newWithinDays
  return holds ? null : { why: 'not-new' }
}
