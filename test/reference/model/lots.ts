/** Points lots: when they lapse, in which order they are spent, what is usable and what counts. */
import { addMonths, businessDate, businessDayBegin, civil, periodEnd, yearlyDate } from './calendar.ts'
import type { Day } from './calendar.ts'
import { least, most, total } from './fraction.ts'
import type { Input, Programme } from './case.ts'

/** `gave` is what the sale took from it and has not got back. */
export interface Lot {
  readonly index: number
  readonly id: string | null
  left: bigint
  readonly earnedAtMs: number
  readonly availableAtMs: number | null
  expiresAtMs: number | null
  readonly grace: boolean
  gave: bigint
}

export const hasExpired = (lot: Lot, atMs: number): boolean => lot.expiresAtMs !== null && lot.expiresAtMs <= atMs

const isUsable = (lot: Lot, atMs: number): boolean =>
  !hasExpired(lot, atMs) && (lot.availableAtMs === null || lot.availableAtMs <= atMs)

/** Soonest expiry, then earliest earned, then id, then as listed. */
function spendingOrder(a: Lot, b: Lot): number {
  const expiryA = a.expiresAtMs ?? Infinity
  const expiryB = b.expiresAtMs ?? Infinity
  if (expiryA !== expiryB) return expiryA < expiryB ? -1 : 1
  if (a.earnedAtMs !== b.earnedAtMs) return a.earnedAtMs - b.earnedAtMs
  if (a.id !== b.id) {
    if (a.id === null) return 1
    if (b.id === null) return -1
    return a.id < b.id ? -1 : 1
  }
  return a.index - b.index
}

export const inSpendingOrder = (lots: readonly Lot[]): Lot[] => [...lots].sort(spendingOrder)

export function lotsAtStart(input: Input): Lot[] {
  return (input.member?.lots ?? []).map((lot, index) => ({
    index,
    id: lot.id,
    left: lot.points,
    earnedAtMs: lot.earnedAtMs,
    availableAtMs: lot.availableAtMs,
    expiresAtMs: lot.expiresAtMs,
    grace: lot.grace,
    gave: 0n,
  }))
}

export function usablePoints(input: Input, lots: readonly Lot[]): bigint {
  const { member } = input
  if (member === null) return 0n
  const owned = most(
    0n,
    total(lots.filter((lot) => isUsable(lot, input.atMs)).map((lot) => lot.left)) - member.debtPoints,
  )
  return member.spendablePoints === null ? owned : least(owned, member.spendablePoints)
}

/** Takes points from usable lots; the lots that gave, in order. */
export function spend(
  lots: readonly Lot[],
  points: bigint,
  atMs: number,
): { readonly lot: Lot; readonly points: bigint }[] {
  const used: { readonly lot: Lot; readonly points: bigint }[] = []
  let wanted = points
  for (const lot of inSpendingOrder(lots.filter((one) => isUsable(one, atMs)))) {
    const given = least(wanted, lot.left)
    if (given === 0n) continue
    lot.left -= given
    lot.gave += given
    wanted -= given
    used.push({ lot, points: given })
  }
  return used
}

export const balance = (lots: readonly Lot[], debtPoints: bigint, atMs: number): bigint =>
  total(lots.filter((lot) => !hasExpired(lot, atMs)).map((lot) => lot.left)) - debtPoints

/** The last business day on which points earned on that day can be used; null: no end. */
function lastUsableDay(expiry: Programme['expiry'], earned: Day): Day | null {
  if (expiry.policy === 'never') return null
  if (expiry.policy === 'fixed') {
    for (let day = earned + expiry.minDays; ; day += 1) {
      if (expiry.dates.some((date) => yearlyDate(civil(day).year, date) === day)) return day
    }
  }
  const later = addMonths(earned, expiry.months)
  if (expiry.policy === 'inactivity') return later
  const months = { 'month-end': 1, 'quarter-end': 3, 'half-year-end': 6, 'year-end': 12 }[expiry.roundTo]
  return months === undefined ? later : periodEnd(later, months)
}

export const dayAfterBegins = (programme: Programme, last: Day): number =>
  businessDayBegin(programme.timeZone, programme.businessDayStart, last + 1)

/** The first instant at which points earned by the sale can no longer be used. */
export function expiryOfSale(input: Input): number | null {
  const last = lastUsableDay(input.programme.expiry, input.businessDay)
  return last === null ? null : dayAfterBegins(input.programme, last)
}

export function availabilityOfSale(input: Input): number {
  const { pendingDays } = input.programme.earn
  if (pendingDays === 0) return input.atMs
  return businessDayBegin(input.programme.timeZone, input.programme.businessDayStart, input.businessDay + pendingDays)
}

export function newGraceLot(programme: Programme, index: number, points: bigint, atMs: number): Lot {
  const day = businessDate(programme.timeZone, programme.businessDayStart, atMs)
  return {
    index,
    id: null,
    left: points,
    earnedAtMs: atMs,
    availableAtMs: atMs,
    expiresAtMs: dayAfterBegins(programme, day + programme.returns.graceDays),
    grace: true,
    gave: 0n,
  }
}
