import Database from 'better-sqlite3'
import { readFileSync, writeFileSync } from 'node:fs'
import { afterEach, expect, it } from 'vitest'
import { mirrorPath } from '../../src/till/db/till-files.ts'
import { fillMirror, sampleShop } from '../support/till-shop.ts'
import { NOW_MS } from '../support/test-clock.ts'
import { makeTill, runTill, type TestTill } from '../support/till.ts'

let till: TestTill
afterEach(() => till.dispose())

/** Overwrites the root page of one table: the file opens, and fails where that table is read. */
const damage = (path: string, table: string): void => {
  const raw = new Database(path)
  const root = raw.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(table) as number
  raw.close()
  const bytes = readFileSync(path)
  bytes.fill(0x5a, (root - 1) * 4096, root * 4096)
  writeFileSync(path, bytes)
}

it('a mirror that is damaged inside costs no start: an empty one takes its place, what was sold and the basket stay', async () => {
  till = await makeTill()
  await till.scan('6941000137010')
  const { saleId } = await till.must('sale.pay', {})
  await till.must('sale.commit', { saleId, tenders: [{ kind: 'cash', tenderedMinor: 7000 }] })
  till.clock.advance(1000)
  await till.scan('6941000137010')
  await till.close()
  damage(mirrorPath(till.dataDir, 1), 'programmes')
  till = await runTill({ dataDir: till.dataDir })
  const hello = await till.must('till.hello', {})
  expect(hello.desk.lines.map((line) => line.sku)).toEqual(['RICE-10'])
  expect(hello.status.warnings).toContain('no-rules')
  expect((await till.must('sale.recent', { limit: 5 })).sales).toHaveLength(1)
  expect(till.logs.some((line) => line.level === 'error' && line.message.includes('fetched from HQ again'))).toBe(true)
  // HQ fills it, and the till sells on.
  await till.betweenRuns((files) => fillMirror(files.mirror(), sampleShop(), NOW_MS))
  expect((await till.desk()).quote.kind).toBe('quoted')
})

it('damage that shows only later costs one call', async () => {
  till = await makeTill()
  await till.scan('6941000137010')
  await till.close()
  damage(mirrorPath(till.dataDir, 1), 'name_keys')
  till = await runTill({ dataDir: till.dataDir })
  expect((await till.desk()).quote.kind).toBe('quoted')
  await expect(till.call('member.find', { query: 'chen' })).rejects.toMatchObject({ code: 'database_corrupt' })
  expect(await till.must('member.find', { query: 'chen' })).toEqual({ candidates: [], more: false })
  expect((await till.desk()).lines).toHaveLength(1)
  expect(till.line.woken.count).toBeGreaterThan(0)
})
