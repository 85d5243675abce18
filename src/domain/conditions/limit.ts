import { ownEntry } from '../ordering.ts'
import type { MeasuredCondition } from './condition.ts'

/** Uses left to this member in the period. A sale without a member has used nothing. */
export const limit: MeasuredCondition = (offer, { member }) => {
  if (offer.usesMax === null) return null
  const uses = member === null ? 0 : (ownEntry(member.promotionUses, offer.id) ?? 0)
  return uses < offer.usesMax ? null : { why: 'limit-reached' }
}
