import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Clock } from '../../src/hq/clock.ts'
import { systemIds } from '../../src/hq/ids.ts'
import type { Log } from '../../src/hq/log.ts'
import { masterKey } from '../../src/hq/master-key.ts'
import { seed } from '../../src/hq/seed.ts'
import { startHq, type HqOptions, type RunningHq } from '../../src/hq/start-hq.ts'
import { makeDatabase } from './postgres.ts'

/** 2026-11-20 18:00 in the sample's stores. */
export const START_MS = Date.UTC(2026, 10, 20, 10)

export type TestClock = Clock & { advance(byMs: number): void }
export type TestHq = RunningHq & { readonly databaseUrl: string; readonly clock: TestClock; readonly logged: string[] }

export function testClock(startMs = START_MS): TestClock {
  let nowMs = startMs
  return { nowMs: () => nowMs, advance: (byMs) => void (nowMs += byMs) }
}

export const TEST_MASTER_KEY = masterKey(Buffer.alloc(32, 7))
const resources = path.resolve(import.meta.dirname, '../../resources')

function sampleWithoutPins(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tillpoint-sample-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  cpSync(path.join(resources, 'sample'), folder, { recursive: true })
  const staff = JSON.parse(readFileSync(path.join(folder, 'staff.json'), 'utf8')) as object[]
  writeFileSync(path.join(folder, 'staff.json'), JSON.stringify(staff.map((person) => ({ ...person, pinHash: null }))))
  return folder
}

/** Tests look when they want to; the sweep has one of its own. */
const NEVER_MS = 2_000_000_000

/** A real HQ with the sample shop, on a database of its own unless one is given. */
export async function startTestHq(options: Partial<HqOptions> & { readonly sample?: boolean } = {}): Promise<TestHq> {
  const databaseUrl = options.databaseUrl ?? (await makeDatabase())
  const clock = testClock()
  const logged: string[] = []
  const note = (what: string, facts?: unknown): void => void logged.push(`${what} ${JSON.stringify(facts)}`)
  const log: Log = { info: note, warn: note, error: note }
  const running = await startHq({ masterKey: TEST_MASTER_KEY, host: '127.0.0.1', port: 0, log, clock, ids: systemIds, consoleDir: null, connectionsMax: 6, sweepMs: NEVER_MS, limits: { enrolPerMinute: 10_000, sessionPerMinute: 10_000, loginPerMinute: 10_000 }, ...options, databaseUrl })
  if (options.sample !== false) await seed(running.hq, sampleFiles)
  return { ...running, databaseUrl, clock: (options.clock as TestClock | undefined) ?? clock, logged }
}

/** As `npm start` seeds it: staff have PINs, so somebody has to sign in. */
export const guardedSampleFiles = { sampleDir: path.join(resources, 'sample'), programmeFile: path.join(resources, 'programmes/plain.json') }

/** The sample shop without PINs: its tills sell without signing in, which is another test's matter. */
export const sampleFiles = { sampleDir: sampleWithoutPins(), programmeFile: path.join(resources, 'programmes/plain.json') }
