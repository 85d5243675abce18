import { randomUUID } from 'node:crypto'
import { openSync, readFileSync, readSync } from 'node:fs'

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
  const uptimeMs = kernelUptime()
  if (bootId !== null && uptimeMs !== null) {
    // The kernel's uptime is one clock for all processes of a boot, and counts while the machine sleeps.
    return { wallMs: () => Date.now(), monotonicMs: uptimeMs, bootId }
  }
  // Elsewhere a process counts as a boot of its own: less trusting than it could be, never wrong.
  return { wallMs: () => Date.now(), monotonicMs: () => Math.floor(performance.now()), bootId: randomUUID() }
}

/**
 * Reads the kernel's uptime, in milliseconds; null where there is no /proc. Its file stays open: time is asked for many
 * times in every call, and opening it costs more than everything else about it.
 */
function kernelUptime(): (() => number) | null {
  try {
    const file = openSync('/proc/uptime', 'r')
    const text = Buffer.alloc(64)
    const uptimeMs = (): number => Math.floor(Number(text.toString('latin1', 0, readSync(file, text, 0, text.length, 0)).split(' ', 1)[0]) * 1000)
    return Number.isFinite(uptimeMs()) ? uptimeMs : null
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
