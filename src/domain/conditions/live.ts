import type { PersonalCondition } from './condition.ts'

/** Only `live` counts: drafts, scheduled, paused and ended promotions do nothing. */
export const live: PersonalCondition = (offer) => (offer.isLive ? null : { why: 'not-live' })
