import { Temporal } from 'temporal-polyfill'
import { assertNever } from './assert.ts'
import { addDays, startOfBusinessDay } from './business-date.ts'
import type { BusinessCalendar } from './business-date.ts'
import type { ExpiryPolicy, RoundTo } from './programme.ts'

/**
 * First instant at which points earned (or, under `inactivity`, kept alive) on a business date can no longer be used,
 * or null: the start of the business day after the last one on which they can.
 */
export function expiryOf(policy: ExpiryPolicy, earnedOn: string, calendar: BusinessCalendar): number | null {
  const { timeZone, businessDayStart } = calendar
  const key = `${earnedOn} ${timeZone} ${businessDayStart}`
  const known = latest.get(policy)
  if (known?.key === key) return known.expiresAtMs
  const lastDate = lastUsableDate(policy, earnedOn)
  const expiresAtMs = lastDate === null ? null : startOfBusinessDay(addDays(lastDate, 1), calendar)
  latest.set(policy, { key, expiresAtMs })
  return expiresAtMs
}

/** A till asks for the same day all day long, and calendars are slow. */
const latest = new WeakMap<ExpiryPolicy, { readonly key: string; readonly expiresAtMs: number | null }>()

/** The last business date on which points earned on `earnedOn` are usable; null: they never expire. */
export function lastUsableDate(policy: ExpiryPolicy, earnedOn: string): string | null {
  const earned = Temporal.PlainDate.from(earnedOn)
  switch (policy.policy) {
    case 'never':
      return null
    case 'rolling':
      return periodEnd(earned.add({ months: policy.months }), policy.roundTo).toString()
    case 'fixed':
      return firstFixedDate(policy.dates, earned.add({ days: policy.minDays })).toString()
    case 'inactivity':
      return earned.add({ months: policy.months }).toString()
    default:
      return assertNever(policy)
  }
}

/** A yearly day "MM-DD" in a year; 29 February is the 28th in common years. */
export function dateInYear(monthDay: string, year: number): Temporal.PlainDate {
  const [month, day] = monthDay.split('-').map(Number)
  return Temporal.PlainDate.from({ year, month: month ?? 1, day: day ?? 1 })
}

function periodEnd(date: Temporal.PlainDate, roundTo: RoundTo): Temporal.PlainDate {
  switch (roundTo) {
    case 'none':
      return date
    case 'month-end':
      return monthEnd(date, 1)
    case 'quarter-end':
      return monthEnd(date, 3)
    case 'half-year-end':
      return monthEnd(date, 6)
    case 'year-end':
      return monthEnd(date, 12)
    default:
      return assertNever(roundTo)
  }
}

/** Last day of the period of so many months, counted from January, that holds the date. */
function monthEnd(date: Temporal.PlainDate, periodMonths: number): Temporal.PlainDate {
  const month = Math.ceil(date.month / periodMonths) * periodMonths
  return date.with({ day: 1, month }).with({ day: 31 })
}

function firstFixedDate(monthDays: readonly string[], notBefore: Temporal.PlainDate): Temporal.PlainDate {
  const candidates = [notBefore.year, notBefore.year + 1].flatMap((year) =>
    monthDays.map((monthDay) => dateInYear(monthDay, year)),
  )
  return candidates
    .filter((date) => Temporal.PlainDate.compare(date, notBefore) >= 0)
    .reduce((first, date) => (Temporal.PlainDate.compare(date, first) < 0 ? date : first))
}
