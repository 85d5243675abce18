import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** This machine's clocks. Passed in, so that tests and simulations can set theirs. */
export type Clock = {
  /** The wall clock, which a person or a dead battery may have set wrong. */
  wallMs(): number
  /** Milliseconds since some moment of this boot; never goes back, counts on while the machine sleeps or not. */
  monotonicMs(): number
  /** Names this boot: readings of the monotonic clock compare only within one. */
  readonly bootId: string
}

/** The real clocks. */
export function systemClock(): Clock {
  const bootId = kernelBootId()
  if (bootId !== null) {
    // Linux counts CLOCK_MONOTONIC from boot for all processes alike.
    return { wallMs: () => Date.now(), monotonicMs: () => Math.floor(Number(process.hrtime.bigint() / 1_000_000n)), bootId }
  }
  // Elsewhere a process of its own counts as a boot of its own: never wrong, at most less trusting.
  return { wallMs: () => Date.now(), monotonicMs: () => Math.floor(performance.now()), bootId: randomUUID() }
}

function kernelBootId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return null
  }
}

/** An instant as ISO 8601 in UTC. */
export function isoUtc(epochMs: number): string {
  return new Date(epochMs).toISOString()
}
