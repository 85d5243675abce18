import { createElement, type ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { settingName } from '../../src/console/rules/change-words.ts'
import { PublishingCard } from '../../src/console/rules/publishing-card.tsx'
import type { Publishing } from '../../src/console/rules/publishing.ts'
import { VersionsCard } from '../../src/console/rules/versions-card.tsx'
import { pageTexts } from '../../src/console/texts.ts'
import type { ConsoleChecked } from '../../src/contract/console-wire.ts'
import { programmeChanges } from '../../src/contract/programme-changes.ts'
import { parseProgramme } from '../../src/contract/programme-file.ts'
import type { Programme } from '../../src/domain/programme.ts'
import type { Locale } from '../../src/ui/format/locale.ts'
import { createLanguage } from '../../src/ui/i18n/language.ts'
import { LanguageProvider } from '../../src/ui/i18n/use-language.tsx'
import { NOW_MS } from './overview.ts'

function wordsOf(page: ReactNode, locale: Locale): string {
  const html = renderToStaticMarkup(createElement(LanguageProvider, { language: createLanguage(pageTexts, locale), children: page }))
  return html.replace(/<[^>]+>/g, ' ').replace(/&#x27;/g, "'").replace(/\s+/g, ' ')
}
const later = (): Promise<void> => Promise.resolve()
const card = (state: Publishing, locale: Locale): string => wordsOf(createElement(PublishingCard, { state, publish: later, ask: () => undefined, lookAgain: later, putAway: () => undefined }), locale)

const document = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../resources/programmes/harbour-club.json'), 'utf8')) as Programme
const read = (json: unknown): Programme => {
  const parsed = parseProgramme(json)
  if (!parsed.ok) throw new Error(parsed.problem)
  return parsed.programme
}
const [promotion, ...promotions] = document.promotions
const changed = read({ ...document, earn: { ...document.earn, perMinor: 200 }, promotions: [{ ...promotion, effect: { multiplier: '3' } }, ...promotions] })

function ready(change: Partial<Extract<ConsoleChecked, { kind: 'ready' }>> = {}, isSure = false): Publishing {
  const checked = { kind: 'ready' as const, name: document.name, version: 8, replaces: 7, unchanged: false, examplesCount: 14, findings: [], changes: programmeChanges(read(document), changed), ...change }
  return { kind: 'ready', file: 'harbour.json', document, checked, isSure, isBusy: false }
}

describe('a programme that was chosen', () => {
  test('shows what the check says and what changes, in words', () => {
    const words = card(ready({ findings: [{ level: 'warning', path: 'promotions[0]', problem: 'has no budget' }] }), 'en')
    for (const said of ['harbour.json', '14 examples computed, all as expected', '1 warning', 'promotions[0]', 'has no budget', 'against version 7', 'Earning, for every: 1.00 → 2.00', 'Member day', 'multiplier: 2 → 3', 'Publish as version 8']) expect(words).toContain(said)
    expect(words).not.toContain('Yes, publish')
  })
  test('names all examples that go in one row', () => {
    const gone = programmeChanges(read(document), read({ ...document, examples: document.examples.slice(3) }))
    const words = card(ready({ changes: gone }), 'en')
    expect(words).toContain('3 examples')
    for (const example of document.examples.slice(0, 3)) expect(words).toContain(example.name)
  })
  test('says it in Chinese', () => {
    for (const said of ['会变什么', '计分，每满：1.00 → 2.00', '促销', '会员日', '倍数：2 → 3', '发布为第 8 版']) expect(card(ready(), 'zh-Hans')).toContain(said)
    expect(card(ready(), 'zh-Hant')).toContain('計分，每滿：1.00 → 2.00')
  })
  test('asks before it goes to work', () => {
    const words = card(ready({}, true), 'en')
    for (const said of ['Put version 8 to work in all stores?', 'Yes, publish', 'Not yet']) expect(words).toContain(said)
  })
  test('that says what is current offers nothing to publish', () => {
    const words = card(ready({ unchanged: true, version: 7, changes: [] }), 'en')
    expect(words).toContain('This is what version 7 says already')
    expect(words).not.toContain('Publish as')
  })
  test('with errors cannot be published and names their places', () => {
    const words = card({ kind: 'refused', file: 'x.json', examplesCount: 1, findings: [{ level: 'warning', path: 'w', problem: 'odd' }, { level: 'error', path: 'examples[0].expect.earnPoints', problem: 'expected 322, got 128' }] }, 'en')
    for (const said of ['Cannot be published: 1 error', 'examples[0].expect.earnPoints', 'expected 322, got 128', 'odd']) expect(words).toContain(said)
    expect(words).not.toContain('Publish as')
  })
  test.each<[Publishing, string]>([
    [{ kind: 'not-json', file: 'x', problem: 'Unexpected token' }, 'Unexpected token'],
    [{ kind: 'too-large', file: 'x' }, 'larger than 4 MB'],
    [{ kind: 'away', file: 'x' }, 'It is not known whether anything was published'],
    [{ kind: 'outdated', file: 'x', document: {}, version: 9 }, 'now against version 9'],
    [{ kind: 'published', file: 'x', published: { kind: 'published', version: 8, hash: 'a41f7c02ffff', unchanged: false, findings: [] } }, 'Version 8 is published'],
  ])('otherwise says plainly what happened: %j', (state, said) => expect(card(state, 'en')).toContain(said))
})

test('versions stand with check sum, time and who published, and can be had as files', () => {
  const versions = [{ version: 8, hash: 'a41f7c0211112222', name: document.name, current: true, publishedAtMs: NOW_MS, publishedBy: 'console' }, { version: 7, hash: 'b'.repeat(64), name: document.name, current: false, publishedAtMs: NOW_MS - 86_400_000, publishedBy: 'tillpoint-hq programme publish' }]
  const words = wordsOf(createElement(VersionsCard, { versions, timeZone: 'Asia/Shanghai' }), 'zh-Hans')
  for (const said of ['a41f 7c02', '2026-11-20 18:44', '在用', '本页', '命令行', '下载']) expect(words).toContain(said)
  const html = renderToStaticMarkup(createElement(LanguageProvider, { language: createLanguage(pageTexts, 'en'), children: createElement(VersionsCard, { versions, timeZone: 'UTC' }) }))
  expect(html).toContain('href="/console/api/programmes/7"')
})

test('every setting of a programme has a word of its own', () => {
  const text = (key: string): string => `"${key}"`
  const full = read({
    ...document,
    expiry: { policy: 'fixed', dates: ['06-30'] },
    promotions: [
      ['earn-bonus', { points: 1, per: 'unit' }], ['earn-multiplier', { multiplier: '2' }], ['percent-off', { percent: '1' }], ['amount-off', { minor: 1 }], ['fixed-price', { minor: 1 }],
      ['buy-x-get-y', { buy: 1, get: 1 }], ['spend-x-save-y', { spendMinor: 1, saveMinor: 1 }], ['gift', { sku: 'M', unitPriceMinor: 1 }], ['issue-coupon', { coupon: 'ten-off' }],
    ].map(([kind, effect]) => ({ id: kind, state: 'live', kind, effect, limits: { perMember: { count: 1, period: 'day' } } })),
    gifts: [{ id: 'mug', name: { en: 'Mug' }, sku: 'MUG', points: 800 }],
  })
  const paths = programmeChanges(null, full).flatMap(({ part, settings }) => (part === 'example' ? [] : settings.map(({ path: setting }) => setting)))
  expect(paths.length).toBeGreaterThan(60)
  expect(paths.filter((setting) => settingName(setting, text) === setting)).toEqual([])
})
