import type { PersonalCondition } from './condition.ts'

/** Of one of the tiers. */
export const tier: PersonalCondition = (offer, facts) => {
  const { tiers } = offer.rule.who
  return tiers.length === 0 || (facts.tier !== null && tiers.includes(facts.tier)) ? null : { why: 'not-tier' }
}
