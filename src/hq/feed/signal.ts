import type { Database } from '../db/database.ts'
import { headPosition, numberChanges } from './number.ts'

/** Tells listeners of this process that the feed has grown, whichever process let it grow. */
export type FeedSignal = {
  /** Something may have been committed: number it soon. Returns at once. */
  poke(): void
  /** Numbers what is committed now. @returns the newest position. */
  settle(): Promise<number>
  listen(listener: (position: number) => void): () => void
  close(): Promise<void>
}

export type FeedSignalOptions = {
  readonly db: Database
  readonly onPosition: (position: number) => void
  readonly onError: (cause: unknown) => void
  /** How often other processes' changes are looked for while somebody listens. */
  readonly watchMs?: number
}

const WATCH_MS = 1000

export function createFeedSignal({ db, onPosition, onError, watchMs = WATCH_MS }: FeedSignalOptions): FeedSignal {
  const listeners = new Set<(position: number) => void>()
  let known = 0
  let running: Promise<unknown> | null = null
  let again = false
  let closed = false

  const tell = (position: number): number => {
    if (position > known) {
      known = position
      onPosition(position)
      for (const listener of listeners) listener(position)
    }
    return position
  }
  const poke = (): void => {
    if (closed) return
    // A numbering that is under way may have looked before this change was committed.
    if (running) {
      again = true
      return
    }
    running = numberChanges(db)
      .then(tell, onError)
      .finally(() => {
        running = null
        if (again) {
          again = false
          poke()
        }
      })
  }
  const watch = setInterval(() => {
    if (listeners.size > 0) headPosition(db).then(tell, onError)
  }, watchMs)
  watch.unref()
  return {
    poke,
    settle: async () => tell(await numberChanges(db)),
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      closed = true
      clearInterval(watch)
      while (running) await running
    },
  }
}
