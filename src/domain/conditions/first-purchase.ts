import type { PersonalCondition } from './condition.ts'

/** Never bought before. */
export const firstPurchase: PersonalCondition = (offer, { member }) => {
  const holds = !offer.rule.who.firstPurchase || (member !== null && member.purchases === 0)
  return holds ? null : { why: 'not-first-purchase' }
}
