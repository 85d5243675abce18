import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  businessDateOf,
  daysBetween,
  instantText,
  startOfBusinessDay,
} from '../../src/domain/business-date.ts'

const calendar = (timeZone: string, businessDayStart: string) => ({ timeZone, businessDayStart })

describe('the business date', () => {
  it.each([
    ['2026-11-26T00:30:00+08:00', 'Asia/Shanghai', '04:00', '2026-11-25'],
    ['2026-11-26T04:00:00+08:00', 'Asia/Shanghai', '04:00', '2026-11-26'],
    ['2026-11-26T03:59:59.999+08:00', 'Asia/Shanghai', '04:00', '2026-11-25'],
    ['2026-11-26T00:00:00+08:00', 'Asia/Shanghai', '00:00', '2026-11-26'],
    // New York skips 02:00 to 03:00: the day begins at the end of the gap.
    ['2026-03-08T06:59:59Z', 'America/New_York', '02:30', '2026-03-07'],
    ['2026-03-08T07:00:00Z', 'America/New_York', '02:30', '2026-03-08'],
    // Clocks show 01:30 twice: the first time counts.
    ['2026-11-01T05:30:00Z', 'America/New_York', '01:30', '2026-11-01'],
    ['2026-11-01T05:29:59Z', 'America/New_York', '01:30', '2026-10-31'],
    // Havana goes back at 01:00 to 00:00: midnight has come already, and comes again.
    ['2026-11-01T04:30:00Z', 'America/Havana', '00:00', '2026-11-01'],
    ['2026-11-01T05:30:00Z', 'America/Havana', '00:00', '2026-11-01'],
    // Apia skipped 30 December 2011 altogether.
    ['2011-12-30T09:59:59Z', 'Pacific/Apia', '00:00', '2011-12-29'],
    ['2011-12-30T10:00:00Z', 'Pacific/Apia', '00:00', '2011-12-31'],
  ])('of %s in %s from %s on is %s', (at, timeZone, start, date) => {
    expect(businessDateOf(Date.parse(at), calendar(timeZone, start))).toBe(date)
  })

  it('holds from its start to the next', () => {
    const zones = fc.constantFrom(
      'Asia/Shanghai',
      'America/New_York',
      'Europe/Berlin',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
    )
    const starts = fc.constantFrom('00:00', '02:00', '02:30', '04:00', '23:30')
    const days = fc.integer({ min: 0, max: 4000 })
    fc.assert(
      fc.property(zones, starts, days, (timeZone, start, day) => {
        const where = calendar(timeZone, start)
        const date = addDays('2020-01-01', day)
        const [from, until] = [startOfBusinessDay(date, where), startOfBusinessDay(addDays(date, 1), where)]
        expect(businessDateOf(from, where)).toBe(date)
        expect(businessDateOf(until - 1, where)).toBe(date)
        expect(businessDateOf(from - 1, where)).toBe(addDays(date, -1))
      }),
      { numRuns: 200 },
    )
  })

  it('counts days and prints instants in the zone', () => {
    expect(daysBetween('2028-02-28', '2028-03-01')).toBe(2)
    expect(daysBetween('2028-03-01', '2028-02-28')).toBe(-2)
    expect(instantText(Date.parse('2026-11-26T00:00:00Z'), 'Asia/Shanghai')).toBe('2026-11-26T08:00:00+08:00')
  })
})
