import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSqliteFile, type Ledger } from '../../src/till/db/sqlite-file.ts'
import { ledgerProfile } from '../../src/till/db/till-files.ts'
import { CLOCK_OFF_MS, createTrustedTime, type TrustedTime } from '../../src/till/trusted-time.ts'
import { NOW_MS, testClock, type TestClock } from '../support/test-clock.ts'

const HOUR_MS = 3_600_000
const YEAR_MS = 365 * 24 * HOUR_MS

let dir: string
let ledger: Ledger
let clock: TestClock
let time: TrustedTime
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tillpoint-time-'))
  ledger = openSqliteFile(ledgerProfile, { path: join(dir, 'ledger.db') })
  clock = testClock()
  time = createTrustedTime(clock, ledger)
})
afterEach(() => {
  ledger.close()
  rmSync(dir, { recursive: true, force: true })
})
const keep = (): void => ledger.write((tx) => time.keep(tx))
const restart = (): void => {
  keep()
  time = createTrustedTime(clock, ledger)
}

describe('before HQ was ever heard', () => {
  it('is the wall clock', () => expect(time.nowMs()).toBe(NOW_MS))
  it('never goes back, and does not begin before what was kept', () => {
    clock.advance(HOUR_MS)
    expect(time.nowMs()).toBe(NOW_MS + HOUR_MS)
    clock.setWall(NOW_MS - YEAR_MS)
    expect(time.nowMs()).toBe(NOW_MS + HOUR_MS)
    restart()
    expect(time.nowMs()).toBe(NOW_MS + HOUR_MS)
  })
})

describe('after HQ told its time', () => {
  beforeEach(() => time.heardFromHq(NOW_MS + 30_000, clock.monotonicMs()))

  it('is HQ’s time and the monotonic clock, whatever the wall clock is set to', () => {
    clock.advance(HOUR_MS)
    clock.setWall(NOW_MS + 10 * YEAR_MS)
    expect(time.nowMs()).toBe(NOW_MS + 30_000 + HOUR_MS)
    expect(time.isClockOff()).toBe(true)
  })
  it('holds over a restart in the same boot', () => {
    clock.advance(HOUR_MS)
    clock.setWall(NOW_MS - YEAR_MS)
    restart()
    expect(time.nowMs()).toBe(NOW_MS + 30_000 + HOUR_MS)
  })
  it('after a reboot is the wall clock with the offset last seen, not before what was kept', () => {
    clock.advance(HOUR_MS)
    keep()
    clock.reboot()
    clock.advance(HOUR_MS)
    restart()
    expect(time.nowMs()).toBe(NOW_MS + 30_000 + 2 * HOUR_MS)
    clock.setWall(NOW_MS - YEAR_MS)
    restart()
    expect(time.nowMs()).toBe(NOW_MS + 30_000 + 2 * HOUR_MS)
  })
  it('counts what passed between the answer and its reading', () => {
    const answeredAtMs = clock.monotonicMs()
    clock.advance(400)
    time.heardFromHq(NOW_MS + HOUR_MS, answeredAtMs)
    expect(time.nowMs()).toBe(NOW_MS + HOUR_MS + 400)
  })
  it('remembers when that was', () => {
    restart()
    expect(time.lastHqAtMs()).toBe(NOW_MS + 30_000)
  })
})

it('a clock that ran years ahead is put right by HQ, for good', () => {
  clock.setWall(NOW_MS + 10 * YEAR_MS)
  time = createTrustedTime(clock, ledger)
  expect(time.nowMs()).toBe(NOW_MS + 10 * YEAR_MS)
  keep()
  time.heardFromHq(NOW_MS, clock.monotonicMs())
  expect(time.nowMs()).toBe(NOW_MS)
  expect(time.isClockOff()).toBe(true)
  clock.reboot()
  restart()
  expect(time.nowMs()).toBeLessThan(NOW_MS + CLOCK_OFF_MS)
})

it('a small step back by HQ is waited out', () => {
  clock.advance(60_000)
  expect(time.nowMs()).toBe(NOW_MS + 60_000)
  time.heardFromHq(NOW_MS + 30_000, clock.monotonicMs())
  expect(time.nowMs()).toBe(NOW_MS + 60_000)
  clock.advance(40_000)
  expect(time.nowMs()).toBe(NOW_MS + 70_000)
})

it('a business date never goes back', () => {
  expect(time.businessDate('2026-11-20')).toBe('2026-11-20')
  expect(time.businessDate('2026-11-21')).toBe('2026-11-21')
  expect(time.businessDate('2026-11-20')).toBe('2026-11-21')
  restart()
  expect(time.businessDate('2016-11-20')).toBe('2026-11-21')
})

it('says that a clock is off from five minutes on', () => {
  time.heardFromHq(NOW_MS, clock.monotonicMs())
  clock.setWall(NOW_MS + CLOCK_OFF_MS)
  expect(time.isClockOff()).toBe(false)
  clock.setWall(NOW_MS + CLOCK_OFF_MS + 1)
  expect(time.isClockOff()).toBe(true)
})
