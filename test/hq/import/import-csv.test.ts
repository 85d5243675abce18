import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CsvProblem } from '../../../src/hq/import/csv-file.ts'
import { importList } from '../../../src/hq/cli/import-command.ts'
import { importCsv, type ImportName, type ImportReport } from '../../../src/hq/import/import-csv.ts'
import { findMembers } from '../../../src/hq/console/members.ts'
import { makeFolder, removeFolder } from '../../support/folder.ts'
import { startTestHq, TEST_MASTER_KEY, type TestHq } from '../../support/hq.ts'

const sample = path.resolve(import.meta.dirname, '../../../resources/sample')
let hq: TestHq
let folder: string
beforeAll(async () => {
  hq = await startTestHq()
  folder = makeFolder('import')
})
afterAll(async () => {
  await hq.close()
  removeFolder(folder)
})

const seeder = () => ({ db: hq.hq.db, clock: hq.hq.clock, ids: hq.hq.ids, master: TEST_MASTER_KEY })
let files = 0
function fileOf(content: string | Buffer): string {
  const file = path.join(folder, `${(files += 1)}.csv`)
  writeFileSync(file, content)
  return file
}
async function take(name: ImportName, content: string | Buffer, dryRun = false): Promise<{ report: ImportReport; problems: CsvProblem[] }> {
  const problems: CsvProblem[] = []
  return { report: await importCsv(seeder(), name, fileOf(content), { dryRun, onRefused: (problem) => problems.push(problem) }), problems }
}
/** Bytes of GB18030, made by the system's own converter. */
const gb18030 = (text: string): Buffer => execFileSync('iconv', ['-f', 'UTF-8', '-t', 'GB18030'], { input: text })
const nameOf = async (sku: string): Promise<object | undefined> => (await hq.hq.db.selectFrom('products').select('name').where('sku', '=', sku).executeTakeFirst())?.name
const counts = async (): Promise<Record<string, number>> => {
  const tables = ['products', 'barcodes', 'members', 'cards', 'lots', 'entries', 'lot_movements', 'hq_events', 'feed_changes', 'regions'] as const
  const counted = await Promise.all(tables.map(async (table) => [table, (await hq.hq.db.selectFrom(table).select((e) => e.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()).count] as const))
  return Object.fromEntries<number>(counted)
}

describe('the sample lists', () => {
  test('a dry run says all and changes nothing; then they go in; a repeat finds all of it there', async () => {
    const [products, members] = [path.join(sample, 'products.csv'), path.join(sample, 'members.csv')]
    const before = await counts()
    const quiet = { dryRun: true, onRefused: (problem: CsvProblem) => expect(problem).toBeNull() }
    expect(await importCsv(seeder(), 'products', products, quiet)).toMatchObject({ kind: 'imported', dryRun: true, rows: 3, added: 3, refused: 0 })
    expect(await importCsv(seeder(), 'members', members, quiet)).toMatchObject({ rows: 3, added: 3 })
    expect(await counts()).toEqual(before)
    const lists = [['products', products], ['members', members], ['cards', path.join(sample, 'cards.csv')], ['balances', path.join(sample, 'balances.csv')]] as const
    const added = []
    for (const [name, file] of lists) added.push(await importCsv(seeder(), name, file, { ...quiet, dryRun: false }))
    expect(added).toMatchObject([{ added: 3 }, { added: 3 }, { added: 2 }, { added: 3 }])
    const once = await counts()
    for (const [name, file] of lists) expect(await importCsv(seeder(), name, file, { ...quiet, dryRun: false }), name).toMatchObject({ added: 0, changed: 0, there: name === 'cards' ? 2 : 3 })
    expect(await counts()).toEqual(once)
    const rows = await hq.hq.db.selectFrom('members').select(['member_id', 'free_points', 'balance_points', 'tier', 'joined']).where('member_id', 'like', 'm2___').orderBy('member_id').execute()
    expect(rows.map((row) => [row.member_id, row.balance_points, row.free_points, row.tier])).toEqual([['m2001', 915, 915, 'silver'], ['m2002', 0, 0, null], ['m2003', 4100, 4100, null]])
    const events = await hq.hq.db.selectFrom('hq_events').select('event_id').where('event_id', 'like', 'opening m2%').orderBy('event_id').execute()
    expect(events.map((event) => event.event_id)).toEqual(['opening m2001 old-1', 'opening m2001 old-2', 'opening m2003 old-3'])
    expect((await findMembers(hq.hq, '8800002001000018')).members.map((member) => member.memberId)).toEqual(['m2001'])
  })

  test('are the last usable day of the store’s calendar', async () => {
    const lots = await hq.hq.db.selectFrom('lots').select(['points', 'expires_at_ms']).where('member_id', '=', 'm2001').orderBy('points').execute()
    expect(lots).toEqual([{ points: 95, expires_at_ms: Date.UTC(2027, 9, 31, 16) }, { points: 820, expires_at_ms: Date.UTC(2027, 2, 31, 16) }])
  })

  test('personal data is sealed: no column of HQ’s tables holds the name, the phone or the card', async () => {
    const rows = await hq.hq.db.selectFrom('members').selectAll().where('member_id', '=', 'm2001').execute()
    const cards = await hq.hq.db.selectFrom('cards').selectAll().where('member_id', '=', 'm2001').execute()
    const changes = await hq.hq.db.selectFrom('feed_changes').select('row').where('id', '=', 'm2001').execute()
    const said = JSON.stringify([rows, cards, changes]) + rows.map((row) => row.box?.toString('utf8')).join('') + cards.map((card) => card.number_wrapped.toString('utf8')).join('')
    expect(said).not.toMatch(/周文清|13900002001|8800002001000/)
    expect((await findMembers(hq.hq, '13900002001')).members).toMatchObject([{ memberId: 'm2001', maskedName: '周*清' }])
  })
})

describe('what spreadsheets write', () => {
  test('GB18030 with Chinese headings, characters of four bytes, Windows line ends', async () => {
    const text = '货号,名称,分类,零售价,条码\r\nGB-1,㐂記米粉,粮食,12.8,6941000990042\r\nGB-2,"香米,五公斤",粮食,30,\r\n'
    expect(await take('products', gb18030(text))).toMatchObject({ report: { encoding: 'gb18030', added: 2 }, problems: [] })
    expect(await nameOf('GB-1')).toMatchObject({ 'zh-Hans': '㐂記米粉' })
    expect(await nameOf('GB-2')).toMatchObject({ 'zh-Hans': '香米,五公斤' })
  })
  test('UTF-8 with its mark, semicolons, headings of no column of ours', async () => {
    expect(await take('products', '\uFEFFsku;name;foo;category;price\nBOM-1;五常大米;?;rice;0.05\n')).toMatchObject({ report: { encoding: 'utf-8', added: 1 } })
    expect(await hq.hq.db.selectFrom('products').select('price_minor').where('sku', '=', 'BOM-1').execute()).toEqual([{ price_minor: 5 }])
  })
  test('what is neither, has no such headings, or nothing in it is refused as a whole', async () => {
    expect((await take('products', Buffer.from([0xff, 0xfe, 0x73, 0x00]))).report).toMatchObject({ kind: 'refused', why: 'encoding' })
    expect((await take('products', 'sku,name\na,b\n')).report).toMatchObject({ kind: 'refused', why: 'headings', detail: expect.stringContaining('category, price') as string })
    expect((await take('products', '')).report).toMatchObject({ kind: 'refused', why: 'empty' })
  })
})

describe('all good rows go in, the rest is told by line', () => {
  test('goods', async () => {
    const list = ['sku,name,category,price,barcodes', 'P-1,一,c,1.00,6941000990059', 'P-2,二,c,1.005,', 'P 3,三,c,1,', 'P-4,,c,1,', 'P-5,五,c,1,6941000137010', 'P-1,六,c,2,', 'P-7,七,c,1,6941000990059', 'P-8,八,c,1,,,x', 'P-9,九"x,c,1,', 'P-10,十,c,1,', 'P-11,"十一,c,1,', 'P-12,十二,c,1,'].join('\n')
    const { report, problems } = await take('products', list)
    expect(report).toMatchObject({ rows: 11, added: 3, refused: 8 })
    expect(problems.map(({ line, column, problem }) => `${line} ${column} ${problem}`).sort()).toEqual([
      '12 null opens a quote that is never closed, or is too long (CSV_QUOTE_NOT_CLOSED); nothing from here on was read',
      '3 price is not an amount such as 12.80',
      '4 sku is not 1 to 64 characters without spaces',
      '5 name is empty',
      '6 barcodes 06941000137010 is the barcode of RICE-NE-10',
      '7 null says again what line 2 says: sku P-1',
      '8 null says again what line 2 says: barcode 06941000990059',
      '9 null has 7 cells under 5 headings',
    ])
    expect([await nameOf('P-9'), await nameOf('P-10'), await nameOf('P-5')]).toEqual([expect.objectContaining({ 'zh-Hans': '九"x' }), expect.anything(), undefined])
  })
  test('a changed price changes it, once', async () => {
    expect((await take('products', 'sku,name,category,price\nP-10,十,c,1.50\n')).report).toMatchObject({ added: 0, changed: 1, there: 0 })
    expect((await take('products', 'sku,name,category,price\nP-10,十,c,1.50\n')).report).toMatchObject({ changed: 0, there: 1 })
  })
  test('members, cards, balances', async () => {
    const members = await take('members', 'memberId,name,store,phone,birthday,tier,card\nx1,甲,s1,138,,,\nx2,乙,s9,,,,\nx3,丙,s1,,02-30,,\nx4,丁,s1,,,platinum,\nx5,戊,s1,,02-29,gold,8800001001079196\nx6,己,s1,,2/29,gold,\nm1001,陈,s1,,,,\n')
    expect(members.report).toMatchObject({ added: 1, there: 1, refused: 5 })
    expect(members.problems.map((one) => `${one.line} ${one.column ?? ''}`).sort()).toEqual(['2 phone', '3 storeId', '4 birthday', '5 tier', '6 cards'])
    const cards = await take('cards', 'memberId,card\nnobody,8800007777770000\nm1002,8800001001079196\nx6,8800007777770001\n')
    expect(cards.problems.map((one) => `${one.line} ${one.problem}`)).toEqual(['2 there is no member nobody', '3 card …9196 is somebody else’s'])
    const balances = await take('balances', 'id,memberId,points,expires\na,x6,100,\na,x6,100,\nb,x6,0,\nc,x6,7,2020-01-01\nd,nobody,5,\ne,x6,1.5,\n')
    expect(balances.report).toMatchObject({ added: 1, refused: 5 })
    expect((await take('balances', 'id,memberId,points\na,x6,100\n')).report).toMatchObject({ there: 1 })
    expect((await take('balances', 'id,memberId,points\na,x6,101\nz,x6,1\n')).problems).toEqual([{ line: 2, column: 'points', problem: 'this balance was booked before, with 100 points' }])
    const [row] = await hq.hq.db.selectFrom('members').select('balance_points').where('member_id', '=', 'x6').execute()
    expect(row?.balance_points).toBe(101)
    const [sum] = await hq.hq.db.selectFrom('entries').select((e) => e.fn.sum<number>('delta').as('sum')).where('account', '=', 'member/x6').execute()
    expect(sum?.sum).toBe(101)
  })
})

test('more rows than a group holds, with a bad one among them', async () => {
  const rows = Array.from({ length: 450 }, (_, index) => `many-${index},第${index}号,s1,${index === 250 ? 'x' : `1390001${String(index).padStart(4, '0')}`}`)
  expect(await take('members', gb18030(['memberId,name,storeId,phone', ...rows].join('\n')))).toMatchObject({ report: { rows: 450, added: 449, refused: 1 }, problems: [{ line: 252, column: 'phone' }] })
})

test('the command prints each row that stayed out, then the counts, and ends with 1', async () => {
  const said: string[] = []
  const run = importList(seeder(), { words: ['import', 'balances', fileOf('memberId,points\nnobody,5\n')], dryRun: true }, { print: (text) => said.push(text), say: () => undefined })
  await expect(run).rejects.toMatchObject({ exitCode: 1, message: expect.stringContaining('1 of 1 rows stayed out') as string })
  expect(said.map((line) => JSON.parse(line) as unknown)).toMatchObject([{ line: 2, problem: 'there is no member nobody' }, { kind: 'imported', dryRun: true, refused: 1 }])
  await expect(importList(seeder(), { words: ['import', 'nonsense', 'x'], dryRun: false }, { print: () => undefined, say: () => undefined })).rejects.toMatchObject({ exitCode: 2 })
  await expect(importList(seeder(), { words: ['import', 'cards', path.join(folder, 'none.csv')], dryRun: false }, { print: () => undefined, say: () => undefined })).rejects.toMatchObject({ exitCode: 2 })
})
