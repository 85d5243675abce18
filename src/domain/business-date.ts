import { Temporal } from 'temporal-polyfill'

/** How a programme cuts time into days. */
export interface BusinessCalendar {
  /** IANA name. */
  readonly timeZone: string
  /** "HH:MM" */
  readonly businessDayStart: string
}

/**
 * The business date ("YYYY-MM-DD") of an instant: the date whose business day, from its start to the next one's, holds
 * it. A business day starts at the first instant at which local clocks show `businessDayStart` on its date; where
 * clocks skip that time, at the end of the gap.
 */
export function businessDateOf(atMs: number, calendar: BusinessCalendar): string {
  const days = daysOf(calendar)
  const last = days.last
  if (last !== null && last.fromMs <= atMs && atMs < last.untilMs) return last.date
  const local = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(calendar.timeZone).toPlainDate()
  // Where clocks go back over midnight, a business day can start before the local date of an instant inside it.
  let date = local.add({ days: 1 })
  while (startOfPlainDate(date, calendar) > atMs) date = date.subtract({ days: 1 })
  const text = date.toString()
  days.last = {
    date: text,
    fromMs: startOfPlainDate(date, calendar),
    untilMs: startOfPlainDate(date.add({ days: 1 }), calendar),
  }
  return text
}

/** First instant of the business day of a date, in milliseconds. */
export function startOfBusinessDay(date: string, calendar: BusinessCalendar): number {
  const days = daysOf(calendar)
  const known = days.starts.get(date)
  if (known !== undefined) return known
  const startMs = startOfPlainDate(Temporal.PlainDate.from(date), calendar)
  if (days.starts.size >= STARTS_MAX) days.starts.clear()
  days.starts.set(date, startMs)
  return startMs
}

/** Seconds since local midnight that clocks show at an instant. */
export function localSecondOfDay(atMs: number, timeZone: string): number {
  const local = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timeZone)
  return local.hour * 3600 + local.minute * 60 + local.second
}

/** ISO 8601 with the zone's offset, to the second where the instant is one. */
export function instantText(atMs: number, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(atMs).toString({ timeZone })
}

export function addDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString()
}

/** Whole days from one date to another, negative backwards. */
export function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days
}

interface KnownDays {
  last: { readonly date: string; readonly fromMs: number; readonly untilMs: number } | null
  readonly starts: Map<string, number>
}

const STARTS_MAX = 2048
const CALENDARS_MAX = 64
/** Time-zone arithmetic is slow, and a till asks for the same day all day long. */
const knownDays = new Map<string, KnownDays>()

function daysOf(calendar: BusinessCalendar): KnownDays {
  const key = `${calendar.timeZone} ${calendar.businessDayStart}`
  const known = knownDays.get(key)
  if (known !== undefined) return known
  if (knownDays.size >= CALENDARS_MAX) knownDays.clear()
  const fresh: KnownDays = { last: null, starts: new Map() }
  knownDays.set(key, fresh)
  return fresh
}

function startOfPlainDate(date: Temporal.PlainDate, calendar: BusinessCalendar): number {
  const wanted = date.toPlainDateTime(Temporal.PlainTime.from(calendar.businessDayStart))
  const before = wanted.toZonedDateTime(calendar.timeZone, { disambiguation: 'earlier' })
  if (before.toPlainDateTime().equals(wanted)) return before.epochMilliseconds
  const gapEnd = before.getTimeZoneTransition('next')
  return (gapEnd ?? before).epochMilliseconds
}
