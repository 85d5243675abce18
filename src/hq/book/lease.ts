import type { LeaseState } from '../db/schema.ts'
import { inSpendingOrder, isUsable, recount, type Account } from './account.ts'

/** Points lent to one (till, epoch) for one sale; its id is the sale's (R4). */
export type Lease = {
  readonly leaseId: string
  readonly tillId: string
  readonly epoch: number | null
  readonly memberId: string | null
  wantedPoints: number
  grantedPoints: number
  state: LeaseState
  readonly askedAtMs: number
  endedAtMs: number | null
  /** What is lent of each lot while the state is `lent`; afterwards what was. */
  readonly lots: Map<string, number>
  changed: boolean
  /** Made by this transaction: no other one may have made it meanwhile. */
  readonly isNew: boolean
}

export function newLease(facts: Pick<Lease, 'leaseId' | 'tillId' | 'epoch' | 'memberId' | 'askedAtMs'>): Lease {
  return { ...facts, wantedPoints: 0, grantedPoints: 0, state: 'lent', endedAtMs: null, lots: new Map(), changed: true, isNew: true }
}

/**
 * Lends up to `wantedPoints` in all: tops up, never down. Only free, usable lots are lent, soonest expiry first, and
 * never what the member owes.
 */
export function lend(account: Account, lease: Lease, wantedPoints: number, atMs: number): void {
  lease.wantedPoints = Math.max(lease.wantedPoints, wantedPoints)
  const lendable = inSpendingOrder(account.lots.values()).filter((lot) => !lot.held && isUsable(lot, atMs))
  const freePoints = lendable.reduce((sum, lot) => sum + lot.points - lot.lentPoints, 0)
  let missing = Math.min(wantedPoints - lease.grantedPoints, freePoints - account.member.debt_points)
  for (const lot of lendable) {
    if (missing <= 0) break
    const lent = Math.min(missing, lot.points - lot.lentPoints)
    if (lent === 0) continue
    lot.lentPoints += lent
    lease.lots.set(lot.lotId, (lease.lots.get(lot.lotId) ?? 0) + lent)
    lease.grantedPoints += lent
    missing -= lent
    account.changedLots.add(lot.lotId)
  }
  lease.changed = true
  recount(account)
}

/** Ends a lease (R3): what it lent is free again; a sale then takes what it spent from there, in the same transaction. */
export function endLease(account: Account | null, lease: Lease, state: 'spent' | 'returned', atMs: number): void {
  if (lease.state !== 'lent') return
  lease.state = state
  lease.endedAtMs = atMs
  lease.changed = true
  if (!account) return
  for (const [lotId, points] of lease.lots) {
    const lot = account.lots.get(lotId)
    if (!lot) throw new Error(`lease ${lease.leaseId} names lot ${lotId}, which is not the member's`)
    lot.lentPoints -= points
    account.changedLots.add(lotId)
  }
  recount(account)
}
