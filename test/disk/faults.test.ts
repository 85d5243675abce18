import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readTill } from '../recount/till-file.ts'
import { faultEnvironment } from './fault-library.ts'
import { prepareFolder } from './prepare.ts'

let folder = ''
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tillpoint-faults-'))
  await prepareFolder(folder)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

type Line = { readonly fault: string; readonly refusals: readonly string[]; readonly saved: string }

/** Sells once under each fault; the file must stay the same file, and hold exactly what was shown. */
function sellUnder(faults: readonly string[]): Line[] {
  const before = statSync(path.join(folder, 'ledger.db')).ino
  const run = spawnSync(
    process.execPath,
    [path.join(import.meta.dirname, 'fault-program.ts'), folder, JSON.stringify(faults)],
    {
      env: faultEnvironment({ folder }),
      encoding: 'utf8',
    },
  )
  expect(run.stderr.replace(/.*Warning.*\n/g, '')).toBe('')
  expect(run.status).toBe(0)
  const lines = run.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line)
  expect(lines.map((line) => line.fault)).toEqual(faults)
  expect(statSync(path.join(folder, 'ledger.db')).ino).toBe(before)
  const till = readTill('till', folder)
  const shown = readFileSync(path.join(folder, 'shown'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
  expect(till.problems).toEqual([])
  expect(till.sales.map((sale) => sale.saleId).sort()).toEqual([...shown].sort())
  return lines
}

/** A sale with its baskets writes less often than this to the ledger's files. */
const WRITES = 60
const each = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1)

describe('the disk fails at every write of a sale: refused before "saved", or kept', () => {
  it.each([
    ['an input/output error, once', 'EIO:once', /disk_failed/],
    ['no room, until it is made', 'ENOSPC', /disk_full/],
    ['read-only, until it is mended', 'EROFS', /disk_/],
  ])(
    '%s',
    (_, error, named) => {
      const lines = sellUnder(each(WRITES).map((n) => `write@ledger:${n}:${error}`))
      const refused = lines.filter((line) => line.refusals.length > 0)
      expect(refused.length).toBeGreaterThan(10)
      for (const { refusals } of refused) for (const refusal of refusals) expect(refusal).toMatch(named)
    },
    120_000,
  )

  it('a sync that fails', () => {
    const lines = sellUnder(each(8).map((n) => `sync@ledger:${n}:EIO:once`))
    expect(lines.flatMap((line) => line.refusals)).toContain('sale.commit: disk_failed')
  }, 120_000)
})

describe('a damaged page', () => {
  it('is named, and the file left as it is: never deleted, never made anew', () => {
    sellUnder(['write@nothing:1:EIO'])
    const file = path.join(folder, 'ledger.db')
    const pages = statSync(file).size / 4096
    for (const page of [0, 1, 2, Math.floor(pages / 2), pages - 1]) {
      const original = readFileSync(file)
      const handle = openSync(file, 'r+')
      writeSync(handle, Buffer.alloc(512, 0xff), 0, 512, page * 4096 + (page === 0 ? 0 : 8))
      closeSync(handle)
      const damaged = readFileSync(file)
      const run = spawnSync(process.execPath, [path.join(import.meta.dirname, 'fault-program.ts'), folder, '[]'], {
        env: process.env,
        encoding: 'utf8',
      })
      // Either nothing that is needed to start was hit, or the start is refused in words; the file is no other one.
      if (run.status !== 0) {
        expect(run.stderr).toMatch(/damaged|is no ledger/)
        expect(readFileSync(file).equals(damaged)).toBe(true)
      }
      const again = openSync(file, 'w')
      writeSync(again, original)
      closeSync(again)
    }
    expect(readTill('till', folder).problems).toEqual([])
  }, 120_000)
})
