import { describe, expect, it } from 'vitest'
import { lastUsableDate } from '../../src/domain/expiry.ts'
import { recurrenceProblem, recursOn } from '../../src/domain/recurrence.ts'

describe('the last usable date', () => {
  it.each([
    ['never', { policy: 'never' }, '2026-11-25', null],
    ['a month, clamped', { policy: 'rolling', months: 1, roundTo: 'none' }, '2027-01-31', '2027-02-28'],
    ['a month, in a leap year', { policy: 'rolling', months: 1, roundTo: 'none' }, '2028-01-31', '2028-02-29'],
    ['to the end of the month', { policy: 'rolling', months: 1, roundTo: 'month-end' }, '2026-11-25', '2026-12-31'],
    ['to the end of the quarter', { policy: 'rolling', months: 2, roundTo: 'quarter-end' }, '2026-11-25', '2027-03-31'],
    [
      'to the end of the half-year',
      { policy: 'rolling', months: 2, roundTo: 'half-year-end' },
      '2026-11-25',
      '2027-06-30',
    ],
    ['to the end of the year', { policy: 'rolling', months: 1, roundTo: 'year-end' }, '2026-11-25', '2026-12-31'],
    [
      'a fixed day far enough away',
      { policy: 'fixed', dates: ['12-31', '06-30'], minDays: 36 },
      '2026-11-25',
      '2026-12-31',
    ],
    [
      'the next one where it is not',
      { policy: 'fixed', dates: ['12-31', '06-30'], minDays: 37 },
      '2026-11-25',
      '2027-06-30',
    ],
    ['29 February in a common year', { policy: 'fixed', dates: ['02-29'], minDays: 0 }, '2026-11-25', '2027-02-28'],
    ['months after the last activity', { policy: 'inactivity', months: 6 }, '2026-08-31', '2027-02-28'],
  ] as const)('%s', (_what, policy, earnedOn, date) => {
    expect(lastUsableDate(policy, earnedOn)).toBe(date)
  })
})

describe('a recurrence', () => {
  it.each([
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=WE', '2026-11-11', { '2026-11-11': true, '2026-11-18': false, '2026-11-25': true }],
    ['FREQ=WEEKLY;COUNT=2', '2026-11-11', { '2026-11-18': true, '2026-11-25': false, '2026-11-04': false }],
    // The start counts only where it matches.
    ['FREQ=WEEKLY;BYDAY=TU;COUNT=2', '2026-11-11', { '2026-11-11': false, '2026-11-24': true, '2026-12-01': false }],
    ['FREQ=YEARLY', '2024-02-29', { '2025-02-28': false, '2025-03-01': false, '2028-02-29': true }],
    ['FREQ=MONTHLY', '2026-01-31', { '2026-02-28': false, '2026-03-31': true }],
    ['FREQ=DAILY;UNTIL=20261125', '2026-11-11', { '2026-11-25': true, '2026-11-26': false }],
    ['FREQ=MONTHLY;BYDAY=-1FR', '2026-11-01', { '2026-11-27': true, '2026-11-20': false }],
  ] as const)('%s from %s', (rrule, from, dates) => {
    expect(recurrenceProblem(rrule)).toBeNull()
    for (const [date, recurs] of Object.entries(dates)) expect(recursOn(date, rrule, from), date).toBe(recurs)
  })
  it.each([
    '',
    'FREQ=HOURLY',
    'BYDAY=MO',
    'FREQ=DAILY;FREQ=DAILY',
    'FREQ=DAILY;BYHOUR=3',
    'FREQ=DAILY;COUNT=0',
    'FREQ=DAILY;COUNT=1;UNTIL=20261125',
  ])('is not %j', (rrule) => expect(recurrenceProblem(rrule)).not.toBeNull())
})
