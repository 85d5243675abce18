/**
 * Dates as numbers of days since 1970-01-01, and local clocks read off Intl.DateTimeFormat.
 * Nothing here uses a date library: the engine does, and the two are compared.
 */

export type Day = number

const DAY_MS = 86_400_000

export const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

export const monthLength = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31

export const dayOf = (year: number, month: number, dayOfMonth: number): Day =>
  Math.round(Date.UTC(year, month - 1, dayOfMonth) / DAY_MS)

export interface Civil {
  readonly year: number
  readonly month: number
  readonly date: number
}

/** Counts years, then months: slow and plain. */
export function civil(day: Day): Civil {
  let year = 1970 + Math.floor(day / 366)
  while (dayOf(year + 1, 1, 1) <= day) year += 1
  while (dayOf(year, 1, 1) > day) year -= 1
  let month = 12
  while (dayOf(year, month, 1) > day) month -= 1
  return { year, month, date: day - dayOf(year, month, 1) + 1 }
}

/** 1 Monday … 7 Sunday; 1970-01-01 was a Thursday. */
export const weekday = (day: Day): number => ((((day + 3) % 7) + 7) % 7) + 1

export function parseDate(text: string): Day {
  const [year = 0, month = 0, date = 0] = text.split('-').map(Number)
  return dayOf(year, month, date)
}

/** "02-29" in a common year is the 28th. */
export function yearlyDate(year: number, monthAndDate: string): Day {
  const [month = 1, date = 1] = monthAndDate.split('-').map(Number)
  return dayOf(year, month, Math.min(date, monthLength(year, month)))
}

/** N months later, the day clamped to the month's end. */
export function addMonths(day: Day, months: number): Day {
  const { year, month, date } = civil(day)
  const counted = year * 12 + (month - 1) + months
  const newYear = Math.floor(counted / 12)
  const newMonth = counted - newYear * 12 + 1
  return dayOf(newYear, newMonth, Math.min(date, monthLength(newYear, newMonth)))
}

/** The last day of the period of `months` months (1, 3, 6, 12) that holds the day. */
export function periodEnd(day: Day, months: number): Day {
  const { year, month } = civil(day)
  const last = Math.ceil(month / months) * months
  return dayOf(year, last, monthLength(year, last))
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** What local clocks show at an instant, as the milliseconds that UTC would have there. */
export function wallClock(zone: string, atMs: number): number {
  let format = formats.get(zone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formats.set(zone, format)
  }
  const shown = new Map(format.formatToParts(atMs).map((part) => [part.type, Number(part.value)]))
  const of = (type: Intl.DateTimeFormatPartTypes): number => shown.get(type) ?? 0
  const milliseconds = ((atMs % 1000) + 1000) % 1000
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) + milliseconds
}

/** The local date, and the milliseconds of the local clock since 00:00. */
export function localClock(zone: string, atMs: number): { readonly day: Day; readonly sinceMidnightMs: number } {
  const shown = wallClock(zone, atMs)
  const day = Math.floor(shown / DAY_MS)
  return { day, sinceMidnightMs: shown - day * DAY_MS }
}

export function clockMs(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number)
  return (hours * 60 + minutes) * 60_000
}

const starts = new Map<string, number>()

/** The first instant at which local clocks show the start's time on the date; in a gap, the gap's end. */
export function businessDayBegin(zone: string, start: string, day: Day): number {
  const key = `${zone} ${start} ${day}`
  const known = starts.get(key)
  if (known !== undefined) return known
  const target = day * DAY_MS + clockMs(start)
  const offsets = new Set<number>()
  for (let hour = -30; hour <= 30; hour += 1) {
    const probe = target + hour * 3_600_000
    offsets.add(wallClock(zone, probe) - probe)
  }
  const candidates = [...offsets].map((offset) => target - offset).sort((a, b) => a - b)
  const showing = candidates.find((candidate) => wallClock(zone, candidate) === target)
  const found = showing ?? gapEnd(zone, target, candidates)
  starts.set(key, found)
  return found
}

/** No clock shows the target: halve the span between the last instant before it and the first after it. */
function gapEnd(zone: string, target: number, candidates: readonly number[]): number {
  let before = (candidates[0] ?? 0) - 1
  let after = (candidates[candidates.length - 1] ?? 0) + 1
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (wallClock(zone, middle) < target) before = middle
    else after = middle
  }
  return after
}

/** The date whose business day holds the instant. */
export function businessDate(zone: string, start: string, atMs: number): Day {
  let day = localClock(zone, atMs).day + 2
  while (businessDayBegin(zone, start, day) > atMs) day -= 1
  return day
}
