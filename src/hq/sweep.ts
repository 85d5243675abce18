import { applyPending, type Applier } from './apply/applier.ts'
import { tillsWithPending } from './apply/sources.ts'

/**
 * Applies what a crash left between ack and applying, at start and then at intervals. Push requests apply their own
 * events at once; this is for what they could not.
 */
export type Sweeper = { sweepNow(): Promise<void>; close(): Promise<void> }

export function createSweeper(applier: Applier, everyMs: number, onError: (cause: unknown) => void, onSwept: () => void): Sweeper {
  let running: Promise<void> | null = null
  const sweep = async (): Promise<void> => {
    for (const tillId of await tillsWithPending(applier.db)) await applyPending(applier, tillId)
    onSwept()
  }
  const sweepNow = (): Promise<void> => {
    running ??= sweep()
      .catch(onError)
      .finally(() => (running = null))
    return running
  }
  const timer = setInterval(() => void sweepNow(), everyMs)
  timer.unref()
  return {
    sweepNow,
    async close() {
      clearInterval(timer)
      await running
    },
  }
}
