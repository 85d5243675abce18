import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { programmeChanges, type ProgrammeChange } from '../../src/contract/programme-changes.ts'
import { parseProgramme } from '../../src/contract/programme-file.ts'
import type { Programme } from '../../src/domain/programme.ts'

const harbour = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../resources/programmes/harbour-club.json'), 'utf8')) as Programme

function programme(document: unknown): Programme {
  const parsed = parseProgramme(document)
  if (!parsed.ok) throw new Error(`${parsed.path}: ${parsed.problem}`)
  return parsed.programme
}
const minimal = { format: 'tillpoint-programme/1', id: 'p', version: 1, name: { en: 'P' }, currency: 'CNY', timeZone: 'Asia/Shanghai' }
const changesOf = (before: unknown, after: unknown): ProgrammeChange[] => programmeChanges(programme(before), programme(after))

describe('what a version changes', () => {
  test('is nothing for the same programme, another version number, or a default written out', () => {
    expect(changesOf(harbour, harbour)).toEqual([])
    expect(changesOf(minimal, { ...minimal, version: 9, earn: { points: 1, perMinor: 100, rounding: 'floor' }, businessDayStart: '00:00' })).toEqual([])
  })

  test('names a setting by its path, with what it was and will be', () => {
    expect(changesOf(minimal, { ...minimal, earn: { perMinor: 200, exclude: { categories: ['tobacco'] } }, expiry: { policy: 'rolling', months: 12 } })).toEqual([
      {
        ...{ kind: 'changed', part: 'rules', id: '', name: {} },
        settings: [
          { path: 'earn.perMinor', before: 100, after: 200 },
          { path: 'earn.exclude.categories', before: [], after: ['tobacco'] },
          { path: 'expiry.policy', before: 'never', after: 'rolling' },
          { path: 'expiry.months', before: null, after: 12 },
          { path: 'expiry.roundTo', before: null, after: 'none' },
        ],
      },
    ])
  })

  test('knows promotions, coupons, gifts and levels by their ids, wherever they stand in the list', () => {
    const [first, second, ...others] = harbour.promotions
    const moved = { ...harbour, promotions: [second, { ...first, state: 'paused' }, ...others] }
    expect(changesOf(harbour, moved)).toEqual([{ kind: 'changed', part: 'promotion', id: first?.id, name: first?.name, settings: [{ path: 'state', before: 'live', after: 'paused' }] }])
    const less = { ...harbour, promotions: harbour.promotions.slice(1), examples: [] }
    expect(changesOf(harbour, less).filter(({ part }) => part !== 'example')).toEqual([{ kind: 'removed', part: 'promotion', id: first?.id, name: first?.name, settings: [] }])
    const levels = harbour.tiers.levels.map((level) => (level.id === 'gold' ? { ...level, earnMultiplier: '3' } : level))
    expect(changesOf(harbour, { ...harbour, examples: [], tiers: { ...harbour.tiers, levels } })[0]).toMatchObject({ part: 'level', id: 'gold', settings: [{ path: 'earnMultiplier', after: '3' }] })
  })

  test('of something new says what it sets, not what it leaves open', () => {
    const promotion = { id: 'tea-week', name: { en: 'Tea week' }, state: 'live', kind: 'percent-off', effect: { percent: '20' }, when: { weekdays: ['mon', 'tue'] } }
    expect(changesOf(minimal, { ...minimal, promotions: [promotion] })).toEqual([
      {
        ...{ kind: 'added', part: 'promotion', id: 'tea-week', name: { en: 'Tea week' } },
        settings: expect.arrayContaining([
          { path: 'when.weekdays', before: null, after: ['mon', 'tue'] },
          { path: 'effect.percent', before: null, after: '20' },
        ]) as unknown,
      },
    ])
    expect(changesOf(minimal, { ...minimal, promotions: [promotion] })[0]?.settings.map(({ path: setting }) => setting).sort()).toEqual(['effect.percent', 'kind', 'state', 'when.weekdays'])
  })

  test('of the first version is everything', () => {
    const parts = programmeChanges(null, programme(harbour))
    expect(new Set(parts.map(({ part }) => part))).toEqual(new Set(['rules', 'level', 'promotion', 'coupon', 'gift', 'example'].filter((part) => part !== 'gift' || harbour.gifts.length > 0)))
    expect(parts.filter(({ part }) => part === 'promotion').map(({ id }) => id)).toEqual(harbour.promotions.map(({ id }) => id))
  })
})
