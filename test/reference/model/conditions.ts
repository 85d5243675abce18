/** Why an offer does not hold: time, place and person first, then goods, minimums, limit and budget, in the order of the format. */
import { civil, clockMs, monthLength, weekday, yearlyDate } from './calendar.ts'
import type { Input, Level, Offer } from './case.ts'
import { total } from './fraction.ts'
import { recurs } from './recurrence.ts'

export interface Verdict {
  readonly why: string
  readonly missingMinor?: bigint
  readonly missingMilli?: bigint
  readonly than?: string
}

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

export const isEarning = (offer: Offer): boolean => offer.kind === 'earn-multiplier' || offer.kind === 'earn-bonus'

function dateFails(offer: Offer, input: Input): string | null {
  const { when } = offer
  const day = input.businessDay
  if (when.from !== null && day < when.from) return 'not-date'
  if (when.to !== null && day > when.to) return 'not-date'
  if (when.dates.length > 0 && !when.dates.includes(day)) return 'not-date'
  if (when.weekdays.length > 0 && !when.weekdays.includes(WEEKDAYS[weekday(day) - 1] ?? '')) return 'not-weekday'
  const { year, month, date } = civil(day)
  const isLast = date === monthLength(year, month)
  if (when.monthDays.length > 0 && !when.monthDays.includes(date) && !(isLast && when.monthDays.includes(31)))
    return 'not-month-day'
  if (when.rrule !== null && !recurs(when.rrule, when.from ?? day, day)) return 'not-recurrence'
  return null
}

function hoursFail(offer: Offer, input: Input): boolean {
  const [fromText, toText] = offer.when.hours
  if (fromText === undefined || toText === undefined) return false
  const from = clockMs(fromText)
  const to = clockMs(toText)
  const now = input.sinceMidnightMs
  return from < to ? !(now >= from && now < to) : !(now >= from || now < to)
}

function birthdayFails(offer: Offer, input: Input): boolean {
  const birthday = input.member?.birthday ?? null
  if (offer.when.birthday === null) return false
  if (birthday === null) return true
  const day = input.businessDay
  const { year, month } = civil(day)
  if (offer.when.birthday === 'month') return Number(birthday.split('-')[0]) !== month
  if (offer.when.birthday === 'day') return yearlyDate(year, birthday) !== day
  const monday = day - weekday(day) + 1
  return ![year - 1, year, year + 1]
    .map((one) => yearlyDate(one, birthday))
    .some((one) => one >= monday && one <= monday + 6)
}

function personFails(offer: Offer, input: Input, tier: string | null): string | null {
  const { member } = input
  const { who } = offer
  const open = offer.isCoupon ? offer.bearer : who.everyone
  if (member === null && (!open || isEarning(offer))) return 'not-member'
  if (who.tiers.length > 0 && (member === null || tier === null || !who.tiers.includes(tier))) return 'not-tier'
  if (who.segments.length > 0 && !who.segments.some((segment) => member?.segments.includes(segment) === true))
    return 'not-segment'
  const joined = member?.joined ?? null
  if (who.newWithinDays !== null && (joined === null || input.businessDay - joined > who.newWithinDays))
    return 'not-new'
  const last = member?.lastPurchase ?? null
  if (who.lapsedDays !== null && (last === null || input.businessDay - last < who.lapsedDays)) return 'not-lapsed'
  if (who.firstPurchase && member?.purchases !== 0n) return 'not-first-purchase'
  return null
}

/** Time, place and person, for a member counted as of that tier. */
export function circumstancesFail(offer: Offer, input: Input, tier: string | null): Verdict | null {
  if (offer.state !== 'live') return { why: 'not-live' }
  const date = dateFails(offer, input)
  if (date !== null) return { why: date }
  if (hoursFail(offer, input)) return { why: 'not-hour' }
  if (birthdayFails(offer, input)) return { why: 'not-in-birthday-window' }
  if (offer.stores.length > 0 && !offer.stores.includes(input.store)) return { why: 'not-store' }
  const person = personFails(offer, input, tier)
  return person === null ? null : { why: person }
}

/** What a condition on goods looks at. */
export interface Goods {
  readonly sku: string
  readonly category: string | null
  readonly quantityMilli: bigint
}

export function fits(offer: Offer, goods: Goods): boolean {
  const { what } = offer
  if (what.excludeSkus.includes(goods.sku)) return false
  if (goods.category !== null && what.excludeCategories.includes(goods.category)) return false
  if (what.skus.length === 0 && what.categories.length === 0) return true
  return what.skus.includes(goods.sku) || (goods.category !== null && what.categories.includes(goods.category))
}

export const isWhole = (goods: Goods): boolean => goods.quantityMilli % 1000n === 0n

/** Goods, minimums, limit and budget, over the eligible goods and what each counts for the minimum spend. */
export function minimumsFail(
  offer: Offer,
  eligible: readonly Goods[],
  spent: readonly bigint[],
  budgetLeft: bigint | null,
): Verdict | null {
  if (eligible.length === 0) return { why: 'no-eligible-line' }
  const spend = total(spent)
  const { minSpendMinor, minQuantityMilli } = offer.what
  if (spend < minSpendMinor) return { why: 'below-minimum-spend', missingMinor: minSpendMinor - spend }
  if (offer.kind === 'spend-x-save-y' && spend < offer.effect.spendMinor) {
    return { why: 'below-minimum-spend', missingMinor: offer.effect.spendMinor - spend }
  }
  const quantity = total(eligible.map((goods) => goods.quantityMilli))
  if (quantity < minQuantityMilli) return { why: 'below-minimum-quantity', missingMilli: minQuantityMilli - quantity }
  if (offer.usesMax !== null && offer.uses >= offer.usesMax) return { why: 'limit-reached' }
  if (budgetLeft !== null && budgetLeft <= 0n) return { why: 'budget-empty' }
  return null
}

/** Whether a stands before b: priority from high to low, then id by code unit, a promotion before a coupon. */
export function inOrder(a: Offer, b: Offer): number {
  if (a.priority !== b.priority) return b.priority - a.priority
  if (a.rank !== b.rank) return a.rank < b.rank ? -1 : 1
  return Number(a.isCoupon) - Number(b.isCoupon)
}

export function levelOf(input: Input, tier: string | null): Level | null {
  return input.programme.tiers.levels.find((level) => level.id === tier) ?? null
}
