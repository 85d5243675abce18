import type { Timers } from '../../../src/till/sync/timers.ts'

/** Time that stands still until it is told to go on. */
export type ManualTimers = Timers & {
  nowMs(): number
  /** Lets `ms` pass, and everything that falls due in it happen, in order. */
  pass(ms: number): Promise<void>
  pending(): number[]
}

export function manualTimers(): ManualTimers {
  let nowMs = 0
  let waiting: { readonly atMs: number; readonly run: () => void }[] = []
  const settle = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))
  return {
    nowMs: () => nowMs,
    pending: () => waiting.map(({ atMs }) => atMs - nowMs).toSorted((a, b) => a - b),
    after(delayMs, run) {
      const timer = { atMs: nowMs + delayMs, run }
      waiting.push(timer)
      return () => void (waiting = waiting.filter((other) => other !== timer))
    },
    async pass(ms) {
      const endMs = nowMs + ms
      await settle()
      for (;;) {
        const next = waiting.filter(({ atMs }) => atMs <= endMs).toSorted((a, b) => a.atMs - b.atMs)[0]
        if (next === undefined) break
        nowMs = next.atMs
        waiting = waiting.filter((other) => other !== next)
        next.run()
        await settle()
      }
      nowMs = endMs
    },
  }
}
