import type { Selectable } from 'kysely'
import type { LimitUse, MemberCoupon } from '../../contract/wire-rights.ts'
import type { MembersTable } from '../db/schema.ts'

/**
 * A member's points while a transaction holds her row: lots, and of each lot what is lent or held. Her balance is
 * never written by hand; it is what the lots and the debt add up to, so `balance = free + lent + unconfirmed − debt`
 * holds because there is no other way to make one.
 */
export type Account = {
  readonly member: Selectable<MembersTable>
  readonly lots: Map<string, Lot>
  readonly cards: readonly { readonly cardIndex: Buffer; readonly status: 'active' | 'blocked' }[]
  /** With uses left. */
  coupons: readonly MemberCoupon[]
  /** Of offers with a limit per member. */
  limitUses: readonly LimitUse[]
  /** Lots that this transaction changed or made. */
  readonly changedLots: Set<string>
  changed: boolean
}

export type Lot = {
  readonly lotId: string
  points: number
  /** Of `points`, what leases hold. */
  lentPoints: number
  readonly earnedAtMs: number
  readonly availableAtMs: number | null
  /** Moves under the policy `inactivity`. */
  expiresAtMs: number | null
  readonly grace: boolean
  /** Unconfirmed: only this till may spend it, until it shows that it has the ack of this event. */
  held: { readonly tillId: string; readonly epoch: number; readonly seq: number } | null
}

/** A copy that can be changed and thrown away: an event that cannot be booked leaves nothing behind. */
export function draftOf(account: Account): Account {
  return {
    member: { ...account.member },
    lots: new Map([...account.lots].map(([lotId, lot]) => [lotId, { ...lot }])),
    cards: account.cards,
    coupons: account.coupons,
    limitUses: account.limitUses,
    changedLots: new Set(account.changedLots),
    changed: account.changed,
  }
}

/** Writes the sums of the lots into the member's row. To be called after every change. */
export function recount(account: Account): void {
  const { member } = account
  member.free_points = 0
  member.lent_points = 0
  member.unconfirmed_points = 0
  for (const lot of account.lots.values()) {
    member.lent_points += lot.lentPoints
    if (lot.held) member.unconfirmed_points += lot.points
    else member.free_points += lot.points - lot.lentPoints
  }
  member.balance_points = member.free_points + member.lent_points + member.unconfirmed_points - member.debt_points
  account.changed = true
}

/**
 * Soonest expiry first (none: last), then earliest earned, then id. Of two lots without expiry the difference is NaN,
 * which `||` passes over.
 */
export function inSpendingOrder(lots: Iterable<Lot>): Lot[] {
  const never = Number.POSITIVE_INFINITY
  return [...lots].sort(
    (a, b) => (a.expiresAtMs ?? never) - (b.expiresAtMs ?? never) || a.earnedAtMs - b.earnedAtMs || (a.lotId < b.lotId ? -1 : 1),
  )
}

/** May these points be spent at that instant, as far as their dates go? */
export function isUsable(lot: Lot, atMs: number): boolean {
  return (lot.availableAtMs ?? atMs) <= atMs && (lot.expiresAtMs ?? Number.POSITIVE_INFINITY) > atMs
}

/** Takes up to `points` of one lot; what leases hold of it is not touched. @returns what was taken. */
export function takeFromLot(account: Account, lot: Lot, points: number): number {
  const taken = Math.min(points, lot.points - lot.lentPoints)
  if (taken <= 0) return 0
  lot.points -= taken
  account.changedLots.add(lot.lotId)
  return taken
}
