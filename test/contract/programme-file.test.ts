import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseCase } from '../../src/contract/case-file.ts'
import { parseProgramme } from '../../src/contract/programme-file.ts'
import { caseJson, line, live, programmeJson } from '../support/rule-case.ts'
import type { Json } from '../support/rule-case.ts'

const offer = (more: Json, kind = 'percent-off', effect: Json = { percent: '10' }): Json => ({
  promotions: [live('p', kind, effect, more)],
})

/** What is wrong, the programme, where it is found. */
const badProgrammes: readonly (readonly [string, Json, string])[] = [
  ['an unknown field', { colour: 'red' }, 'colour'],
  ['an unknown field of a block', { earn: { perMajor: 1 } }, 'earn.perMajor'],
  [
    'an unknown field of an effect',
    offer({}, 'percent-off', { percent: '10', per: 'unit' }),
    'promotions[0].effect.per',
  ],
  ['a wrong format', { format: 'tillpoint-programme/2' }, 'format'],
  ['a float for money', { earn: { perMinor: 10.5 } }, 'earn.perMinor'],
  ['a number beyond 2^53 − 1', { earn: { points: 2 ** 53 } }, 'earn.points'],
  [
    'a number where a rate is a string',
    offer({}, 'earn-multiplier', { multiplier: 2 }),
    'promotions[0].effect.multiplier',
  ],
  ['a rate that is no decimal', offer({}, 'earn-multiplier', { multiplier: '1e3' }), 'promotions[0].effect.multiplier'],
  ['a negative rate', offer({}, 'earn-multiplier', { multiplier: '-1' }), 'promotions[0].effect.multiplier'],
  ['an effect without its field', offer({}, 'gift', { sku: 'A' }), 'promotions[0].effect.unitPriceMinor'],
  ['an unknown kind', offer({}, 'half-off', {}), 'promotions[0].kind'],
  ['an unknown state', offer({ state: 'on' }), 'promotions[0].state'],
  ['a negative price', offer({}, 'fixed-price', { minor: -1 }), 'promotions[0].effect.minor'],
  ['a percent above 100', offer({}, 'percent-off', { percent: '100.01' }), 'promotions[0].effect.percent'],
  ['a share above 1', { redeem: { maxShare: '1.1' } }, 'redeem.maxShare'],
  ['buy 0', offer({}, 'buy-x-get-y', { buy: 0, get: 1 }), 'promotions[0].effect.buy'],
  ['a step of 0', { redeem: { stepPoints: 0 } }, 'redeem.stepPoints'],
  ['an unknown zone', { timeZone: 'Asia/Peking2' }, 'timeZone'],
  ['an offset for a zone', { timeZone: '+08:00' }, 'timeZone'],
  ['no time of day', { businessDayStart: '24:00' }, 'businessDayStart'],
  ['a day that no month has', { expiry: { policy: 'fixed', dates: ['02-30'] } }, 'expiry.dates[0]'],
  ['fixed expiry without dates', { expiry: { policy: 'fixed', dates: [] } }, 'expiry.dates'],
  ['rolling expiry without months', { expiry: { policy: 'rolling' } }, 'expiry.months'],
  ['too many months', { expiry: { policy: 'rolling', months: 1201 } }, 'expiry.months'],
  ['too many days', { earn: { pendingDays: 36_501 } }, 'earn.pendingDays'],
  ['a date that no calendar has', offer({ when: { from: '2026-02-29' } }), 'promotions[0].when.from'],
  ['hours with equal times', offer({ when: { hours: ['10:00', '10:00'] } }), 'promotions[0].when.hours'],
  ['a recurrence without from', offer({ when: { rrule: 'FREQ=DAILY' } }), 'promotions[0].when.rrule'],
  [
    'a recurrence within the day',
    offer({ when: { from: '2026-01-01', rrule: 'FREQ=HOURLY' } }),
    'promotions[0].when.rrule',
  ],
  [
    'weeks by number',
    offer({ when: { from: '2026-01-01', rrule: 'FREQ=YEARLY;BYWEEKNO=3' } }),
    'promotions[0].when.rrule',
  ],
  [
    'days of the year',
    offer({ when: { from: '2026-01-01', rrule: 'FREQ=YEARLY;BYYEARDAY=3' } }),
    'promotions[0].when.rrule',
  ],
  [
    'UNTIL with a time',
    offer({ when: { from: '2026-01-01', rrule: 'FREQ=DAILY;UNTIL=20261231T000000Z' } }),
    'promotions[0].when.rrule',
  ],
  ['no recurrence at all', offer({ when: { from: '2026-01-01', rrule: 'now and then' } }), 'promotions[0].when.rrule'],
  ['a day of the month beyond 31', offer({ when: { monthDays: [32] } }), 'promotions[0].when.monthDays[0]'],
  ['carry with half-up', { earn: { carry: true, rounding: 'half-up' } }, 'earn.carry'],
  ['a promotion named tier', { promotions: [live('tier', 'percent-off', { percent: '1' })] }, 'promotions[0].id'],
  [
    'a promotion named member-price',
    { promotions: [live('member-price', 'percent-off', { percent: '1' })] },
    'promotions[0].id',
  ],
  [
    'two promotions of one id',
    { promotions: [live('a', 'percent-off', { percent: '1' }), live('a', 'percent-off', { percent: '2' })] },
    'promotions[1].id',
  ],
  [
    'two levels of one id',
    {
      tiers: {
        levels: [
          { id: 'a', threshold: 0 },
          { id: 'a', threshold: 1 },
        ],
      },
    },
    'tiers.levels[1].id',
  ],
  [
    'a coupon that issues coupons',
    { coupons: [{ id: 'c', kind: 'issue-coupon', effect: { coupon: 'c' } }] },
    'coupons[0].kind',
  ],
  ['an example without a case', { examples: [{ name: 'e', expect: {} }] }, 'examples[0].case'],
]

