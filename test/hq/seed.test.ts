import { afterAll, beforeAll, expect, test } from 'vitest'
import { seed } from '../../src/hq/seed.ts'
import { publishProgramme } from '../../src/hq/registry/programmes.ts'
import { normaliseBarcode } from '../../src/hq/registry/catalogue.ts'
import { openCard } from '../../src/hq/registry/members.ts'
import { regionKey } from '../../src/hq/identity.ts'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { sampleFiles, startTestHq, TEST_MASTER_KEY, type TestHq } from '../support/hq.ts'

let hq: TestHq
beforeAll(async () => {
  hq = await startTestHq({ sample: false })
})
afterAll(() => hq.close())

const readSample = <Row>(name: string): Row[] => JSON.parse(readFileSync(path.join(sampleFiles.sampleDir, name), 'utf8')) as Row[]

test('the sample shop goes in once; a repeat puts in nothing', async () => {
  expect(await seed(hq.hq, sampleFiles)).toMatchObject({ stores: 3, staff: 11, products: 50, members: 64, programme: { version: 1, unchanged: false } })
  expect(await seed(hq.hq, sampleFiles)).toMatchObject({ stores: 0, staff: 0, products: 0, members: 0, programme: { version: 1, unchanged: true } })
})

test('a member’s data is sealed, her balance is in the ledger', async () => {
  const member = await hq.hq.db.selectFrom('members').selectAll().where('member_id', '=', 'm1001').executeTakeFirstOrThrow()
  expect(member).toMatchObject({ balance_points: 4538, free_points: 4538, tier: 'gold', name_keys: ['chen', 'cxm', 'xm'], last_purchase: '2026-10-14' })
  const key = await regionKey(hq.hq.db, TEST_MASTER_KEY, 'east')
  expect(key && openCard(key, 'm1001', member.box)).toEqual({ name: '陈小满', title: 'ms', phone: '13800005127', birthday: '11-25', notes: '' })
  expect(key && openCard(key, 'm1002', member.box)).toBeNull()
  const entries = await hq.hq.db.selectFrom('entries').select((e) => [e.fn.sum<number>('delta').as('sum')]).where('account', '=', 'member/m1001').executeTakeFirstOrThrow()
  expect(entries.sum).toBe(4538)
})

test('nothing that names a person stands in the database in clear', async () => {
  const tables = ['members', 'cards', 'feed_changes', 'hq_events'] as const
  for (const table of tables) {
    const text = JSON.stringify(await hq.hq.db.selectFrom(table).selectAll().execute(), (_key, found: unknown) => (found instanceof Buffer ? found.toString('latin1') : found))
    expect(text, table).not.toMatch(/陈小满|13800005127|8800001001079196/)
  }
})

test('the sample’s codes are real ones: EAN-13, Luhn, and no two alike', () => {
  const products = readSample<{ barcodes: string[] }>('products.json')
  const barcodes = products.flatMap((product) => product.barcodes)
  for (const barcode of barcodes) expect(barcode).toMatch(/^(69\d{11}|2[13]\d{5})$/)
  const full = barcodes.filter((barcode) => barcode.length === 13)
  expect(full.length).toBeGreaterThanOrEqual(36)
  for (const barcode of full) expect(normaliseBarcode(barcode)).toBe(`0${barcode}`)
  expect(new Set(barcodes).size).toBe(barcodes.length)
  const cards = readSample<{ cards: string[] }>('members.json').flatMap((member) => member.cards)
  for (const card of cards) {
    expect(card).toMatch(/^88\d{14}$/)
    const sum = [...card].reverse().reduce((total, digit, at) => total + (at % 2 === 0 ? Number(digit) : [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][Number(digit)] ?? 0), 0)
    expect(sum % 10, card).toBe(0)
  }
  expect(new Set(cards).size).toBe(cards.length)
})

test('a barcode with a wrong check digit, or of the shop’s own, stays as it is', () => {
  expect(normaliseBarcode('6941000137011')).toBe('6941000137011')
  expect(normaliseBarcode('2110021')).toBe('2110021')
  expect(normaliseBarcode('96385074')).toBe('00000096385074')
  expect(normaliseBarcode('012345678905')).toBe('00012345678905')
})

test('HQ alone gives version numbers; one programme is current; a bad one is refused with its place', async () => {
  const plain = JSON.parse(readFileSync(sampleFiles.programmeFile, 'utf8')) as Record<string, unknown>
  expect(await publishProgramme(hq.hq, { ...plain, version: 900 }, 'me')).toMatchObject({ kind: 'published', published: { version: 1, unchanged: true } })
  const next = await publishProgramme(hq.hq, { ...plain, redeem: { points: 200, minor: 100 } }, 'me')
  expect(next).toMatchObject({ kind: 'published', published: { version: 2, unchanged: false } })
  const rows = await hq.hq.db.selectFrom('programmes').select(['version', 'current', 'canonical_json']).orderBy('version').execute()
  expect(rows.map((row) => [row.version, row.current, (JSON.parse(row.canonical_json) as { version: number }).version])).toEqual([[1, false, 1], [2, true, 2]])
  const bad = await publishProgramme(hq.hq, { ...plain, earn: { points: -1 } }, 'me')
  expect(bad).toMatchObject({ kind: 'no-programme', path: 'earn.points' })
  expect(await publishProgramme(hq.hq, 'nonsense', 'me')).toMatchObject({ kind: 'no-programme' })
  const failing = { name: 'wrong', case: { at: '2026-11-25T15:04:00+08:00', store: 's1', lines: [] }, expect: { dueMinor: 5 } }
  expect(await publishProgramme(hq.hq, { ...plain, examples: [failing] }, 'me')).toMatchObject({ kind: 'refused' })
  expect(await hq.hq.db.selectFrom('programmes').select('version').where('current', '=', true).execute()).toEqual([{ version: 2 }])
})
