import Database from 'better-sqlite3'
import fc from 'fast-check'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyCommand } from '../../src/cli/verify.ts'
import { NO_COUNTER } from '../../src/till/counter.ts'
import { ledgerPath } from '../../src/till/db/till-files.ts'
import { grantFrom } from '../support/till-line.ts'
import { makeTill, type TestTill } from '../support/till.ts'
import { sampleShop } from '../support/till-shop.ts'

let till: TestTill
let copy: string
let lastId = 0

async function sell(codes: readonly string[], redeemPoints: number, card: string | null): Promise<string> {
  await till.must('sale.next', {})
  if (card !== null) await till.scan(card)
  for (const code of codes) {
    till.clock.advance(1000)
    await till.scan(code)
  }
  if (redeemPoints > 0) await till.must('sale.redeem', { redeemPoints })
  const { saleId, phase } = await till.must('sale.pay', {})
  const payMinor = phase.kind === 'paying' ? phase.payMinor : 0
  const { sale } = await till.must('sale.commit', { saleId, tenders: [{ kind: 'card', paidMinor: 100, reference: '0042' }, { kind: 'cash', tenderedMinor: payMinor }] })
  return sale.receiptCode
}

const nextId = (): string => `0192f001-0000-7000-8000-${String(++lastId).padStart(12, '0')}`

async function takeBack(receiptCode: string, quantityMilli: number): Promise<void> {
  const { saleId } = await till.must('return.find', { receiptCode })
  const asked = { saleId, reason: 'defect' as const, lines: [{ line: 0, quantityMilli }] }
  const { refundMinor, pointsClawedBack } = await till.must('return.quote', asked)
  await till.must('return.commit', { ...asked, returnId: nextId(), refundMinor, pointsClawedBack })
}

const CARD = '8800001001079196'
const [RICE, TEA] = ['6941000137010', '6941000274029']

async function payCash(): Promise<void> {
  const { saleId, phase } = await till.must('sale.pay', {})
  const payMinor = phase.kind === 'paying' ? phase.payMinor : 0
  await till.must('sale.commit', { saleId, tenders: payMinor === 0 ? [] : [{ kind: 'cash', tenderedMinor: payMinor }] })
}

/** A coupon and stored value pay, value is loaded, some is paid out, goods are exchanged. */
async function sellMore(receiptCode: string): Promise<void> {
  await till.must('sale.next', {})
  await till.scan(CARD)
  till.clock.advance(1000)
  await till.scan(RICE)
  await till.must('basket.add', { sku: 'LOAD', quantityMilli: 1000 })
  await till.must('coupon.add', { code: 'CPLEAF' })
  await till.must('sale.storedValue', { storedValueMinor: 1100 })
  await payCash()
  await till.must('sale.next', {})
  await till.scan(CARD)
  await till.must('value.refund', { refundId: nextId(), principalMinor: 5000, bonusMinor: 500, kind: 'cash', reference: '' })
  const { saleId } = await till.must('return.find', { receiptCode })
  await till.must('exchange.begin', { returnId: nextId(), saleId, reason: 'exchange', lines: [{ line: 1, quantityMilli: 1000 }] })
  till.clock.advance(1000)
  await till.scan(RICE)
  await payCash()
}

