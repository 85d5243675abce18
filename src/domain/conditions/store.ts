import type { PersonalCondition } from './condition.ts'

/** In one of the stores. */
export const store: PersonalCondition = (offer, facts) => {
  const { stores } = offer.rule.where
  return stores.length === 0 || stores.includes(facts.store) ? null : { why: 'not-store' }
}
