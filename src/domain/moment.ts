import { Temporal } from 'temporal-polyfill'
import { must } from './assert.ts'
import { businessDateOf, localSecondOfDay } from './business-date.ts'
import type { BusinessCalendar } from './business-date.ts'
import type { Weekday } from './programme.ts'

/** An instant as the conditions of offers see it: computed once a quote, because calendars are slow. */
export interface Moment {
  readonly atMs: number
  /** "YYYY-MM-DD"; weekday, year, month and day are its own. */
  readonly businessDate: string
  readonly weekday: Weekday
  readonly year: number
  readonly month: number
  readonly day: number
  readonly isMonthEnd: boolean
  /** What local clocks show, whichever business day it is. */
  readonly localSecondOfDay: number
}

export function momentOf(atMs: number, calendar: BusinessCalendar): Moment {
  const key = `${atMs} ${calendar.timeZone} ${calendar.businessDayStart}`
  if (latest !== null && latest.key === key) return latest.moment
  const businessDate = businessDateOf(atMs, calendar)
  const date = Temporal.PlainDate.from(businessDate)
  const moment: Moment = {
    atMs,
    businessDate,
    weekday: must(WEEKDAYS[date.dayOfWeek - 1]),
    year: date.year,
    month: date.month,
    day: date.day,
    isMonthEnd: date.day === date.daysInMonth,
    localSecondOfDay: localSecondOfDay(atMs, calendar.timeZone),
  }
  latest = { key, moment }
  return moment
}

/** By ISO day of the week, Monday first. */
const WEEKDAYS: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

let latest: { readonly key: string; readonly moment: Moment } | null = null
