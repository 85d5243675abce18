import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ageOf } from '../../src/ui/format/ages.ts'
import { formatCode, formatSaleNumber } from '../../src/ui/format/codes.ts'
import { formatCount, formatQuantity, readPoints, readQuantity } from '../../src/ui/format/counts.ts'
import { daysSince, formatClock, formatDay, formatMonthDay, formatStamp } from '../../src/ui/format/dates.ts'
import { formatFraction } from '../../src/ui/format/fractions.ts'
import { nameIn, nearestLocale } from '../../src/ui/format/locale.ts'
import { formatMoney, formatNote, formatTakenOff, readMoney } from '../../src/ui/format/money.ts'

describe('money', () => {
  it.each([
    [0, '0.00'],
    [5, '0.05'],
    [12_880, '128.80'],
    [254_650, '2,546.50'],
    [-400, '−4.00'],
    [123_456_789, '1,234,567.89'],
  ])('%i is %s', (totalMinor, shown) => expect(formatMoney(totalMinor)).toBe(shown))
  it.each([
    [30, '+0.30'],
    [0, '0.00'],
    [-30, '−0.30'],
  ])('%i as a gain is %s', (totalMinor, shown) => expect(formatMoney(totalMinor, { sign: 'always' })).toBe(shown))
  it('has its mark behind the sign', () => expect(formatMoney(-1250, { mark: true })).toBe('−￥12.50'))
  it('shows what comes off with a minus, whichever sign it is given in', () => {
    expect([formatTakenOff(800), formatTakenOff(-800), formatTakenOff(0)]).toEqual(['−8.00', '−8.00', '0.00'])
  })
  it('shows whole notes without fen', () => expect([formatNote(10_000), formatNote(2050)]).toEqual(['￥100', '￥20.50']))

  it.each([
    ['12.5', 1250],
    ['12.50', 1250],
    ['.5', 50],
    ['12.', 1200],
    ['0', 0],
    ['1,234.50', 123_450],
    [' 50 ', 5000],
    ['１２．５０', 1250],
    ['12。5', 1250],
    ['￥88', 8800],
  ])('reads %j', (typed, totalMinor) => expect(readMoney(typed)).toEqual({ kind: 'number', totalMinor }))
  it.each([
    ['', 'empty'],
    ['.', 'empty'],
    ['12a', 'not-a-number'],
    ['abc', 'not-a-number'],
    ['-5', 'not-a-number'],
    ['1e3', 'not-a-number'],
    ['1.2.3', 'not-a-number'],
    ['0x10', 'not-a-number'],
    ['12.505', 'too-many-decimals'],
    ['10000000', 'too-large'],
    ['9'.repeat(40), 'too-large'],
  ])('refuses %j as %s', (typed, why) => expect(readMoney(typed)).toEqual({ kind: 'refused', why }))
  it('reads back what it writes', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 999_999_999 }), (totalMinor) => {
      expect(readMoney(formatMoney(totalMinor))).toEqual({ kind: 'number', totalMinor })
    }))
  })
})

describe('counts and quantities', () => {
  it.each([
    [4538, '4,538'],
    [-1200, '−1,200'],
    [0, '0'],
  ])('%i is %s', (count, shown) => expect(formatCount(count)).toBe(shown))
  it('shows a gain with a plus', () => expect(formatCount(272, 'always')).toBe('+272'))
  it.each([
    [1250, 'kg', '1.250'],
    [50, 'kg', '0.050'],
    [2000, 'piece', '2'],
    [1_234_000, 'piece', '1,234'],
    [1500, 'piece', '1.5'],
  ] as const)('%i thousandths by the %s are %s', (quantityMilli, unit, shown) => expect(formatQuantity(quantityMilli, unit)).toBe(shown))
  it.each([
    ['3', 'piece', 3000],
    ['1.25', 'kg', 1250],
    ['0.005', 'kg', 5],
    ['99999', 'piece', 99_999_000],
  ] as const)('reads %j by the %s', (typed, unit, quantityMilli) => expect(readQuantity(typed, unit)).toEqual({ kind: 'number', quantityMilli }))
  it.each([
    ['0', 'piece', 'empty'],
    ['1.5', 'piece', 'too-many-decimals'],
    ['1.2505', 'kg', 'too-many-decimals'],
    ['100000', 'piece', 'too-large'],
    ['two', 'piece', 'not-a-number'],
  ] as const)('refuses %j by the %s', (typed, unit, why) => expect(readQuantity(typed, unit)).toEqual({ kind: 'refused', why }))
  it('reads points as whole numbers only', () => {
    expect(readPoints('1200')).toEqual({ kind: 'number', points: 1200 })
    expect(readPoints('12.5')).toEqual({ kind: 'refused', why: 'too-many-decimals' })
    expect(readPoints('all')).toEqual({ kind: 'refused', why: 'not-a-number' })
  })
})

