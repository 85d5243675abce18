import { createElement, type ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { SalesPage } from '../../src/console/lists/sales-page.tsx'
import { barcodeShown, matchesProduct } from '../../src/console/lists/match-product.ts'
import { TillsPage } from '../../src/console/lists/tills-page.tsx'
import { viewOf } from '../../src/console/frame/views.ts'
import { Slab } from '../../src/console/slab/slab.tsx'
import { clockWords, spanWords } from '../../src/console/state/words.ts'
import { pageTexts } from '../../src/console/texts.ts'
import { TodayPage } from '../../src/console/today/today-page.tsx'
import type { ConsoleOverview } from '../../src/contract/console-wire.ts'
import type { Locale } from '../../src/ui/format/locale.ts'
import { createLanguage } from '../../src/ui/i18n/language.ts'
import { LanguageProvider } from '../../src/ui/i18n/use-language.tsx'
import { consoleOverview, consoleTill, NOW_MS } from './overview.ts'

/** The words of a page as a person reads them. */
function wordsOf(page: ReactNode, locale: Locale): string {
  const html = renderToStaticMarkup(createElement(LanguageProvider, { language: createLanguage(pageTexts, locale), children: page }))
  return html.replace(/<[^>]+>/g, ' ').replace(/&#x27;/g, "'").replace(/\s+/g, ' ')
}
const today = (overview: ConsoleOverview, locale: Locale = 'zh-Hans'): string => wordsOf(createElement(TodayPage, { overview, onOpenDifferences: () => undefined, onFindMember: () => undefined }), locale)

describe('today', () => {
  const busy = consoleOverview({ tills: [consoleTill({ tillNumber: 3, suspenseEvents: 2, suspenseSinceMs: NOW_MS - 1_440_000 }), consoleTill({ tillId: 't2', lastSeenAtMs: NOW_MS - 22_380_000, queuedEvents: 17, clockOffsetMs: null, version: null })] })
  test('says in plain words what to do, and how each till is', () => {
    const words = today(busy)
    for (const said of ['今天要办的 2 件', '11月20日周五 18:44'.slice(-5), '滨江店 3 号机有 2 笔记录读不懂', '18:20 起', '滨江店 1 号机 6 小时没联系', '上次联系时有 17 笔还在它那里', '6 小时 13 分前', '不知道', '+0.4 秒', '5,310.40', '1 台要看', '1 台有差错']) expect(words).toContain(said)
  })
  test('says it in English and Traditional Chinese too', () => {
    expect(today(busy, 'en')).toContain('2 things to do today')
    expect(today(busy, 'en')).toContain('Riverside, till 3 has 2 records that could not be read')
    expect(today(busy, 'zh-Hant')).toContain('濱江店 3 號機有 2 筆記錄讀不懂')
  })
  test('with nothing to do says so; with no tills says how to get one', () => {
    expect(today(consoleOverview({ tills: [consoleTill()] }))).toContain('今天没有要办的')
    const empty = today(consoleOverview())
    expect(empty).toContain('还没有收银机')
    expect(empty).toContain('tillpoint-hq enrol-code')
  })
})

describe('the slab', () => {
  const sale = { saleId: 's', atMs: NOW_MS, storeId: 's1', tillNumber: 2, memberId: 'm1001', tier: 'gold', dueMinor: 12_080, earnPoints: 272, pointsUsed: 1_200, receiptCode: 'R2-147-9c41e07b' }
  const slab = (overview: ConsoleOverview, locale: Locale = 'zh-Hans'): string => wordsOf(createElement(Slab, { overview, isLive: true }), locale)
  test('holds the day in numbers and sale by sale', () => {
    const words = slab(consoleOverview({ sales: [sale, { ...sale, saleId: 'x', memberId: null, tier: null, dueMinor: -4_500 }] }))
    for (const said of ['68,452', '120 单', '104,318', '3,846,120', '￥38,461.20', '18:44', '滨江店 2 号机', '金卡', '120.80', '−928', '非会员', '−45.00', '实时']) expect(words).toContain(said)
    expect(words).not.toContain('会员欠分')
  })
  test.each([
    [6_326_460, '比上周同一天同时多 8.2%'],
    [7_000_000, '比上周同一天同时少 2.2%'],
    [6_845_230, '和上周同一天同时一样多'],
  ])('compares with a week ago: %d', (lastWeekMinor, said) => expect(slab(consoleOverview({ today: { ...consoleOverview().today, lastWeekMinor } }))).toContain(said))
  test('compares with nothing when nothing was sold then', () => expect(slab(consoleOverview())).not.toContain('上周'))
  test('without a sale says what will stand there', () => expect(slab(consoleOverview(), 'en')).toContain('No sales yet'))
})

test('lists have empty states', () => {
  expect(wordsOf(createElement(SalesPage, { overview: consoleOverview() }), 'en')).toContain('No sales yet')
  expect(wordsOf(createElement(TillsPage, { overview: consoleOverview({ stores: [] }) }), 'en')).toContain('No stores yet')
})

test('spans and clocks in words', () => {
  const language = createLanguage(pageTexts, 'en')
  const text = (key: string, values?: Record<string, string | number>): string => language.t(key, { ...values })
  expect([30_000, 59 * 60_000, 3_600_000, 47 * 3_600_000, 3 * 86_400_000].map((spanMs) => spanWords(spanMs, text))).toEqual(['1 min', '59 min', '1 h', '47 h', '3 days'])
  expect([0, 440, -1_990, 660_000, -7_300_000].map((offsetMs) => clockWords(offsetMs, text))).toEqual(['+0.0 s', '+0.4 s', '−1.9 s', '+11 min', '−2 h'])
})

test('goods are found by name in any language, item number or the barcode as printed', () => {
  const product = { sku: 'RICE-1', name: { 'zh-Hans': '大米', en: 'Rice' }, packing: '', unit: 'piece' as const, category: 'rice', priceMinor: 1, memberPriceMinor: null, barcodes: ['06941000137010'] }
  for (const typed of ['', '大米', 'rice', ' RICE-1', '6941000137010', '7010']) expect(matchesProduct(product, typed), typed).toBe(true)
  expect(matchesProduct(product, 'tea')).toBe(false)
  expect(['06941000137010', '16941000137017', '2110021'].map(barcodeShown)).toEqual(['6941000137010', '16941000137017', '2110021'])
})

test('the address names the page; a strange one is today', () => expect(['#members', '#today', '', '#x', 'tills'].map(viewOf)).toEqual(['members', 'today', 'today', 'today', 'tills']))
