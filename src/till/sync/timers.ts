/**
 * Waiting, passed in: a simulation gives timers of its own and no test has to sleep.
 */
export type Timers = {
  /** Runs `run` once after `delayMs`; the returned function takes it back. */
  after(delayMs: number, run: () => void): () => void
}

/** The real ones. They do not keep a process alive that has nothing else to do. */
export const systemTimers: Timers = {
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs)
    timer.unref()
    return () => clearTimeout(timer)
  },
}
