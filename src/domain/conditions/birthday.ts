import type { Temporal } from 'temporal-polyfill'
import { assertNever } from '../assert.ts'
import { daysBetween } from '../business-date.ts'
import { dateInYear } from '../expiry.ts'
import type { Moment } from '../moment.ts'
import type { BirthdayWindow } from '../programme.ts'
import type { PersonalCondition } from './condition.ts'

/** On the birthday, in its week (Monday to Sunday) or in its month. 29 February is the 28th in common years. */
export const birthday: PersonalCondition = (offer, { moment, member }) => {
  const window = offer.rule.when.birthday
  if (window === null) return null
  const monthDay = member?.birthday ?? null
  return monthDay !== null && isInBirthdayWindow(window, monthDay, moment) ? null : { why: 'not-in-birthday-window' }
}

/** Does the birthday "MM-DD" open this window at that moment? */
export function isInBirthdayWindow(window: BirthdayWindow, monthDay: string, moment: Pick<Moment, 'businessDate' | 'year' | 'month'>): boolean {
  switch (window) {
    case 'day':
      return dateInYear(monthDay, moment.year).toString() === moment.businessDate
    case 'week':
      // The week of a birthday around New Year lies in two years.
      return [moment.year - 1, moment.year, moment.year + 1].some((year) => {
        const monday = mondayOf(dateInYear(monthDay, year))
        const days = daysBetween(monday.toString(), moment.businessDate)
        return days >= 0 && days < 7
      })
    case 'month':
      return Number(monthDay.slice(0, 2)) === moment.month
    default:
      return assertNever(window)
  }
}

function mondayOf(date: Temporal.PlainDate): Temporal.PlainDate {
  return date.subtract({ days: date.dayOfWeek - 1 })
}
