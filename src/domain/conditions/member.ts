import type { PersonalCondition } from './condition.ts'

/** With a member, unless the promotion is for everyone or the coupon for its bearer; points always need one. */
export const member: PersonalCondition = (offer, facts) => {
  const earns = offer.action.kind === 'multiplier' || offer.action.kind === 'bonus'
  return facts.member !== null || (!offer.membersOnly && !earns) ? null : { why: 'not-member' }
}
