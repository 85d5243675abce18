import { daysBetween } from '../business-date.ts'
import type { PersonalCondition } from './condition.ts'

/** Last bought at least so many business dates ago. */
export const lapsed: PersonalCondition = (offer, { member, moment }) => {
  const { lapsedDays } = offer.rule.who
  if (lapsedDays === null) return null
  const lastPurchase = member?.lastPurchase ?? null
  const holds = lastPurchase !== null && daysBetween(lastPurchase, moment.businessDate) >= lapsedDays
  return holds ? null : { why: 'not-lapsed' }
}
