import type { Clock } from '../../src/till/clock.ts'
import type { Ids } from '../../src/till/ids.ts'

/** 2026-11-20 18:44 in Shanghai, a Friday. */
export const NOW_MS = Date.parse('2026-11-20T18:44:00+08:00')

/** A clock that stands still until it is told to go on. */
export type TestClock = Clock & {
  advance(ms: number): void
  /** Somebody sets the wall clock; monotonic time goes on as it was. */
  setWall(wallMs: number): void
  /** The machine starts again: another boot, monotonic time from the beginning. */
  reboot(): void
}

export function testClock(startMs: number = NOW_MS): TestClock {
  let wallMs = startMs
  let monotonicMs = 1_000_000
  let boot = 1
  return {
    wallMs: () => wallMs,
    monotonicMs: () => monotonicMs,
    get bootId() {
      return `boot-${boot}`
    },
    advance(ms) {
      wallMs += ms
      monotonicMs += ms
    },
    setWall(ms) {
      wallMs = ms
    },
    reboot() {
      boot += 1
      monotonicMs = 5_000
    },
  }
}

/** Valid UUIDv7s that count up: the same test makes the same ids. @param start another start for another till */
export function testIds(start = 0): Ids {
  let count = start
  return {
    next() {
      count += 1
      return `0192f000-0000-7000-8000-${count.toString(16).padStart(12, '0')}`
    },
  }
}
