import { expect, it } from 'vitest'
import { openTillFiles } from '../../src/till/db/till-files.ts'
import { createTrustedTime } from '../../src/till/trusted-time.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { NOW_MS, testClock } from '../support/test-clock.ts'

it('gives no two sales of a till one instant, not even after a kill while the clock stands or HQ sets it back a little', () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'tillpoint-instant-'))
  const clock = testClock(NOW_MS)
  const instants: number[] = []
  for (let run = 0; run < 3; run += 1) {
    const files = openTillFiles({ dataDir, pid: process.pid, nowMs: clock.wallMs() })
    const time = createTrustedTime(clock, files.ledger)
    for (let sale = 0; sale < 3; sale += 1) {
      instants.push(time.saleMs())
      files.ledger.write((tx) => time.keep(tx))
      time.heardFromHq(NOW_MS - 50, clock.monotonicMs())
    }
    files.close()
  }
  rmSync(dataDir, { recursive: true, force: true })
  expect(new Set(instants).size).toBe(9)
  expect(instants).toEqual([...instants].sort((a, b) => a - b))
})
