import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DbError } from '../../../src/till/db/errors.ts'
import { readCursor } from '../../../src/till/db/mirror/cursor.ts'
import { readMirrorNumber } from '../../../src/till/db/mirror-switch.ts'
import { putSetting, readSetting } from '../../../src/till/db/settings.ts'
import { ledgerPath, mirrorPath, openTillFiles, type TillFiles } from '../../../src/till/db/till-files.ts'
import { NOW_MS } from '../../support/test-clock.ts'
import { fillMirror, sampleShop } from '../../support/till-shop.ts'

let dataDir: string
/** A process that holds the folder; it must not outlive a test that fails. */
let holder: ChildProcess | null = null
afterEach(() => holder?.kill('SIGKILL'))
beforeEach(() => (dataDir = join(mkdtempSync(join(tmpdir(), 'tillpoint-files-')), 'data')))
afterEach(() => rmSync(join(dataDir, '..'), { recursive: true, force: true }))

const open = (): TillFiles => openTillFiles({ dataDir, pid: process.pid, nowMs: NOW_MS })
const thrown = (work: () => unknown): DbError => {
  try {
    work()
  } catch (cause) {
    if (cause instanceof DbError) return cause
    throw cause
  }
  throw new Error('nothing was thrown')
}
/** Overwrites some bytes in the middle of a file. */
const damage = (path: string, from: number, length: number): void => {
  const bytes = readFileSync(path)
  bytes.fill(0x5a, from, from + length)
  writeFileSync(path, bytes)
}

describe('one owner', () => {
  it('a second start names the holder: process and since when', () => {
    const files = open()
    const error = thrown(open)
    expect(error.code).toBe('database_in_use')
    expect(error.message).toContain(`process ${process.pid} since 2026-11-20T10:44:00.000Z`)
    files.close()
    open().close()
  })

  it('a holder that was killed holds nothing, and the next start knows that it ended badly', async () => {
    open().close()
    const child = spawn(process.execPath, ['--input-type=module', '-e', holdFolder(dataDir)], { stdio: ['ignore', 'pipe', 'inherit'] })
    holder = child
    await once(child.stdout, 'data')
    expect(thrown(open).message).toContain(`process ${child.pid ?? 0}`)
    child.kill('SIGKILL')
    await once(child, 'exit')
    const files = open()
    expect(files.previousEndedBadly).toBe(true)
    files.close()
    const again = open()
    expect(again.previousEndedBadly).toBe(false)
    again.close()
  })
})

function holdFolder(folder: string): string {
  const module = new URL('../../../src/till/db/till-files.ts', import.meta.url).href
  return `const { openTillFiles } = await import(${JSON.stringify(module)})
globalThis.held = openTillFiles({ dataDir: ${JSON.stringify(folder)}, pid: process.pid, nowMs: 1 })
console.log('held')
setInterval(() => undefined, 1000)`
}

describe('a damaged ledger', () => {
  it('is named, left as it is, and neither deleted nor made anew', () => {
    const files = open()
    files.ledger.write((tx) => putSetting(tx, 'large', 'x'.repeat(200_000)))
    files.ledger.get('PRAGMA wal_checkpoint(TRUNCATE)')
    files.close()
    damage(ledgerPath(dataDir), 8192, 40_000)
    const before = readFileSync(ledgerPath(dataDir))
    const error = thrown(open)
    expect(error.code).toBe('database_corrupt')
    expect(error.message).toContain('tillpoint inspect --salvage')
    expect(readFileSync(ledgerPath(dataDir)).equals(before)).toBe(true)
    // The folder is free again, so that a person can work on it.
    expect(thrown(open).code).toBe('database_corrupt')
  })

  it('that was emptied is not taken for a new one when its journal stays behind', () => {
    open().close()
    writeFileSync(ledgerPath(dataDir), 'not a database at all, but long enough to be looked at')
    expect(thrown(open).code).toBe('database_corrupt')
  })
})

describe('mirrors', () => {
  it('begin empty with number 1 and come back as they were', () => {
    const files = open()
    expect(readMirrorNumber(files.ledger)).toBe(1)
    expect(readCursor(files.mirror())).toBeNull()
    fillMirror(files.mirror(), sampleShop(), NOW_MS)
    files.close()
    const again = open()
    expect(readCursor(again.mirror())).toMatchObject({ position: 100 })
    again.close()
  })

  it('are switched by one row; the old file goes', () => {
    const files = open()
    const next = files.openMirror(2)
    fillMirror(next, sampleShop(), NOW_MS)
    next.close()
    expect(readCursor(files.mirror())).toBeNull()
    files.switchMirror(2)
    expect(readCursor(files.mirror())).toMatchObject({ position: 100 })
    expect(existsSync(mirrorPath(dataDir, 1))).toBe(false)
    files.close()
    const again = open()
    expect(readMirrorNumber(again.ledger)).toBe(2)
    expect(readCursor(again.mirror())).toMatchObject({ position: 100 })
    again.close()
  })

  it('that are damaged are put aside and fetched again; the ledger stays', () => {
    const files = open()
    fillMirror(files.mirror(), sampleShop(), NOW_MS)
    files.ledger.write((tx) => putSetting(tx, 'kept', 1))
    files.close()
    damage(mirrorPath(dataDir, 1), 0, 100)
    const again = open()
    expect(readMirrorNumber(again.ledger)).toBe(2)
    expect(readCursor(again.mirror())).toBeNull()
    expect(readSetting(again.ledger, 'kept')).toBe(1)
    expect(existsSync(`${mirrorPath(dataDir, 1)}.damaged`)).toBe(true)
    again.close()
  })

  it('that are missing are begun anew', () => {
    open().close()
    rmSync(mirrorPath(dataDir, 1))
    const files = open()
    expect(readCursor(files.mirror())).toBeNull()
    files.close()
  })
})

it('keeps the folder to its owner', () => {
  open().close()
  expect(statSync(dataDir).mode & 0o077).toBe(0)
})
