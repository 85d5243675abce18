/** iCalendar recurrence by brute force: every day from the first one on is asked whether it matches. */
import { civil, dayOf, monthLength, weekday } from './calendar.ts'
import type { Day } from './calendar.ts'

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

interface Rule {
  readonly every: string
  readonly interval: number
  readonly count: number | null
  readonly until: Day | null
  readonly months: readonly number[]
  readonly monthDays: readonly number[]
  readonly weekdays: readonly { readonly nth: number; readonly weekday: number }[]
  readonly positions: readonly number[]
  readonly weekStart: number
}

function parse(text: string): Rule {
  const fields = new Map(
    text.split(';').map((field): [string, string] => {
      const [name = '', content = ''] = field.split('=')
      return [name.toUpperCase(), content.toUpperCase()]
    }),
  )
  const numbers = (name: string): number[] =>
    (fields.get(name) ?? '')
      .split(',')
      .filter((part) => part !== '')
      .map(Number)
  const until = fields.get('UNTIL')
  return {
    every: fields.get('FREQ') ?? '',
    interval: Number(fields.get('INTERVAL') ?? '1'),
    count: fields.has('COUNT') ? Number(fields.get('COUNT')) : null,
    until:
      until === undefined
        ? null
        : dayOf(Number(until.slice(0, 4)), Number(until.slice(4, 6)), Number(until.slice(6, 8))),
    months: numbers('BYMONTH'),
    monthDays: numbers('BYMONTHDAY'),
    weekdays: (fields.get('BYDAY') ?? '')
      .split(',')
      .filter((part) => part !== '')
      .map((part) => ({
        nth: Number(part.slice(0, -2)),
        weekday: WEEKDAYS.indexOf(part.slice(-2)) + 1,
      })),
    positions: numbers('BYSETPOS'),
    weekStart: WEEKDAYS.indexOf(fields.get('WKST') ?? 'MO') + 1,
  }
}

/** First and last day of the day's period: that day, week, month or year. */
function period(rule: Rule, day: Day): { readonly first: Day; readonly last: Day; readonly index: number } {
  const { year, month } = civil(day)
  if (rule.every === 'DAILY') return { first: day, last: day, index: day }
  if (rule.every === 'WEEKLY') {
    const first = day - ((weekday(day) - rule.weekStart + 7) % 7)
    return { first, last: first + 6, index: Math.floor((first + 700_000) / 7) }
  }
  if (rule.every === 'MONTHLY') {
    return {
      first: dayOf(year, month, 1),
      last: dayOf(year, month, monthLength(year, month)),
      index: year * 12 + month,
    }
  }
  return { first: dayOf(year, 1, 1), last: dayOf(year, 12, 31), index: year }
}

/** Whether the day is the nth (from the end: -nth) of its weekday between first and last. */
function isNth(day: Day, nth: number, first: Day, last: Day): boolean {
  return nth > 0 ? Math.floor((day - first) / 7) + 1 === nth : Math.floor((last - day) / 7) + 1 === -nth
}

function weekdayFits(rule: Rule, day: Day): boolean {
  const { year, month } = civil(day)
  const inMonth = rule.every === 'MONTHLY' || rule.months.length > 0
  const first = inMonth ? dayOf(year, month, 1) : dayOf(year, 1, 1)
  const last = inMonth ? dayOf(year, month, monthLength(year, month)) : dayOf(year, 12, 31)
  return rule.weekdays.some(
    (wanted) => wanted.weekday === weekday(day) && (wanted.nth === 0 || isNth(day, wanted.nth, first, last)),
  )
}

function isCandidate(rule: Rule, from: Day, day: Day): boolean {
  const { year, month, date } = civil(day)
  const begin = civil(from)
  if (rule.months.length > 0 && !rule.months.includes(month)) return false
  if (
    rule.monthDays.length > 0 &&
    !rule.monthDays.includes(date) &&
    !rule.monthDays.includes(date - monthLength(year, month) - 1)
  )
    return false
  if (rule.weekdays.length > 0) return weekdayFits(rule, day)
  if (rule.every === 'WEEKLY') return weekday(day) === weekday(from)
  if (rule.monthDays.length > 0 || rule.every === 'DAILY') return true
  if (rule.every === 'YEARLY' && rule.months.length === 0 && month !== begin.month) return false
  return date === begin.date
}

function matches(rule: Rule, from: Day, day: Day): boolean {
  const held = period(rule, day)
  if ((held.index - period(rule, from).index) % rule.interval !== 0) return false
  if (!isCandidate(rule, from, day)) return false
  if (rule.positions.length === 0) return true
  const all: Day[] = []
  for (let one = held.first; one <= held.last; one += 1) if (isCandidate(rule, from, one)) all.push(one)
  const place = all.indexOf(day)
  return rule.positions.includes(place + 1) || rule.positions.includes(place - all.length)
}

/** Whether the rule, started on `from`, falls on the day. */
export function recurs(text: string, from: Day, day: Day): boolean {
  const rule = parse(text)
  let met = 0
  for (let one = from; one <= day; one += 1) {
    if (rule.until !== null && one > rule.until) return false
    if (!matches(rule, from, one)) continue
    met += 1
    if (rule.count !== null && met > rule.count) return false
    if (one === day) return true
  }
  return false
}
