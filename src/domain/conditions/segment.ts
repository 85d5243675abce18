import type { PersonalCondition } from './condition.ts'

/** In one of the named segments. */
export const segment: PersonalCondition = (offer, { member }) => {
  const { segments } = offer.rule.who
  const holds = segments.length === 0 || (member?.segments ?? []).some((own) => segments.includes(own))
  return holds ? null : { why: 'not-segment' }
}
