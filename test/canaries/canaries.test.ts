import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/hq/embedded-postgres.ts'
import { ensureRegion } from '../../src/hq/identity.ts'
import { insertMembers } from '../../src/hq/registry/members.ts'
import { openRealShop, type RealShop } from '../support/real-shop.ts'
import { findCanaries, gb18030, type Canary } from './finder.ts'

const name = '欧阳鹤鸣'
const phone = '19923457816'
const birthday = '02-29'
const card = '8800001987654326'
const canaries: readonly Canary[] = [
  { what: 'her name', kind: 'text', text: name },
  { what: 'her given name', kind: 'text', text: '鹤鸣' },
  { what: 'her name in pinyin', kind: 'text', text: 'ouyangheming' },
  { what: 'her given name in pinyin', kind: 'text', text: 'heming' },
  { what: 'her phone', kind: 'digits', text: phone },
  { what: 'her birthday', kind: 'month-day', text: birthday },
  { what: 'her notes', kind: 'text', text: '对花生过敏' },
]

let folder: string
let postgres: EmbeddedPostgres
let shop: RealShop

/** A shop whose HQ has a PostgreSQL of its own, so that all that is in its folder came from here. */
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tillpoint-canaries-'))
  // As root PostgreSQL runs as another user, who has to pass.
  chmodSync(folder, 0o755)
  const logs = path.join(folder, 'logs')
  mkdirSync(logs)
  postgres = await startEmbeddedPostgres({ folder: path.join(folder, 'hq'), log: (line) => appendFileSync(path.join(logs, 'postgres.log'), `${line}\n`) })
  shop = await openRealShop({ databaseUrl: postgres.databaseUrl, hear: (who, line) => appendFileSync(path.join(logs, `${who}.log`), `${line}\n`) })
  await enrolHer()
  await sellToHer()
  await dumpTables(path.join(logs, 'hq-dump.txt'))
}, 120_000)
afterAll(async () => {
  await shop.close()
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function enrolHer(): Promise<void> {
  const { hq } = shop.hq
  const lots = [{ lotId: 'canary-lot', points: 5000, earnedAtMs: hq.clock.nowMs() - 86_400_000, availableAtMs: null, expiresAtMs: null }]
  const member = { memberId: 'm-canary', storeId: 's1', status: 'active' as const, tier: 'gold', joined: '2025-01-01', lastPurchase: null, purchases: 0, qualifying: 0 }
  await hq.db.transaction().execute(async (tx) => {
    const { region } = await tx.selectFrom('stores').select('region').where('store_id', '=', 's1').executeTakeFirstOrThrow()
    const key = await ensureRegion(tx, hq.master, region)
    await insertMembers(tx, hq, key, [{ ...member, region, card: { name, title: 'ms', phone, birthday, notes: '对花生过敏' }, cardNumbers: [card], lots }], 'test')
  })
}

/** Everything that a till does with a member: found in each way, asked for wrongly, sold to, offline too, and taken back. */
async function sellToHer(): Promise<void> {
  const till = await shop.openTill('till')
  for (const query of [phone, `+86 ${phone}`, phone.slice(-4), name, '欧阳', 'ouyangheming', 'ouyang', 'oyhm', `${name} `, `x${name}`]) await till.must('member.find', { query })
  for (const text of [phone, card, name]) await till.call('scan.submit', { source: 'typed', text })
  await till.call('member.attach', { memberId: name, foundBy: 'name' })
  await till.call('basket.add', { sku: phone, quantityMilli: 1000 })
  const coupon = await shop.couponFor('m-canary')
  await till.must('sync.now', {})
  await till.must('basket.clear', {})
  const sale = await till.sell({ goods: [['RICE-NE-10', 2000], ['SNACK-NUT', 1000]], memberId: 'm-canary', redeemPoints: 100, coupon })
  await till.must('receipt.preview', { saleId: sale.saleId, locale: 'zh-Hans' })
  await till.takeBack(sale, [{ line: 1, quantityMilli: 1000 }])
  await till.must('member.attach', { memberId: 'm-canary', foundBy: 'phone' })
  // A basket that stays open, and a question at HQ's console.
  await till.must('basket.add', { sku: 'TEA-JAS', quantityMilli: 1000 })
}

/** What a plain dump of the database holds, and its pages on the disk brought up to date. */
async function dumpTables(file: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgres.databaseUrl })
  await client.connect()
  try {
    const tables = await client.query<{ table_name: string }>(`SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`)
    for (const { table_name: table } of tables.rows) {
      const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM "${table}" t`)
      appendFileSync(file, `${table}\n${rows.map(({ row }) => row).join('\n')}\n`)
    }
    await client.query('CHECKPOINT')
  } finally {
    await client.end()
  }
}

describe('name, phone and birthday of a member', () => {
  it('are found in no byte of what a shop leaves behind: data folder, journal, logs, database, dump', async () => {
    const found = await shop.hq.hq.db.selectFrom('sales').select('member_id').where('member_id', '=', 'm-canary').execute()
    expect(found.length).toBe(1)
    const { sightings, files, bytes } = findCanaries([shop.folder, folder], canaries)
    expect(sightings).toEqual([])
    expect(files).toBeGreaterThan(500)
    expect(bytes).toBeGreaterThan(20_000_000)
  })
  it('would be seen: the finder finds each where it is planted, in each form', () => {
    const planted = path.join(folder, 'planted')
    mkdirSync(planted)
    const utf16 = Buffer.from(name, 'utf16le')
    const forms: readonly (readonly [what: string, bytes: Buffer | string])[] = [
      ['her name', name],
      ['her name', utf16],
      ['her name', Buffer.from(utf16).swap16()],
      ['her name', gb18030(name)],
      ['her name', JSON.stringify(name).replaceAll(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`)],
      ['her name', encodeURIComponent(`q=${name}`)],
      ...['', 'x', 'xy'].map((before) => ['her name', Buffer.from(`${before}${name}!`).toString('base64')] as const),
      ...['', 'x', 'xy'].map((before) => ['her phone', Buffer.from(`${before}${phone}!`).toString('base64url')] as const),
      ['her name', Buffer.from(name).toString('hex')],
      ['her phone', phone],
      ['her phone', '+86 199-2345-7816'],
      ['her phone', '(199) 2345 7816'],
      ['her phone', Buffer.from(phone, 'utf16le')],
      ['her birthday', '{"birthday":"02-29"}'],
      ['her birthday', 'born 1988-02-29.'],
      ['her given name in pinyin', '["ou","heming"]'],
    ]
    for (const [what, bytes] of forms) {
      writeFileSync(path.join(planted, 'file'), Buffer.concat([Buffer.alloc(4097, 7), Buffer.from(bytes as string), Buffer.alloc(99, 7)]))
      const seen = findCanaries([planted], canaries).sightings.map((sighting) => sighting.what)
      expect(seen, String(bytes)).toContain(what)
    }
    for (const innocent of ['01a207d4-8789-02-29aa', '7e02-29', '199 1111 2345 7816']) {
      writeFileSync(path.join(planted, 'file'), innocent)
      expect(findCanaries([planted], canaries).sightings, innocent).toEqual([])
    }
  })
})