/** Sales with and without a member, with points, a coupon, stored value, a birthday offer and a saving; returns; an exchange. */
beforeAll(async () => {
  const shop = sampleShop()
  const promotions = [
    { id: 'birthday', name: { en: 'Birthday' }, state: 'live', kind: 'earn-multiplier', effect: { multiplier: '3' }, when: { birthday: 'month' } },
    { id: 'save', name: { en: 'Save' }, state: 'live', kind: 'spend-x-save-y', effect: { spendMinor: 10000, saveMinor: 777 }, who: { everyone: true } },
  ]
  const coupons = [{ id: 'leaflet', name: { en: 'Leaflet' }, kind: 'percent-off', effect: { percent: '10' }, bearer: true }]
  const load = { ...(shop.products[0] as (typeof shop.products)[number]), sku: 'LOAD', category: 'value', priceMinor: 20000, memberPriceMinor: null, barcodes: [], asset: 'stored-value' as const, loadBonusMinor: 2000 }
  const members = shop.members.map((member) => (member.memberId === 'm1' ? { ...member, storedPrincipalMinor: 10000, storedBonusMinor: 1000 } : member))
  till = await makeTill({ shop: { ...shop, members, products: [...shop.products, load], programme: { ...shop.programme, promotions, coupons } } })
  till.line.counter = {
    ...NO_COUNTER,
    lendCoupon: ({ code }) => Promise.resolve({ kind: 'answer', answer: { code, coupon: 'leaflet', expiresAtMs: null, usesLeft: 1 } }),
    lendValue: () => Promise.resolve({ kind: 'answer', answer: { principalMinor: 10000, bonusMinor: 1000 } }),
  }
  till.line.answer = grantFrom([{ lotId: 'lot-a', points: 100, expiresAtMs: null }, { lotId: 'lot-c', points: 800, expiresAtMs: null }])
  const first = await sell([RICE, TEA], 250, CARD)
  await sell([TEA], 0, null)
  await takeBack(first, 500)
  await takeBack(first, 500)
  await sellMore(first)
  await till.close()
  copy = mkdtempSync(join(tmpdir(), 'tillpoint-verify-'))
})
afterAll(async () => {
  await till.dispose()
  rmSync(copy, { recursive: true, force: true })
})

async function verified(folder: string): Promise<{ exit: number; out: string[]; err: string }> {
  const out: string[] = []
  const err: string[] = []
  const exit = await verifyCommand(['--data', folder], (line) => void out.push(line), (line) => void err.push(line))
  return { exit, out, err: err.join('\n') }
}