describe('a programme file', () => {
  it.each(badProgrammes)('with %s is refused', (_what, overrides, path) => {
    const parsed = parseProgramme(programmeJson(overrides))
    expect(parsed).toMatchObject({ ok: false, path })
  })
  it.each([null, 7, 'text', [], { format: 1 }])('%j is refused without a crash', (json) => {
    expect(parseProgramme(json).ok).toBe(false)
  })
  it.each(['format', 'id', 'version', 'name', 'currency', 'timeZone'])('needs %s', (field) => {
    const { [field]: _gone, ...rest } = programmeJson()
    expect(parseProgramme(rest)).toMatchObject({ ok: false, path: field })
  })
  it('takes 10.0 for 10, and fills in what is left out', () => {
    const parsed = parseProgramme(JSON.parse(JSON.stringify(programmeJson()).replace('"version":1', '"version":10.0')))
    expect(parsed).toMatchObject({
      ok: true,
      programme: {
        version: 10,
        region: 'CN',
        earn: { points: 1, perMinor: 100, base: 'paid', rounding: 'floor', stacking: 'add' },
        expiry: { policy: 'never' },
        redeem: { points: 100, minor: 100, maxShare: '1' },
        manualDiscount: { supervisor: { percentMax: '10', minorMax: 5000 } },
        returns: { shortage: 'debt', graceDays: 30, thresholdOffers: 'keep' },
      },
    })
  })
  it.each(['harbour-club', 'bean-stars'])('the sample %s fits', (name) => {
    const text = readFileSync(new URL(`../../resources/programmes/${name}.json`, import.meta.url), 'utf8')
    expect(parseProgramme(JSON.parse(text))).toMatchObject({ ok: true })
  })
})

const many = Array.from({ length: 1001 }, () => line('A', 1))

const badCases: readonly (readonly [string, Json, string])[] = [
  ['an unknown field', { colour: 'red' }, 'colour'],
  ['no instant', { at: '2026-11-25' }, 'at'],
  ['an instant without an offset', { at: '2026-11-25T15:04:00' }, 'at'],
  ['a day that no calendar has', { at: '2026-02-29T15:04:00+08:00' }, 'at'],
  ['no store', { store: undefined }, 'store'],
  ['no lines', { lines: undefined }, 'lines'],
  ['1,001 lines', { lines: many }, 'lines'],
  ['a negative price', { lines: [line('A', -1)] }, 'lines[0].unitPriceMinor'],
  ['a quantity of 0', { lines: [line('A', 1, 0)] }, 'lines[0].quantityMilli'],
  ['a price as a float', { lines: [line('A', 10.5)] }, 'lines[0].unitPriceMinor'],
  ['a price beyond 2^53 − 1', { lines: [line('A', 2 ** 53)] }, 'lines[0].unitPriceMinor'],
  ['a gross beyond 2^53 − 1', { lines: [line('A', 2 ** 52, 2001)] }, 'lines[0]'],
  ['a sum beyond 2^53 − 1', { lines: [line('A', 2 ** 52), line('B', 2 ** 52)] }, 'lines'],
  ['an unknown asset', { lines: [line('A', 1, 1000, { asset: 'cash' })] }, 'lines[0].asset'],
  ['a member of an unknown tier', { member: { tier: 'tin' } }, 'member.tier'],
  ['a negative lot', { member: { lots: [{ points: -1, earnedAt: '2026-01-01T00:00:00Z' }] } }, 'member.lots[0].points'],
  ['a lot of no age', { member: { lots: [{ points: 1 }] } }, 'member.lots[0].earnedAt'],
  ['a carry that is no fraction', { member: { carry: '1/0' } }, 'member.carry'],
  ['a birthday that no year has', { member: { birthday: '04-31' } }, 'member.birthday'],
  ['a word for points', { redeemPoints: 'all' }, 'redeemPoints'],
  ['negative points', { redeemPoints: -1 }, 'redeemPoints'],
  ['an unknown role', { role: 'trainee' }, 'role'],
  [
    'a return of nothing',
    { returns: [{ at: '2026-11-26T00:00:00Z', lines: [{ line: 0, quantityMilli: 0 }] }] },
    'returns[0].lines[0].quantityMilli',
  ],
  ['an unknown reason', { returns: [{ at: '2026-11-26T00:00:00Z', reason: 'ugly', lines: [] }] }, 'returns[0].reason'],
  ['a bad programme', { programme: programmeJson(offer({ state: 'on' })) }, 'programme.promotions[0].state'],
  ['no programme', { programme: undefined }, 'programme'],
  ['a programme that cannot be read', { programme: 'nowhere.json' }, 'programme'],
]

describe('a case file', () => {
  const files = { load: (path: string) => ({ ok: false, path: '', problem: `cannot read ${path}` }) as const }
  it.each(badCases)('with %s is refused', (_what, overrides, path) => {
    const json: unknown = JSON.parse(JSON.stringify(caseJson({}, overrides)))
    expect(parseCase(json, files)).toMatchObject({ ok: false, path })
  })
  it.each([null, 7, 'text', []])('%j is refused without a crash', (json) => {
    expect(parseCase(json, files).ok).toBe(false)
  })
  it('takes ids that are names of every object', () => {
    const promotions = ['constructor', '__proto__', 'toString'].map((id) => live(id, 'earn-bonus', { points: 1 }))
    const json: unknown = JSON.parse(JSON.stringify(caseJson({ promotions }, { lines: [line('constructor', 100)] })))
    expect(parseCase(json, files).ok).toBe(true)
  })
})