describe('exact fractions', () => {
  it.each([
    ['5/2', '2.5'],
    ['1.5', '1.5'],
    ['322', '322'],
    ['1/8', '0.125'],
    ['5/3', '5/3'],
    ['-1/2', '−0.5'],
    ['1633/10', '163.3'],
  ])('%s is %s', (exact, shown) => expect(formatFraction(exact)).toBe(shown))
})

describe('dates', () => {
  const atMs = Date.parse('2026-11-20T10:42:07Z')
  const timeZone = 'Asia/Shanghai'
  it('shows the store’s clock, not the machine’s', () => {
    expect([formatClock(atMs, timeZone), formatClock(atMs, timeZone, 'second'), formatClock(atMs, 'UTC')]).toEqual(['18:42', '18:42:07', '10:42'])
  })
  it('writes midnight as 00', () => expect(formatClock(Date.parse('2026-11-19T16:00:00Z'), timeZone)).toBe('00:00'))
  it.each([
    ['zh-Hans', '11月20日 周五'],
    ['zh-Hant', '11月20日 週五'],
    ['en', 'Fri 20 Nov'],
  ] as const)('names the day in %s', (locale, shown) => expect(formatDay(atMs, timeZone, locale)).toBe(shown))
  it.each([
    ['zh-Hans', '11月27日'],
    ['zh-Hant', '11月27日'],
    ['en', '27 Nov'],
  ] as const)('names a date in %s', (locale, shown) => {
    expect(formatMonthDay('2026-11-27', locale)).toBe(shown)
    expect(formatMonthDay('2026-11-27T23:59:59+08:00', locale)).toBe(shown)
  })
  it('stamps', () => expect(formatStamp(atMs, timeZone)).toBe('2026-11-20 18:42'))
  it('counts days by the store’s calendar', () => {
    expect(daysSince('2026-10-14', atMs, timeZone)).toBe(37)
    expect(daysSince('2026-11-20', Date.parse('2026-11-20T15:59:00Z'), timeZone)).toBe(0)
    expect(daysSince('2026-11-20', Date.parse('2026-11-20T16:01:00Z'), timeZone)).toBe(1)
    expect(daysSince('2026-12-01', atMs, timeZone)).toBe(0)
  })
  it.each([
    [0, { kind: 'now' }],
    [-5000, { kind: 'now' }],
    [12_000, { kind: 'seconds', count: 12 }],
    [60_000, { kind: 'minutes', count: 1 }],
    [126 * 60_000, { kind: 'hours', count: 2, minutes: '06' }],
    [3 * 86_400_000, { kind: 'days', count: 3 }],
  ])('%i ms ago', (agoMs, age) => expect(ageOf(agoMs)).toEqual(age))
})

describe('codes and names', () => {
  it.each([
    ['6901020334018', '690 1020 3340 18'],
    ['8812000011115127', '8812 0000 1111 5127'],
    ['96385074', '9638 5074'],
    ['K7F2', 'K7F2'],
  ])('%s is shown as %s', (code, shown) => expect(formatCode(code)).toBe(shown))
  it('shortens what is very long, keeping both ends', () => {
    const shown = formatCode(`BEGIN${'x'.repeat(200)}TAIL`)
    expect(shown.length).toBeLessThan(32)
    expect(shown).toMatch(/^BEGIN.*TAIL$/)
  })
  it('pads a sale’s number', () => expect([formatSaleNumber(147), formatSaleNumber(12_345)]).toEqual(['0147', '12345']))
  it('falls back to the nearest language that a name has', () => {
    expect(nameIn({ 'zh-Hans': '金卡', en: 'Gold' }, 'zh-Hant')).toBe('金卡')
    expect(nameIn({ en: 'Gold' }, 'zh-Hans')).toBe('Gold')
    expect(nameIn({ 'zh-Hans': '', en: 'Gold' }, 'zh-Hans')).toBe('Gold')
    expect(nameIn({}, 'en')).toBe('')
  })
  it.each([
    [['zh-CN'], 'zh-Hans'],
    [['zh-TW'], 'zh-Hant'],
    [['zh-Hant-HK'], 'zh-Hant'],
    [['fr', 'zh'], 'zh-Hans'],
    [['en-US'], 'en'],
    [['fr'], 'en'],
    [[], 'en'],
  ] as const)('a system that speaks %j gets %s', (tags, locale) => expect(nearestLocale(tags)).toBe(locale))
})
