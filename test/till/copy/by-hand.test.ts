import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { importJournal } from '../../../src/hq/import-journal.ts'
import { exportJournal } from '../../../src/till/copy/export-journal.ts'
import { copyPath } from '../../../src/till/copy/second-copy.ts'
import { readRecovery } from '../../../src/till/db/recovered.ts'
import { startRealHq, type RealHq } from '../../support/sync/real-hq.ts'
import { startSyncTill, type SyncTill } from '../../support/sync/sync-till.ts'
import { wireSale } from '../../support/wire-sale.ts'

let hq: RealHq
let till: SyncTill
let stick: string
let folder: string | null

beforeAll(async () => {
  hq = await startRealHq()
})
afterAll(() => hq.close())
beforeEach(async () => {
  stick = mkdtempSync(join(tmpdir(), 'tillpoint-stick-'))
  folder = null
  till = await startSyncTill({ hqUrl: () => hq.url, code: await hq.enrolCode(), copyFolder: () => folder })
})
afterEach(async () => {
  await till.close()
  rmSync(stick, { recursive: true, force: true })
})

const sell = (count: number): void => {
  for (let n = 0; n < count; n += 1) till.commit(wireSale())
}
const drained = (): Promise<void> => till.until('queue empty', () => till.sync.status().queuedEvents === 0 && till.sync.status().kind === 'online')
const salesAtHq = async (): Promise<number> => Number((await hq.query<{ sales: string }>(`SELECT count(*) AS sales FROM sales WHERE till_id = '${till.identity.tillId}'`))[0]?.sales)
const eventsAtHq = async (): Promise<number> => Number((await hq.query<{ events: string }>(`SELECT count(*) AS events FROM journal_events WHERE till_id = '${till.identity.tillId}'`))[0]?.events)
const file = (): string => join(stick, 'out.journal')
/** Days without a network. */
async function offline(count: number): Promise<void> {
  await till.sync.close()
  sell(count)
}

test('a file carried by hand: HQ has every sale once, also when it is taken twice and the network comes back', async () => {
  sell(2)
  await drained()
  await offline(700)
  expect(await exportJournal(till.exporting, file())).toEqual({ kind: 'written', path: file(), events: 700 })
  expect(await importJournal(hq.hq(), file())).toMatchObject({ kind: 'imported', tillId: till.identity.tillId, events: 700, newEvents: 700, forks: 0, whole: true })
  expect(await salesAtHq()).toBe(702)
  expect(await importJournal(hq.hq(), file())).toMatchObject({ kind: 'imported', newEvents: 0, forks: 0 })
  await till.restartSync()
  await drained()
  expect([await eventsAtHq(), await salesAtHq()]).toEqual([702, 702])
  // Everything is acknowledged now: the next file holds nothing.
  expect(await exportJournal(till.exporting, file())).toMatchObject({ events: 0 })
})

test('nothing of a sale can be read in it', async () => {
  await offline(1)
  await exportJournal(till.exporting, file())
  expect(readFileSync(file(), 'latin1')).not.toMatch(/quantityMilli|tenderedMinor|programmeHash/)
})

test('one changed byte anywhere, a line moved or taken from another file: refused by name, and nothing is taken', async () => {
  await offline(600)
  await exportJournal(till.exporting, file())
  const good = readFileSync(file())
  const lines = good.toString('latin1').split('\n')
  const refusalOf = async (bytes: Buffer | string): Promise<string> => {
    writeFileSync(file(), bytes)
    const report = await importJournal(hq.hq(), file())
    return report.kind === 'refused' ? report.why : report.kind
  }
  for (let at = 0; at < good.length; at += Math.ceil(good.length / 40)) {
    const changed = Buffer.from(good)
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(['not_a_journal_file', 'unknown_till', 'unknown_region', 'damaged'], `byte ${at}`).toContain(await refusalOf(changed))
  }
  expect(await refusalOf([lines[0], lines[2], lines[1], ...lines.slice(3)].join('\n'))).toBe('damaged')
  const other = join(stick, 'other.journal')
  await exportJournal({ ...till.exporting, nowMs: () => 2 }, other)
  expect(await refusalOf([readFileSync(other, 'latin1').split('\n')[0], ...lines.slice(1)].join('\n'))).toBe('damaged')
  expect(await refusalOf('PK\u0003\u0004')).toBe('not_a_journal_file')
  expect(await refusalOf('')).toBe('not_a_journal_file')
  expect(await refusalOf((lines[0] ?? '').replace(till.identity.tillId, 't-nobody'))).toBe('unknown_till')
  expect(await eventsAtHq()).toBe(0)
  // Cut off between two lines: what is there is good, and the report says that the end is missing.
  writeFileSync(file(), lines.slice(0, 2).join('\n'))
  expect(await importJournal(hq.hq(), file())).toMatchObject({ kind: 'imported', batches: 1, whole: false })
  expect(await eventsAtHq()).toBeGreaterThan(0)
  writeFileSync(file(), good)
  expect(await importJournal(hq.hq(), file())).toMatchObject({ events: 600, whole: true })
  expect(await eventsAtHq()).toBe(600)
})

