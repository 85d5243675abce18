import { chmodSync, copyFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BackupRefused, checkBackup } from '../../src/hq/backup/backup-file.ts'
import { noteErased, readErased } from '../../src/hq/backup/erased.ts'
import { makeBackup } from '../../src/hq/backup/make-backup.ts'
import { restoreBackup, type Restored } from '../../src/hq/backup/restore.ts'
import { systemClock } from '../../src/hq/clock.ts'
import { readIncarnation } from '../../src/hq/incarnation.ts'
import { masterKey } from '../../src/hq/master-key.ts'
import { eraseMember } from '../../src/hq/registry/erase.ts'
import { systemIds } from '../../src/hq/ids.ts'
import { recount } from '../recount/recount.ts'
import { makeFolder, removeFolder } from '../support/folder.ts'
import { startTestHq, TEST_MASTER_KEY, type TestHq } from '../support/hq.ts'
import { makeDatabase } from '../support/postgres.ts'
import { openRealShop, type RealShop, type ShopTill } from '../support/real-shop.ts'

const bare = { clock: systemClock, ids: systemIds, master: TEST_MASTER_KEY }
let folder: string
let file: string
beforeAll(() => {
  folder = makeFolder('backup')
  file = path.join(folder, 'hq.backup')
})
afterAll(() => removeFolder(folder))

/** A connection that was just closed is still listed for a moment. */
async function restoreWhenFree(options: Parameters<typeof restoreBackup>[1]): Promise<Restored> {
  for (;;) {
    const restored = await restoreBackup(bare, options)
    if (restored.kind !== 'in_use') return restored
  }
}

