import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { verifyCommand } from '../../src/cli/verify.ts'
import { publishFromConsole } from '../../src/hq/console/programmes.ts'
import { readUsedProgrammes } from '../../src/till/db/programmes-used.ts'
import { readNewestSales } from '../../src/till/db/sales.ts'
import { openSqliteFile } from '../../src/till/db/sqlite-file.ts'
import { ledgerPath, ledgerProfile } from '../../src/till/db/till-files.ts'
import { openRealShop, type RealShop, type ShopTill } from '../support/real-shop.ts'

/** HQ publishes while a basket is open: the basket keeps the rules that it was begun with, the next one has the new ones. */

let shop: RealShop
let till: ShopTill
beforeAll(async () => {
  shop = await openRealShop()
  till = await shop.openTill('till')
  // The first load may still be under way; until it has ended the till says so.
  await vi.waitUntil(async () => !(await till.must('till.hello', {})).status.warnings.includes('mirror-loading'), { timeout: 20_000 })
})
afterAll(() => shop.close())

type Document = { readonly earn: object }
const harbour = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../resources/programmes/harbour-club.json'), 'utf8')) as Document
/** Ten points where there was one. */
const tenfold = { ...harbour, earn: { ...harbour.earn, points: 10 }, examples: [] }

const shownVersion = async (): Promise<number | null> => {
  const { desk } = await till.must('till.hello', {})
  return desk.quote.kind === 'quoted' ? desk.quote.programme.version : null
}

async function payExactly(): Promise<number> {
  const { saleId, phase } = await till.must('sale.pay', {})
  const { sale } = await till.must('sale.commit', { saleId, tenders: [{ kind: 'cash', tenderedMinor: phase.kind === 'paying' ? phase.payMinor : 0 }] })
  await till.must('sale.next', {})
  return sale.earnPoints
}

it('switches between two sales, and both can be computed again', async () => {
  await till.must('member.attach', { memberId: 'm1003', foundBy: 'phone' })
  await till.must('basket.add', { sku: 'TEA-JAS', quantityMilli: 1000 })
  const before = await shownVersion()
  const { desk: open } = await till.must('till.hello', {})

  const published = await publishFromConsole(shop.hq.hq, { document: tenfold, replaces: before })
  expect(published).toMatchObject({ kind: 'published', unchanged: false })
  await till.must('sync.now', {})
  const after = published.kind === 'published' ? published.version : null
  expect(await shownVersion()).toBe(before)
  await till.must('basket.add', { sku: 'TEA-JAS', quantityMilli: 1000 })
  expect(await shownVersion()).toBe(before)
  const earnedBefore = open.quote.kind === 'quoted' ? open.quote.result.earnPoints : 0
  const first = await payExactly()
  expect(first).toBeGreaterThanOrEqual(2 * earnedBefore)

  await till.must('member.attach', { memberId: 'm1003', foundBy: 'phone' })
  await till.must('basket.add', { sku: 'TEA-JAS', quantityMilli: 2000 })
  expect(await shownVersion()).toBe(after)
  expect(await payExactly()).toBeGreaterThan(5 * first)
  await till.must('sync.now', {})

  const ledger = openSqliteFile(ledgerProfile, { path: ledgerPath(till.dataDir), readonly: true })
  const sales = readNewestSales(ledger, 2)
  const kept = readUsedProgrammes(ledger)
  ledger.close()
  expect(sales.map((sale) => sale.programmeVersion)).toEqual([after, before])
  expect(kept.map(({ version, hash }) => [version, hash])).toEqual([...sales].reverse().map((sale) => [sale.programmeVersion, sale.programmeHash]))
  const said: string[] = []
  expect(await verifyCommand(['--data', till.dataDir], (line) => said.push(line), (line) => said.push(line)), said.join('\n')).toBe(0)
  expect(said.join()).toContain('2 sales, 0 returns, 2 versions of the rules: all as computed')
  // HQ replays each with its own version: one that differs would wait for a person.
  expect(await shop.hq.hq.db.selectFrom('event_outcomes').select('outcome').where('outcome', 'not in', ['applied', 'applied-with-debt']).execute()).toEqual([])
})
