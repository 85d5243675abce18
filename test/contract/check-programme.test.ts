import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checkProgramme } from '../../src/contract/check-programme.ts'
import { parseProgramme } from '../../src/contract/programme-file.ts'
import { line, live, programmeJson } from '../support/rule-case.ts'
import type { Json } from '../support/rule-case.ts'

const names = { 'zh-Hans': '名', 'zh-Hant': '名', en: 'Name' }
const regulated = ['tobacco', 'infant-formula']

/** A programme that nothing can be said about. */
const clean: Json = {
  name: names,
  earn: { exclude: { categories: regulated } },
  redeem: { excludeCategories: regulated },
  tiers: { levels: [{ id: 'silver', name: names, threshold: 0 }] },
}

function promo(id: string, kind: string, effect: Json, more: Json = {}): Json {
  const limits = { budgetPoints: 1000, budgetMinor: 1000 }
  return live(id, kind, effect, { name: names, limits, what: { excludeCategories: regulated }, ...more })
}

function findings(overrides: Json): ReturnType<typeof checkProgramme> {
  const parsed = parseProgramme(programmeJson({ ...clean, ...overrides }))
  if (!parsed.ok) throw new Error(`${parsed.path}: ${parsed.problem}`)
  return checkProgramme(parsed.programme)
}

const double = promo('double', 'earn-multiplier', { multiplier: '2' })
const example = (expected: Json): Json => ({
  examples: [
    {
      name: 'one',
      case: { at: '2026-11-25T15:04:00+08:00', store: 's', member: {}, lines: [line('A', 1000)] },
      expect: expected,
    },
  ],
})

/** What is wrong, the programme, level and path of the finding. */
const faults: readonly (readonly [string, Json, 'warning' | 'error', string])[] = [
  ['ceil', { earn: { rounding: 'ceil', exclude: { categories: regulated } } }, 'warning', 'earn.rounding'],
  ['a bonus per sale', { promotions: [promo('b', 'earn-bonus', { points: 5 })] }, 'warning', 'promotions[0].effect'],
  [
    'overlapping multipliers',
    { promotions: [double, promo('triple', 'earn-multiplier', { multiplier: '3' })] },
    'warning',
    'promotions[1]',
  ],
  [
    'a budget on a multiplier below 1',
    { promotions: [promo('half', 'earn-multiplier', { multiplier: '0.5' })] },
    'warning',
    'promotions[0].limits.budgetPoints',
  ],
  [
    'a saving above a third',
    { promotions: [promo('s', 'spend-x-save-y', { spendMinor: 900, saveMinor: 301 })] },
    'warning',
    'promotions[0].effect',
  ],
  ['clamp at once', { returns: { shortage: 'clamp' } }, 'warning', 'returns.shortage'],
  [
    'points that expire before they can be used',
    { earn: { pendingDays: 29, exclude: { categories: regulated } }, expiry: { policy: 'rolling', months: 1 } },
    'error',
    'earn.pendingDays',
  ],
  [
    'an offer that ends before it begins',
    {
      promotions: [
        promo('p', 'earn-multiplier', { multiplier: '2' }, { when: { from: '2026-02-01', to: '2026-01-01' } }),
      ],
    },
    'warning',
    'promotions[0].when',
  ],
  [
    'dates outside the range',
    {
      promotions: [
        promo('p', 'earn-multiplier', { multiplier: '2' }, { when: { from: '2026-02-01', dates: ['2026-01-01'] } }),
      ],
    },
    'warning',
    'promotions[0].when',
  ],
  [
    'a recurrence that never comes',
    {
      promotions: [
        promo(
          'p',
          'earn-multiplier',
          { multiplier: '2' },
          { when: { from: '2026-02-01', rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' } },
        ),
      ],
    },
    'warning',
    'promotions[0].when',
  ],
  [
    'a tier that is none',
    { promotions: [promo('p', 'earn-multiplier', { multiplier: '2' }, { who: { tiers: ['tin'] } })] },
    'warning',
    'promotions[0].who.tiers',
  ],
  [
    'goods that are all excluded',
    { promotions: [promo('p', 'earn-multiplier', { multiplier: '2' }, { what: { categories: ['tobacco'] } })] },
    'warning',
    'promotions[0].what',
  ],
  [
    'a coupon that is none',
    { promotions: [promo('p', 'issue-coupon', { coupon: 'c' })] },
    'error',
    'promotions[0].effect.coupon',
  ],
  [
    'a coupon of a level that is none',
    { tiers: { levels: [{ id: 'silver', name: names, threshold: 0, benefits: [{ text: names, coupon: 'c' }] }] } },
    'error',
    'tiers.levels[0].benefits[0].coupon',
  ],
  [
    'a referral paid at once under clamp',
    { returns: { shortage: 'clamp' }, referral: { referrerPoints: 1, after: 'purchase' } },
    'warning',
    'referral.after',
  ],
  [
    'an unbounded budget',
    { promotions: [promo('p', 'earn-multiplier', { multiplier: '2' }, { limits: {} })] },
    'warning',
    'promotions[0].limits.budgetPoints',
  ],
  ['a name missing', { name: { en: 'Only English' } }, 'warning', 'name'],
  ['tobacco that earns', { earn: {} }, 'warning', 'earn.exclude.categories'],
  [
    'tobacco promoted',
    { promotions: [promo('p', 'percent-off', { percent: '5' }, { what: {} })] },
    'warning',
    'promotions[0].what',
  ],
  ['a named card above 5,000.00', { storedValue: { capNamedMinor: 500_001 } }, 'error', 'storedValue.capNamedMinor'],
  ['a bearer card above 1,000.00', { storedValue: { capBearerMinor: 100_001 } }, 'error', 'storedValue.capBearerMinor'],
  [
    'a bearer card below three years',
    { storedValue: { validityMonthsMin: 35 } },
    'error',
    'storedValue.validityMonthsMin',
  ],
  ['cooling off below seven days', { storedValue: { coolingDays: 6 } }, 'error', 'storedValue.coolingDays'],
  ['an example that fails', example({ earnPoints: 11 }), 'error', 'examples[0].expect.earnPoints'],
]

describe('check', () => {
  it('says nothing about a programme in order', () => {
    expect(findings({ promotions: [double], ...example({ earnPoints: 20 }) })).toEqual([])
  })
  it.each(faults)('finds %s', (_what, overrides, level, path) => {
    expect(findings(overrides)).toContainEqual(expect.objectContaining({ level, path }))
  })
  it('other regions have other law', () => {
    expect(findings({ region: 'other', storedValue: { coolingDays: 0 }, earn: {} })).toEqual([])
  })
  it('offers of one group do not overlap', () => {
    const group = { group: 'g' }
    const triple = promo('triple', 'earn-multiplier', { multiplier: '3' }, group)
    expect(findings({ promotions: [{ ...double, ...group }, triple] })).toEqual([])
  })
  it.each(['harbour-club', 'bean-stars'])('has nothing to say about the sample %s', (name) => {
    const text = readFileSync(new URL(`../../resources/programmes/${name}.json`, import.meta.url), 'utf8')
    const parsed = parseProgramme(JSON.parse(text))
    if (!parsed.ok) throw new Error(parsed.problem)
    expect(parsed.programme.examples.length).toBeGreaterThan(5)
    expect(checkProgramme(parsed.programme)).toEqual([])
  })
})