/** A copy of the till's files with this done to its ledger, past every guard. */
async function verifiedAfter(change: (db: Database.Database) => void): Promise<{ exit: number; out: string[]; err: string }> {
  const folder = mkdtempSync(join(copy, 'a-'))
  cpSync(till.dataDir, folder, { recursive: true })
  const db = new Database(ledgerPath(folder))
  const triggers = db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`).pluck().all() as string[]
  for (const trigger of triggers) db.exec(`DROP TRIGGER "${trigger}"`)
  db.pragma('foreign_keys = OFF')
  db.pragma('ignore_check_constraints = ON')
  change(db)
  db.close()
  const outcome = await verified(folder)
  rmSync(folder, { recursive: true })
  return outcome
}

/** What is stored of sales, returns, entries and rules. */
const TABLES = ['journal', 'sales', 'sale_lines', 'tenders', 'entries', 'lot_movements', 'sold_sales', 'programmes_used', 'returns', 'refunds', 'value_refunds']

describe('verify', () => {
  it('finds nothing in what a till has written, and says how much it looked at', async () => {
    const { exit, out, err } = await verified(till.dataDir)
    expect(out).toEqual([])
    expect(exit).toBe(0)
    expect(err).toBe('8 events, 4 sales, 3 returns, 1 versions of the rules: all as computed')
  })

  it('finds one byte changed anywhere in a stored sale, return, entry or programme', async () => {
    const db = new Database(ledgerPath(till.dataDir), { readonly: true })
    const cells = TABLES.flatMap((table) => {
      const columns = db.prepare(`SELECT name FROM pragma_table_info(?)`).pluck().all(table) as string[]
      const rows = db.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all() as Record<string, unknown>[]
      return rows.flatMap((row, index) => columns.map((column) => ({ table, column, index, cell: row[column] })))
    }).filter(({ cell }) => cell !== null && cell !== '')
    db.close()
    expect(cells.length).toBeGreaterThan(200)
    await fc.assert(
      fc.asyncProperty(fc.nat(cells.length - 1).map((cell) => ({ cell, name: `${cells[cell]?.table}.${cells[cell]?.column}` })), fc.nat(1_000_000), fc.integer({ min: 1, max: 255 }), async ({ cell }, at, by) => {
        const { table, column, index, cell: stored } = cells[cell] as (typeof cells)[number]
        const changed = changedCell(stored, at, by)
        const outcome = await verifiedAfter((ledger) => {
          const keys = ledger.prepare(`SELECT name FROM pragma_table_info(?) WHERE pk > 0`).pluck().all(table) as string[]
          const row = (ledger.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all() as Record<string, unknown>[])[index] ?? {}
          const result = ledger.prepare(`UPDATE OR IGNORE ${table} SET ${column} = @changed WHERE ${keys.map((key) => `${key} = @${key}`).join(' AND ')}`).run({ ...row, changed })
          // A key that is another row's already: nothing was changed.
          fc.pre(result.changes === 1)
        })
        expect(outcome.exit, `${table}.${column}`).toBe(1)
        expect(outcome.out.length).toBeGreaterThan(0)
      }),
      { numRuns: 100 },
    )
  }, 120_000)

  it('finds a row that is gone, and one that nothing owns', async () => {
    for (const table of ['entries', 'lot_movements', 'sale_lines', 'tenders', 'refunds', 'value_refunds', 'sold_sales', 'programmes_used']) {
      const gone = await verifiedAfter((db) => void db.exec(`DELETE FROM ${table} WHERE rowid_of = 0`.replace('rowid_of = 0', keyOfFirst(db, table))))
      expect(gone.exit, table).toBe(1)
    }
    const journal = await verifiedAfter((db) => void db.exec('DELETE FROM journal WHERE seq = 2'))
    expect(journal.out.join('\n')).toMatch(/journal 1\/3 seq/)
    const stray = await verifiedAfter((db) => void db.exec(`INSERT INTO entries VALUES ('nobody', 'points', 'member/m1', 1000)`))
    expect(stray.out).toEqual([JSON.stringify({ where: 'entries nobody', stored: 'a row', computed: 'absent: nothing in the journal owns it' })])
  })

  it('names what differs, where, and what it should be', async () => {
    const { out } = await verifiedAfter((db) => void db.exec(`UPDATE sales SET due_minor = due_minor + 1 WHERE seq = 2`))
    expect(out).toHaveLength(1)
    expect(out[0]).toMatch(/^\{"where":"sale \S+ dueMinor","stored":"5000","computed":"4999"\}$/)
  })

  it('says what is missing or wrong about its arguments', async () => {
    expect((await verified(join(copy, 'nowhere'))).exit).toBe(3)
    expect(await verifyCommand(['what'], () => undefined, () => undefined)).toBe(2)
  })
})

/** One byte of a cell, or one unit of a number, is another. */
function changedCell(cell: unknown, at: number, by: number): string | number | Buffer {
  if (typeof cell === 'number') return cell + 1
  if (typeof cell === 'string') {
    const place = at % cell.length
    const code = cell.charCodeAt(place)
    const other = 33 + ((code - 33 + (by % 93)) % 93)
    return cell.slice(0, place) + String.fromCharCode(other === code ? other + 1 : other) + cell.slice(place + 1)
  }
  const bytes = Buffer.from(cell as Uint8Array)
  const place = at % bytes.length
  bytes[place] = (bytes[place] ?? 0) ^ by
  return bytes
}

function keyOfFirst(db: Database.Database, table: string): string {
  const keys = db.prepare(`SELECT name FROM pragma_table_info(?) WHERE pk > 0`).pluck().all(table) as string[]
  const row = db.prepare(`SELECT * FROM ${table} LIMIT 1`).get() as Record<string, string | number>
  return keys.map((key) => (typeof row[key] === 'number' ? `${key} = ${row[key]}` : `${key} = '${row[key] ?? ''}'`)).join(' AND ')
}
