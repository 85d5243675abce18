import { z } from 'zod'
import { points } from './primitives.ts'
import { wireId } from './wire-common.ts'
import { ackedPosition, lotRow } from './wire-feed.ts'

/** Points lent for one sale (R4). The lease's id is the sale's id, so asking again is the same question. */

export const leaseRequest = z.object({
  leaseId: wireId,
  memberId: wireId,
  /** The total wanted for this sale, not the difference: HQ tops up, never down. */
  wantedPoints: points.min(1).max(1_000_000_000),
  /** The epoch that asks: a lease belongs to one (till, epoch). */
  epoch: z.int().min(1),
  /** The till holds the ack of its events up to here (R6); null: of none. */
  acked: ackedPosition,
})
export type LeaseRequest = z.infer<typeof leaseRequest>

export const leaseAnswer = z.object({
  leaseId: wireId,
  /** What is lent in all under this id; less than wanted when free is short, 0 when nothing is. */
  grantedPoints: points.min(0),
  /** Soonest expiry first; they sum to `grantedPoints`. `points` is what is lent of the lot. */
  lots: z.array(lotRow).max(10_000),
})
export type LeaseAnswer = z.infer<typeof leaseAnswer>

/** Returning a lease that HQ does not know is remembered 90 days: an asking that arrives later is never granted. */
export const leaseReturnRequest = z.object({ leaseId: wireId })
export const leaseReturnAnswer = z.object({ returned: z.literal(true) })
export type LeaseReturnRequest = z.infer<typeof leaseReturnRequest>
