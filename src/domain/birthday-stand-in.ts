import { Temporal } from 'temporal-polyfill'
import { isInBirthdayWindow } from './conditions/birthday.ts'
import { momentOf } from './moment.ts'
import type { BirthdayWindow, Programme } from './programme.ts'

/**
 * A birthday is personal data and is never stored with a sale. What a replay needs of it is which birthday windows of
 * the programme it opens at that instant, which the offers applied say anyway: so the first "MM-DD" of the year that
 * opens the same ones stands in for it. Null: it opens none.
 */
export function birthdayStandIn(programme: Programme, birthday: string | null, atMs: number): string | null {
  if (birthday === null) return null
  const moment = momentOf(atMs, programme)
  const windows = new Set([...programme.promotions, ...programme.coupons].flatMap(({ when }) => when.birthday ?? []))
  const opensSame = (monthDay: string, window: BirthdayWindow): boolean =>
    isInBirthdayWindow(window, monthDay, moment) === isInBirthdayWindow(window, birthday, moment)
  if (![...windows].some((window) => isInBirthdayWindow(window, birthday, moment))) return null
  return MONTH_DAYS.find((monthDay) => [...windows].every((window) => opensSame(monthDay, window))) ?? birthday
}

/** Of a leap year, which has them all. */
const MONTH_DAYS: readonly string[] = Array.from({ length: 366 }, (_, day) =>
  Temporal.PlainDate.from('2024-01-01').add({ days: day }).toString().slice(5),
)
