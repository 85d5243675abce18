import type { BalanceView, MemberFoundBy } from '../../contract/desk-state.ts'
import { addDays, startOfBusinessDay, businessDateOf, type BusinessCalendar } from '../../domain/business-date.ts'
import { isExpired, isUsable } from '../../domain/lots.ts'
import type { MemberFacts } from './member-facts.ts'

/** What decides how much of a balance can be spent at this till now. */
export type Spending = {
  readonly nowMs: number
  readonly calendar: BusinessCalendar
  readonly foundBy: MemberFoundBy
  /** She, or the card she was found by, is blocked. */
  readonly blocked: boolean
  /** HQ can be asked for points. */
  readonly online: boolean
  /** What HQ has lent to this sale; null: nothing. */
  readonly leasedPoints: number | null
  /** Pay was pressed and HQ has answered: what is lent is all there is. */
  readonly fixed: boolean
  /** Trusted time of HQ's last word; null: never. */
  readonly confirmedAtMs: number | null
}

/** Points that expire within so many days are pointed out. */
export const EXPIRING_SOON_DAYS = 30

/** The balance as it is honestly known, and how much of it is usable here now. */
export function balanceView(facts: MemberFacts, spending: Spending): BalanceView {
  const { nowMs } = spending
  const unexpired = facts.lots.filter((lot) => !isExpired(lot, nowMs))
  const vesting = unexpired.filter((lot) => lot.availableAtMs !== null && lot.availableAtMs > nowMs)
  const vestingFromMs = vesting.reduce((first, lot) => Math.min(first, lot.availableAtMs ?? first), Number.POSITIVE_INFINITY)
  return {
    balancePoints: facts.balancePoints,
    usableHerePoints: spendablePoints(facts, spending),
    lentElsewherePoints: facts.lentElsewherePoints,
    unconfirmedPoints: facts.unconfirmedPoints,
    vestingPoints: sumPoints(vesting),
    vestingFrom: vesting.length === 0 ? null : businessDateOf(vestingFromMs, spending.calendar),
    expiringSoonPoints: sumPoints(unexpired.filter((lot) => isExpiringSoon(lot.expiresAtMs, spending, EXPIRING_SOON_DAYS))),
    debtPoints: facts.debtPoints,
    confirmedAtMs: spending.confirmedAtMs,
    limitedBy: limitOf(spending),
  }
}

/** The last digits of a phone, or a receipt, may be in anybody's hands: no points are spent on them. */
export function provesNothing(foundBy: MemberFoundBy): boolean {
  return foundBy === 'phone-tail' || foundBy === 'receipt'
}

function limitOf({ blocked, foundBy, online }: Spending): BalanceView['limitedBy'] {
  if (blocked) return 'blocked'
  if (provesNothing(foundBy)) return 'found-by-phone-tail'
  return online ? null : 'offline'
}

/**
 * The bound on what this till may spend in this sale: what HQ lent to it, or while HQ can still be asked, what it is
 * likely to lend. Points of someone blocked or found by her last digits: none.
 */
export function spendablePoints(facts: MemberFacts, spending: Spending): number {
  if (spending.blocked || provesNothing(spending.foundBy)) return 0
  const leasedPoints = spending.leasedPoints ?? 0
  if (spending.fixed || !spending.online) return leasedPoints
  const usable = facts.lots.filter((lot) => isUsable({ ref: lot.lotId, id: lot.lotId, ...lot }, spending.nowMs))
  return Math.max(leasedPoints, sumPoints(usable) - facts.debtPoints - facts.lentElsewherePoints - facts.unconfirmedPoints)
}

/** Does a lot lapse within so many business days from today? */
export function isExpiringSoon(expiresAtMs: number | null, at: Pick<Spending, 'nowMs' | 'calendar'>, days: number): boolean {
  if (expiresAtMs === null || expiresAtMs <= at.nowMs) return false
  const horizon = addDays(businessDateOf(at.nowMs, at.calendar), days + 1)
  return expiresAtMs <= startOfBusinessDay(horizon, at.calendar)
}

function sumPoints(lots: readonly { readonly points: number }[]): number {
  return lots.reduce((sum, lot) => sum + lot.points, 0)
}
