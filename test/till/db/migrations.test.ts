import Database from 'better-sqlite3'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ledger0010 } from '../../../src/till/db/migrations/0010-ledger.ts'
import { ledger0020 } from '../../../src/till/db/migrations/0020-print-jobs.ts'
import { ledger0030 } from '../../../src/till/db/migrations/0030-returns.ts'
import { migrate, type Migration } from '../../../src/till/db/migrations/migrate.ts'
import { mirror0010 } from '../../../src/till/db/migrations/mirror-0010.ts'
import { mirror0020 } from '../../../src/till/db/migrations/mirror-0020.ts'
import { ledgerProfile, mirrorProfile } from '../../../src/till/db/till-files.ts'

let dir: string
let db: Database.Database
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tillpoint-migrate-'))
  db = new Database(join(dir, 'a.db'))
})
afterEach(() => {
  db.close()
  rmSync(dir, { recursive: true, force: true })
})

const tables = (): unknown[] => db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`).pluck().all()
const version = (): unknown => db.pragma('user_version', { simple: true })

describe('0010-ledger', () => {
  it('before: nothing; after: the tables of a ledger, all STRICT', () => {
    expect([tables(), version()]).toEqual([[], 0])
    migrate(db, [ledger0010])
    expect(version()).toBe(10)
    expect(tables()).toEqual([
      'acks', 'basket', 'entries', 'epochs', 'journal', 'leases', 'lot_movements', 'mirror_switch', 'outcomes',
      'sale_lines', 'sales', 'settings', 'tenders', 'till_identity', 'trusted_time',
    ])
    expect(db.prepare(`SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict AND name NOT LIKE 'sqlite_%'`).pluck().get()).toBe(0)
  })
  it('guards every table of what happened with two triggers', () => {
    migrate(db, [ledger0010])
    for (const table of ['journal', 'epochs', 'sales', 'sale_lines', 'tenders', 'entries', 'lot_movements', 'acks']) {
      const guards = db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ? AND name LIKE '%_no_%' ORDER BY name`).pluck().all(table)
      expect(guards).toEqual([`${table}_no_delete`, `${table}_no_update`])
    }
  })
})

describe('0020-print-jobs', () => {
  it('adds the jobs to a ledger that has sales, and keeps those', () => {
    migrate(db, [ledger0010])
    db.prepare("INSERT INTO settings (key, json) VALUES ('a', '1')").run()
    migrate(db, [ledger0010, ledger0020])
    expect(version()).toBe(20)
    expect(tables()).toContain('print_jobs')
    expect(db.prepare('SELECT json FROM settings').pluck().all()).toEqual(['1'])
    expect(() => db.prepare("INSERT INTO print_jobs VALUES (1, '{}', 'lost', 0, NULL, 0, 0)").run()).toThrow(/CHECK/)
  })
})

describe('0030-returns', () => {
  it('adds what returns need to a ledger that has print jobs, keeps those, and guards its tables', () => {
    migrate(db, [ledger0010, ledger0020])
    db.prepare("INSERT INTO print_jobs VALUES (1, '{}', 'queued', 0, NULL, 0, 0)").run()
    migrate(db, [ledger0010, ledger0020, ledger0030])
    expect(version()).toBe(30)
    expect(db.prepare('SELECT state FROM print_jobs').pluck().all()).toEqual(['queued'])
    for (const table of ['programmes_used', 'sold_sales', 'foreign_sales', 'returns', 'refunds']) {
      expect(tables()).toContain(table)
      const guards = db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ? AND name LIKE '%_no_%' ORDER BY name`).pluck().all(table)
      expect(guards).toEqual([`${table}_no_delete`, `${table}_no_update`])
    }
  })
})

describe('mirror-0010', () => {
  it('before: nothing; after: the tables of a mirror, all STRICT', () => {
    expect([tables(), version()]).toEqual([[], 0])
    migrate(db, [mirror0010])
    expect(version()).toBe(10)
    expect(tables()).toEqual([
      'barcodes', 'cards', 'cursor', 'lots', 'members', 'name_keys', 'phone_tails', 'phones', 'products', 'programmes', 'staff', 'stores',
    ])
    expect(db.prepare(`SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict AND name NOT LIKE 'sqlite_%'`).pluck().get()).toBe(0)
  })
})

describe('mirror-0020', () => {
  it('adds coupons, uses and what loads value to a mirror that has members and goods, and keeps those', () => {
    migrate(db, [mirror0010])
    db.exec(`INSERT INTO products VALUES ('a', '{}', '', 'piece', 'tea', 100, NULL, NULL, NULL)`)
    migrate(db, [mirror0010, mirror0020])
    expect(version()).toBe(20)
    expect(db.prepare('SELECT sku, asset, load_bonus_minor FROM products').all()).toEqual([{ sku: 'a', asset: null, load_bonus_minor: 0 }])
    expect(db.prepare('SELECT coupons_json, limit_uses_json FROM members').all()).toEqual([])
  })
})

describe('steps', () => {
  const two: Migration = { number: 20, name: 'two', sql: 'CREATE TABLE two (id INTEGER PRIMARY KEY) STRICT' }
  const broken: Migration = { number: 30, name: 'broken', sql: 'CREATE TABLE three (id INTEGER) STRICT; CREATE TABLE three (id INTEGER)' }

  it('run once, in order, and keep what is there', () => {
    migrate(db, [mirror0010])
    db.exec(`INSERT INTO stores VALUES ('s1', '{}', 'east', 'UTC', '', '')`)
    migrate(db, [mirror0010, two])
    migrate(db, [mirror0010, two])
    expect(version()).toBe(20)
    expect(tables()).toContain('two')
    expect(db.prepare('SELECT count(*) FROM stores').pluck().get()).toBe(1)
  })

  it('that fail leave the file at the step before', () => {
    expect(() => migrate(db, [mirror0010, two, broken])).toThrow()
    expect(version()).toBe(20)
    expect(tables()).not.toContain('three')
  })

  it('are numbered upwards in both files', () => {
    for (const { migrations } of [ledgerProfile, mirrorProfile]) {
      const numbers = migrations.map((migration) => migration.number)
      expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
    }
  })
})
