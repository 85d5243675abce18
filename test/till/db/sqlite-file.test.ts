import Database from 'better-sqlite3'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DbError, namedDbError } from '../../../src/till/db/errors.ts'
import { putSetting, readSetting } from '../../../src/till/db/settings.ts'
import { compareVersions, openSqliteFile, steady, type Ledger } from '../../../src/till/db/sqlite-file.ts'
import { ledgerProfile, mirrorProfile } from '../../../src/till/db/till-files.ts'

let dir: string
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'tillpoint-db-'))))
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const codeOf = (work: () => unknown): string => {
  try {
    work()
    return 'nothing thrown'
  } catch (cause) {
    return cause instanceof DbError ? cause.code : `unnamed ${String(cause)}`
  }
}

describe('opening', () => {
  it.each([
    [ledgerProfile, 2],
    [mirrorProfile, 1],
  ] as const)('sets the pragmas that durability and guards rest on, and reads them back: %#', (profile, synchronous) => {
    const file = openSqliteFile(profile, { path: join(dir, 'a.db') })
    const pragma = (name: string): unknown => Object.values(file.get<Record<string, unknown>>(`PRAGMA ${name}`) ?? {})[0]
    expect(pragma('journal_mode')).toBe('wal')
    expect(pragma('synchronous')).toBe(synchronous)
    for (const name of ['foreign_keys', 'recursive_triggers', 'secure_delete']) expect(pragma(name), name).toBe(1)
    expect(pragma('application_id')).toBe(profile.applicationId)
    expect(pragma('user_version')).toBe(profile.migrations.at(-1)?.number)
    file.close()
  })

  it('sets them anew at every opening: better-sqlite3 itself would fall back to NORMAL', () => {
    openSqliteFile(ledgerProfile, { path: join(dir, 'a.db') }).close()
    const again = openSqliteFile(ledgerProfile, { path: join(dir, 'a.db') })
    expect(again.get('PRAGMA synchronous')).toEqual({ synchronous: 2 })
    again.close()
  })

  it('refuses a database of a newer program and leaves it as it is', () => {
    const path = join(dir, 'a.db')
    openSqliteFile(ledgerProfile, { path }).close()
    const raw = new Database(path)
    raw.pragma('user_version = 9999')
    raw.close()
    const before = readFileSync(path)
    expect(codeOf(() => openSqliteFile(ledgerProfile, { path }))).toBe('database_from_future')
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  it("refuses another program's database, and a mirror in the place of the ledger", () => {
    const foreign = join(dir, 'foreign.db')
    const raw = new Database(foreign)
    raw.exec('CREATE TABLE notes (text)')
    raw.close()
    expect(codeOf(() => openSqliteFile(ledgerProfile, { path: foreign }))).toBe('database_corrupt')
    openSqliteFile(mirrorProfile, { path: join(dir, 'm.db') }).close()
    expect(codeOf(() => openSqliteFile(ledgerProfile, { path: join(dir, 'm.db') }))).toBe('database_corrupt')
  })

  it('refuses a file that is no database, and does not touch it', () => {
    const path = join(dir, 'a.db')
    writeFileSync(path, 'this was a ledger once'.repeat(500))
    const before = readFileSync(path)
    expect(codeOf(() => openSqliteFile(ledgerProfile, { path }))).toBe('database_corrupt')
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  it('opens for reading without creating, changing or migrating anything', () => {
    const path = join(dir, 'a.db')
    expect(codeOf(() => openSqliteFile(ledgerProfile, { path, readonly: true }))).toBe('disk_failed')
    openSqliteFile(ledgerProfile, { path }).close()
    const before = statSync(path).mtimeMs
    const reader = openSqliteFile(ledgerProfile, { path, readonly: true })
    expect(codeOf(() => reader.write((tx) => putSetting(tx, 'a', 1)))).toBe('disk_read_only')
    reader.close()
    expect(statSync(path).mtimeMs).toBe(before)
  })
})

describe('trouble has a name', () => {
  let ledger: Ledger
  beforeEach(() => (ledger = openSqliteFile(ledgerProfile, { path: join(dir, 'ledger.db') })))
  afterEach(() => ledger.close())

  it('disk_full: nothing of the change is kept, what was there stays', () => {
    ledger.write((tx) => putSetting(tx, 'before', 1))
    ledger.get(`PRAGMA max_page_count = ${ledger.get<{ page_count: number }>('PRAGMA page_count')?.page_count ?? 0}`)
    const code = codeOf(() =>
      ledger.write((tx) => {
        putSetting(tx, 'first', 1)
        putSetting(tx, 'large', 'x'.repeat(100_000))
      }),
    )
    expect(code).toBe('disk_full')
    expect([readSetting(ledger, 'before'), readSetting(ledger, 'first')]).toEqual([1, undefined])
  })

  it('disk_read_only: nothing can be written any more', () => {
    ledger.write((tx) => tx.run('PRAGMA query_only = ON'))
    expect(codeOf(() => ledger.write((tx) => putSetting(tx, 'a', 1)))).toBe('disk_read_only')
  })

  it('database_in_use: another connection holds the write lock', () => {
    const other = new Database(join(dir, 'ledger.db'), { timeout: 0 })
    other.exec('BEGIN IMMEDIATE')
    const mine = openSqliteFile({ ...ledgerProfile, migrations: ledgerProfile.migrations }, { path: join(dir, 'ledger.db') })
    expect(codeOf(() => mine.write(() => undefined))).toBe('database_in_use')
    other.close()
    mine.close()
  })

  it.each([
    ['SQLITE_FULL', 'disk_full'],
    ['ENOSPC', 'disk_full'],
    ['SQLITE_READONLY_DBMOVED', 'disk_read_only'],
    ['EROFS', 'disk_read_only'],
    ['EACCES', 'disk_read_only'],
    ['SQLITE_IOERR_WRITE', 'disk_failed'],
    ['SQLITE_IOERR_FSYNC', 'disk_failed'],
    ['SQLITE_CANTOPEN', 'disk_failed'],
    ['EIO', 'disk_failed'],
    ['SQLITE_CORRUPT_INDEX', 'database_corrupt'],
    ['SQLITE_NOTADB', 'database_corrupt'],
    ['SQLITE_BUSY', 'database_in_use'],
  ])('%s is %s', (code, name) => {
    const named = namedDbError(Object.assign(new Error('x'), { code }), '/somewhere/ledger.db')
    expect(named).toMatchObject({ code: name })
    expect(String(named)).toContain('/somewhere/ledger.db')
  })

  it('leaves bugs as they are', () => {
    const bug = new TypeError('a bug')
    expect(namedDbError(bug, 'x')).toBe(bug)
    expect(namedDbError(Object.assign(new Error('constraint'), { code: 'SQLITE_CONSTRAINT' }), 'x')).not.toBeInstanceOf(DbError)
  })
})

it('never writes half: what throws inside a transaction takes all of it back', () => {
  const ledger = openSqliteFile(ledgerProfile, { path: join(dir, 'ledger.db') })
  expect(() =>
    ledger.write((tx) => {
      putSetting(tx, 'half', 1)
      throw new Error('in the middle')
    }),
  ).toThrow('in the middle')
  expect(readSetting(ledger, 'half')).toBeUndefined()
  ledger.close()
})

it.each([
  ['3.51.3', '3.51.3', 0],
  ['3.51.10', '3.51.3', 1],
  ['3.52.0', '3.51.3', 1],
  ['3.51.2', '3.51.3', -1],
  ['3.9.0', '3.51.3', -1],
])('compares versions part by part: %s and %s', (left, right, sign) => {
  expect(Math.sign(compareVersions(left, right))).toBe(sign)
})

describe('parameters that SQLite does not look at when it plans', () => {
  it('are the same parameters; text is left alone', () => {
    expect(steady("SELECT a FROM t WHERE b = @b AND c IN (?, '@b ? it''s @c') LIMIT @limit")).toBe("SELECT a FROM t WHERE b = +@b AND c IN (+?, '@b ? it''s @c') LIMIT +@limit")
  })
  it('keep type and content of what is bound, text that looks like a number included', () => {
    const ledger = openSqliteFile(ledgerProfile, { path: join(dir, 'ledger.db') })
    const bytes = Uint8Array.of(0, 255, 7)
    expect(ledger.get('SELECT typeof(@text) AS t, @text AS text, typeof(@bytes) AS b, @bytes AS bytes', { text: '007', bytes })).toMatchObject({ t: 'text', text: '007', b: 'blob' })
    ledger.write((tx) => putSetting(tx, "a'?@b", '007'))
    expect(readSetting(ledger, "a'?@b")).toBe('007')
    ledger.close()
  })
})
