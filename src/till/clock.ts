import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** This machine's clocks. Passed in, so that tests and simulations can set theirs. */
export type Clock = {
  /** The wall clock, which a person or a dead battery may have set wrong. */
  wallMs(): number
  /** Milliseconds since this boot; never goes back. */
  monotonicMs(): number
  /** Names this boot: readings of the monotonic clock compare only within one. */
  readonly bootId: string
}

/** The real clocks. */
export function systemClock(): Clock {
  const bootId = kernelBootId()
  if (bootId !== null && uptimeMs() !== null) {
    // The kernel's uptime is one clock for all processes of a boot, and counts while the machine sleeps.
    return { wallMs: () => Date.now(), monotonicMs: () => uptimeMs() ?? 0, bootId }
  }
  // Elsewhere a process counts as a boot of its own: less trusting than it could be, never wrong.
  return { wallMs: () => Date.now(), monotonicMs: () => Math.floor(performance.now()), bootId: randomUUID() }
}

/** Null where there is no /proc. */
function uptimeMs(): number | null {
  try {
    const seconds = Number(readFileSync('/proc/uptime', 'utf8').split(' ', 1)[0])
    return Number.isFinite(seconds) ? Math.floor(seconds * 1000) : null
  } catch {
    return null
  }
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
