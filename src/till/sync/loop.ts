import type { Timers } from './timers.ts'

/** What a step of a loop came to. */
export type StepResult =
  /** There is more to do: go on at once. */
  | { readonly kind: 'again' }
  /** Nothing to do until woken, or until `pollMs` have passed. */
  | { readonly kind: 'idle'; readonly pollMs: number | null }
  /** Try again after `delayMs`, or when woken, but never before `holdMs` (HQ's Retry-After). */
  | { readonly kind: 'failed'; readonly delayMs: number; readonly holdMs: number }

export type Loop = {
  /** There may be something to do. Cheap: many wakes while a step runs lead to one more step. */
  wake(): void
  /** Wakes it where it rests; a step that runs already will see for itself. */
  nudge(): void
  /** Wakes it; resolves when it next comes to rest (at once while HQ's Retry-After holds it back). */
  now(): Promise<void>
  /** Stops after the running step; resolves when that has ended. */
  close(): Promise<void>
}

/**
 * One step at a time, for ever: the shape that pushing, pulling and giving back share. A step that throws is a bug or a
 * failing disk; it is reported and tried again later, so one bad moment never ends synchronising.
 * @param crashDelayMs wait after a step that threw
 */
export function startLoop(options: {
  readonly step: () => Promise<StepResult>
  readonly timers: Timers
  readonly onCrash: (cause: unknown) => void
  readonly crashDelayMs: number
}): Loop {
  const bed = createRest(options.timers)
  let closing = false
  let waiting: (() => void)[] = []

  const guarded = async (): Promise<StepResult> => {
    try {
      return await options.step()
    } catch (cause) {
      options.onCrash(cause)
      return { kind: 'failed', delayMs: options.crashDelayMs, holdMs: options.crashDelayMs }
    }
  }
  const run = async (): Promise<void> => {
    while (!closing) {
      const asked = waiting
      waiting = []
      const result = await guarded()
      if (result.kind === 'again') waiting.unshift(...asked)
      else for (const resolve of asked) resolve()
      if (result.kind === 'idle') await bed.rest(result.pollMs, 0)
      if (result.kind === 'failed') await bed.rest(result.delayMs, result.holdMs)
    }
    for (const resolve of waiting) resolve()
  }
  // The first step waits for the caller to finish setting up.
  const ended = Promise.resolve().then(run)

  return {
    wake: () => bed.wake(),
    nudge: () => bed.nudge(),
    now: () =>
      new Promise((resolve) => {
        if (closing || bed.held()) return resolve()
        waiting.push(resolve)
        bed.wake()
      }),
    async close() {
      closing = true
      bed.shut()
      await ended
    },
  }
}

type Rest = {
  /** Rests at least `holdMs` and at most `delayMs` (null: for ever); a wake ends it between the two. */
  rest(delayMs: number | null, holdMs: number): Promise<void>
  held(): boolean
  wake(): void
  nudge(): void
  /** No rest from now on. */
  shut(): void
}

function createRest(timers: Timers): Rest {
  let woken = false
  let held = false
  let shut = false
  let end: (() => void) | null = null
  const nudge = (): void => {
    if (!held || shut) end?.()
  }
  return {
    held: () => held,
    nudge,
    wake() {
      woken = true
      nudge()
    },
    shut() {
      shut = true
      nudge()
    },
    rest: (delayMs, holdMs) =>
      new Promise((resolve) => {
        const cancels: (() => void)[] = []
        held = holdMs > 0
        end = () => {
          for (const cancel of cancels) cancel()
          end = null
          held = false
          woken = false
          resolve()
        }
        const release = (): void => {
          held = false
          if (woken) end?.()
        }
        if (held) cancels.push(timers.after(holdMs, release))
        if (delayMs !== null) cancels.push(timers.after(Math.max(delayMs, holdMs), () => end?.()))
        if (shut || woken) nudge()
      }),
  }
}
