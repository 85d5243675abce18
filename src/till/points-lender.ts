import type { LeasedLot } from './db/leases.ts'

/** What HQ says when it is asked for points. */
export type LeaseAnswer =
  | { readonly kind: 'granted'; readonly grantedPoints: number; readonly lots: readonly LeasedLot[] }
  /** HQ refused, by name (member blocked, closed, till revoked, a lease that was returned, …). */
  | { readonly kind: 'rejected'; readonly rejected: string }
  /** No answer in two seconds, or no network. HQ may have granted it all the same: asking again gets the same answer. */
  | { readonly kind: 'offline' }

export type LeaseQuestion = { readonly leaseId: string; readonly memberId: string; readonly wantedPoints: number }

/**
 * The one thing that the sale desk asks of sync directly, because a cashier waits for it. The desk writes the lease's
 * row (`asked`) before it asks, and the answer after. Sync implements it; it never throws.
 * Giving a lease back needs no call: the desk writes a `lease-returned` event into the journal and sets the row to
 * `returning`; sync may tell HQ sooner, and sets it to `returned` when HQ has confirmed either.
 */
export type PointsLender = { askLease(question: LeaseQuestion): Promise<LeaseAnswer> }

/** How long a cashier waits for HQ before the sale goes on without points. */
export const LEASE_TIMEOUT_MS = 2000