describe('a backup, more sales, and the old backup put back', () => {
  let shop: RealShop
  let till: ShopTill
  let again: TestHq | null = null
  const shown: { till: string; eventId: string }[] = []
  beforeAll(async () => {
    shop = await openRealShop()
    till = await shop.openTill('till-a')
    while (!(await till.call('basket.add', { sku: 'SNACK-NUT', quantityMilli: 1000 })).ok) await till.must('sync.now', {})
    await till.must('basket.clear', { approvalId: null })
  }, 60_000)
  afterAll(async () => {
    await till.engine.close()
    await again?.close()
  })

  test('HQ under way is not restored over; stopped, only with force; then the till sends all that came after', async () => {
    const sell = async (memberId?: string): Promise<void> => {
      const sale = await till.sell({ goods: [['SNACK-NUT', 2000], ['TEA-JAS', 1000]], ...(memberId === undefined ? {} : { memberId, redeemPoints: 100 }) })
      shown.push({ till: 'till-a', eventId: sale.saleId })
    }
    await sell()
    await sell('m1001')
    const { databaseUrl, hq, port } = shop.hq
    const made = await makeBackup({ ...bare, db: hq.db }, databaseUrl, file)
    expect(made).toMatchObject({ file, incarnation: 1 })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    await sell('m1001')
    await sell('m1002')
    await sell()
    expect(await eraseMember(hq, 'm1004', 'test')).toBe(true)
    const balances = () => hq.db.selectFrom('members').select(['member_id', 'balance_points', 'free_points', 'debt_points', 'purchases']).orderBy('member_id').execute()
    const before = await balances()
    const options = { databaseUrl, file, force: false, erased: [] }
    expect(await restoreBackup(bare, options)).toMatchObject({ kind: 'in_use' })
    await shop.hq.close()
    expect(await restoreWhenFree(options)).toEqual({ kind: 'not_empty' })
    const restored = await restoreWhenFree({ ...options, force: true })
    expect(restored).toMatchObject({ kind: 'restored', rows: made.rows, erasedAgain: 1 })
    again = await startTestHq({ databaseUrl, port, clock: systemClock, sample: false })
    const { db } = again.hq
    const sales = async (): Promise<number> => (await db.selectFrom('sales').select('sale_id').execute()).length
    expect(await sales()).toBe(2)
    expect(await readIncarnation(db)).toBe(restored.kind === 'restored' ? restored.incarnation : 0)
    while ((await sales()) < shown.length) await till.must('sync.now', {})
    await till.must('sync.now', {})
    const { text } = await recount({ tills: [{ name: till.name, dataFolder: till.dataDir }], databaseUrl, shown })
    expect(text.split('\n').at(-1)).toBe('lost 0, doubled 0, different 0')
    expect(await db.selectFrom('members').select(['member_id', 'balance_points', 'free_points', 'debt_points', 'purchases']).orderBy('member_id').execute()).toEqual(before)
    expect(await db.selectFrom('members').select(['box', 'status']).where('member_id', '=', 'm1004').executeTakeFirst()).toEqual({ box: null, status: 'closed' })
  }, 60_000)

  test('goes into an empty database, too, row for row', async () => {
    const databaseUrl = await makeDatabase('empty')
    expect(await restoreBackup(bare, { databaseUrl, file, force: false, erased: ['m1002', 'nobody'] })).toMatchObject({ kind: 'restored', erasedAgain: 1 })
    const hq = await startTestHq({ databaseUrl, sample: false })
    const second = path.join(folder, 'second.backup')
    await makeBackup({ ...bare, db: hq.hq.db }, databaseUrl, second)
    await hq.close()
    const linesOf = (name: string): string[] => gunzipSync(readFileSync(name)).toString('utf8').split('\n').filter((line) => /^[^{]/.test(line))
    const [first, other] = [new Set(linesOf(file)), new Set(linesOf(second))]
    // The rows that differ are those of who HQ is, of the member who was erased, of HQ's own events, and how far the feed is:
    // the erasure is numbered as soon as HQ runs.
    const lost = [...first].filter((line) => !other.has(line))
    expect(lost.filter((line) => !/m1002|^1\t1\t|^1\t\d+\t0$/.test(line))).toEqual([])
  })
})

describe('a file that is not whole is refused by name, and nothing is changed', () => {
  const refusal = (bytes: Buffer, master = TEST_MASTER_KEY): Promise<string> => {
    const bent = path.join(folder, 'bent.backup')
    writeFileSync(bent, bytes)
    return checkBackup(bent, master).then(
      () => 'taken',
      (cause: unknown) => (cause instanceof BackupRefused ? cause.why : String(cause)),
    )
  }
  const plain = (): string => gunzipSync(readFileSync(file)).toString('latin1')
  const zipped = (text: string): Buffer => gzipSync(Buffer.from(text, 'latin1'))

  test('cut, anywhere', async () => {
    const bytes = readFileSync(file)
    expect(await refusal(bytes)).toBe('taken')
    for (const part of [0.02, 0.3, 0.9]) expect(await refusal(bytes.subarray(0, Math.floor(bytes.length * part)))).toBe('backup_cut')
    expect(await refusal(bytes.subarray(0, bytes.length - 1))).toBe('backup_cut')
    const lines = plain().split('\n')
    expect(await refusal(zipped(`${lines.slice(0, -2).join('\n')}\n`))).toBe('backup_cut')
    expect(await refusal(zipped(plain().slice(0, -2)))).toMatch(/backup_(cut|edited)/)
  })
  test('edited, though it unpacks', async () => {
    const text = plain()
    const at = text.indexOf('SNACK-NUT')
    expect(await refusal(zipped(`${text.slice(0, at)}SNACK-NUX${text.slice(at + 9)}`))).toBe('backup_edited')
    const lines = text.split('\n')
    expect(await refusal(zipped([...lines.slice(0, 3), ...lines.slice(4)].join('\n')))).toBe('backup_edited')
    expect(await refusal(zipped(`${text}more\n`))).toBe('backup_edited')
    const bytes = readFileSync(file)
    const bent = Buffer.from(bytes)
    bent[Math.floor(bytes.length / 2)] = (bent[Math.floor(bytes.length / 2)] ?? 0) ^ 1
    expect(await refusal(bent)).toMatch(/backup_(edited|cut)/)
  })
  test('of another key, another format, or no backup at all', async () => {
    expect(await refusal(readFileSync(file), masterKey(Buffer.alloc(32, 9)))).toBe('other_master_key')
    expect(await refusal(zipped(plain().replace('tillpoint-hq-backup/1', 'tillpoint-hq-backup/2')))).toBe('newer_backup')
    expect(await refusal(zipped('{"x":1}\n'))).toBe('not_a_backup')
    expect(await refusal(Buffer.from('sku,name\n'))).toBe('not_a_backup')
    expect(await refusal(Buffer.alloc(0))).toMatch(/not_a_backup|backup_cut/)
  })
  test('what is there stays when the file is bad', async () => {
    const databaseUrl = await makeDatabase()
    const hq = await startTestHq({ databaseUrl })
    await hq.close()
    const bent = path.join(folder, 'cut.backup')
    copyFileSync(file, bent)
    chmodSync(bent, 0o600)
    writeFileSync(bent, readFileSync(file).subarray(0, 2000))
    await expect(restoreBackup(bare, { databaseUrl, file: bent, force: true, erased: [] })).rejects.toMatchObject({ why: 'backup_cut' })
    const still = await startTestHq({ databaseUrl, sample: false })
    expect((await still.hq.db.selectFrom('products').select('sku').execute()).length).toBeGreaterThan(40)
    await still.close()
  })
})

test('who was erased stands beside the key, once the word is on the disk', async () => {
  const place = { keyFile: path.join(folder, 'hq.key') }
  expect(await readErased(place)).toEqual([])
  await noteErased(place, 'm 1\n2')
  await noteErased(place, 'm3')
  expect(await readErased(place)).toEqual(['m 1\n2', 'm3'])
  expect(existsSync(path.join(folder, 'erased-members.txt'))).toBe(true)
})
