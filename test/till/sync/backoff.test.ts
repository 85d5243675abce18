import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BACKOFF_CAP_IDLE_MS, BACKOFF_CAP_QUEUED_MS, fullJitterBackoff } from '../../../src/till/sync/backoff.ts'

test('full jitter: anywhere between nothing and base × 2^failures, up to the cap', () => {
  const topmost = fullJitterBackoff(() => 0.999_999)
  const delays = Array.from({ length: 8 }, () => topmost.nextMs(BACKOFF_CAP_QUEUED_MS))
  expect(delays).toEqual([999, 1999, 3999, 7999, 9999, 9999, 9999, 9999])
  const least = fullJitterBackoff(() => 0)
  expect(Array.from({ length: 8 }, () => least.nextMs(BACKOFF_CAP_QUEUED_MS))).toEqual([0, 0, 0, 0, 0, 0, 0, 0])
})

test('while nothing waits it grows to five minutes; an event that waits brings it back to ten seconds', () => {
  const backoff = fullJitterBackoff(() => 0.999_999)
  const idle = Array.from({ length: 12 }, () => backoff.nextMs(BACKOFF_CAP_IDLE_MS))
  expect(idle.at(-1)).toBe(BACKOFF_CAP_IDLE_MS - 1)
  expect(backoff.nextMs(BACKOFF_CAP_QUEUED_MS)).toBe(9999)
})

test('an answer starts it anew', () => {
  const backoff = fullJitterBackoff(() => 0.999_999)
  for (let n = 0; n < 5; n += 1) backoff.nextMs(BACKOFF_CAP_QUEUED_MS)
  backoff.reset()
  expect(backoff.nextMs(BACKOFF_CAP_QUEUED_MS)).toBe(999)
})

test('however long HQ is away, the delay is a number in its bounds', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 0.999_999, noNaN: true }), (failures, random) => {
      const backoff = fullJitterBackoff(() => random)
      let delayMs = 0
      for (let n = 0; n < failures; n += 1) delayMs = backoff.nextMs(BACKOFF_CAP_QUEUED_MS)
      expect(delayMs).toBeGreaterThanOrEqual(0)
      expect(delayMs).toBeLessThan(BACKOFF_CAP_QUEUED_MS)
    }),
    { numRuns: 20 },
  )
})

test('two tills do not come back together', () => {
  const first = fullJitterBackoff(() => 0.2)
  const second = fullJitterBackoff(() => 0.8)
  expect(first.nextMs(BACKOFF_CAP_QUEUED_MS)).not.toBe(second.nextMs(BACKOFF_CAP_QUEUED_MS))
})
