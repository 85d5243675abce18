/** A child process, as far as it is used here. */
export type Child = {
  once(event: 'exit', listener: (exitCode: number) => void): unknown
  kill(): boolean
}
/** A child that is started again whenever it ends, until told to stop. */
export type KeptProcess<C extends Child> = {
  /** From now on it stays ended. Resolves when it has. @param ask asks it to end by itself; after `patienceMs` it is killed */
  stop(ask: (child: C) => void, patienceMs: number): Promise<void>
}

export type Keeping<C extends Child> = {
  readonly start: () => C
  readonly onStart: (child: C) => void
  readonly onEnd: (exitCode: number) => void
  readonly after: (delayMs: number, act: () => void) => void
  readonly nowMs: () => number
}

/** A child that lived this long was well: the next start after it comes at once again. */
const WELL_AFTER_MS = 10_000
const DELAYS_MS = [0, 200, 500, 1_000, 2_000, 5_000]

/** Starts a child and keeps one running: at once after the first end, with growing pauses where it keeps ending. */
export function keepRunning<C extends Child>(keeping: Keeping<C>): KeptProcess<C> {
  let child: C | null = null
  let failures = 0
  let stopping: (() => void) | null = null

  function launch(): void {
    if (stopping !== null) return
    const started = keeping.start()
    const startedAtMs = keeping.nowMs()
    child = started
    started.once('exit', (exitCode) => {
      child = null
      keeping.onEnd(exitCode)
      if (stopping !== null) {
        stopping()
        return
      }
      failures = keeping.nowMs() - startedAtMs > WELL_AFTER_MS ? 0 : failures
      keeping.after(DELAYS_MS[Math.min(failures, DELAYS_MS.length - 1)] ?? 0, launch)
      failures += 1
    })
    keeping.onStart(started)
  }

  launch()
  return {
    stop: (ask, patienceMs) =>
      new Promise((resolve) => {
        stopping = resolve
        if (child === null) {
          resolve()
          return
        }
        const asked = child
        ask(asked)
        keeping.after(patienceMs, () => {
          if (child === asked) asked.kill()
        })
      }),
  }
}