test('a file that cannot be written says why and leaves nothing', async () => {
  await offline(1)
  expect(await exportJournal(till.exporting, join(stick, 'gone', 'out.journal'))).toEqual({ kind: 'failed', why: 'not_there' })
  mkdirSync(file())
  expect(await exportJournal(till.exporting, file())).toMatchObject({ kind: 'failed' })
  expect(existsSync(`${file()}.part`)).toBe(false)
})

test('what waits is also on the stick; it begins anew when HQ has it', async () => {
  folder = stick
  const path = copyPath(stick, till.identity.tillId)
  await offline(3)
  await till.secondCopy?.settled()
  expect(till.secondCopy?.state()).toEqual({ kind: 'copied' })
  const three = statSync(path).size
  sell(1)
  await till.secondCopy?.settled()
  expect(statSync(path).size).toBeGreaterThan(three)
  await till.restartSync()
  await drained()
  await till.secondCopy?.settled()
  sell(1)
  await drained()
  await till.secondCopy?.settled()
  expect(statSync(path).size).toBeLessThan(three)
})

test('a stick that is pulled out is said and stops nothing; put back, it has everything', async () => {
  folder = join(stick, 'usb')
  mkdirSync(folder)
  await offline(1)
  await till.secondCopy?.settled()
  rmSync(folder, { recursive: true })
  sell(1)
  await till.secondCopy?.settled()
  expect(till.secondCopy?.state()).toEqual({ kind: 'trouble', why: 'not_there' })
  mkdirSync(folder)
  sell(1)
  await till.secondCopy?.settled()
  expect(till.secondCopy?.state()).toEqual({ kind: 'copied' })
  expect(await importJournal(hq.hq(), copyPath(folder, till.identity.tillId))).toMatchObject({ events: 3, newEvents: 3, whole: false })
})

test('the disk dies before a sync: the till with its older files brings the sales of the copy to HQ, and has them back', async () => {
  folder = stick
  sell(1)
  await drained()
  await till.sync.close()
  const { ledger } = till.files
  await till.secondCopy?.settled()
  const before = ledger.path
  const older = new Database(before, { readonly: true })
  await older.backup(join(stick, 'older.db'))
  older.close()
  sell(4)
  await till.secondCopy?.settled()
  const { dataDir, privateKey } = till
  await till.shut()
  for (const end of ['', '-wal', '-shm']) rmSync(`${before}${end}`, { force: true })
  writeFileSync(before, readFileSync(join(stick, 'older.db')))
  till = await startSyncTill({ hqUrl: () => hq.url, from: { dataDir, privateKey }, copyFolder: () => folder })
  await drained()
  await till.sync.now()
  expect(await salesAtHq()).toBe(5)
  await till.restartSync()
  await till.untilAsked('recovered', () => readRecovery(till.files.ledger, 2) !== null)
  expect(readRecovery(till.files.ledger, 2)).toMatchObject({ sales: 4 })
})

test('a row that cannot be read, whole on the stick: HQ books it in the place of the gap', async () => {
  folder = stick
  await offline(3)
  await till.secondCopy?.settled()
  const { dataDir, privateKey } = till
  const { path } = till.files.ledger
  await till.shut()
  const damaged = new Database(path)
  damaged.exec(`DROP TRIGGER journal_no_update; UPDATE journal SET bytes = x'7b7d' WHERE seq = 2`)
  damaged.close()
  till = await startSyncTill({ hqUrl: () => hq.url, from: { dataDir, privateKey }, copyFolder: () => folder })
  await drained()
  await till.sync.now()
  expect(await salesAtHq()).toBe(3)
  expect(await hq.query(`SELECT outcome FROM event_outcomes WHERE till_id = '${till.identity.tillId}' ORDER BY seq`)).toEqual([{ outcome: 'applied' }, { outcome: 'applied' }, { outcome: 'applied' }])
})
