import { ExponentialBackoff, type IBackoff } from 'cockatiel'

/**
 * How long to wait after a failure. Full jitter: a whole chain of tills that lost HQ at the same moment must not come
 * back at the same moment. (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/)
 */
export type Backoff = {
  /** The next delay in ms, between 0 and base × 2^failures, at most `capMs`. */
  nextMs(capMs: number): number
  /** HQ answered: the next failure starts from the base again. */
  reset(): void
}

export const BACKOFF_BASE_MS = 1_000
/** While events wait. With {@link SESSION_TIMEOUT_MS} it keeps the first push within 15 s of HQ's return. */
export const BACKOFF_CAP_QUEUED_MS = 10_000
/** While nothing waits: an empty queue is no reason to knock. A commit, a request or the network's return knocks at once. */
export const BACKOFF_CAP_IDLE_MS = 5 * 60_000

/** @param random uniform in [0, 1), passed in so that a run can be replayed. */
export function fullJitterBackoff(random: () => number): Backoff {
  let capNowMs = BACKOFF_CAP_QUEUED_MS
  const fresh = new ExponentialBackoff<number>({
    initialDelay: BACKOFF_BASE_MS,
    // cockatiel's own full jitter draws from Math.random and has one cap for good: here both are ours.
    generator: (failures = 0, { initialDelay }) => [
      Math.floor(random() * Math.min(capNowMs, initialDelay * 2 ** failures)),
      Math.min(failures + 1, 30),
    ],
  })
  let last: IBackoff<unknown> | null = null
  return {
    nextMs(capMs) {
      capNowMs = capMs
      last = last === null ? fresh.next() : last.next(null)
      return last.duration
    },
    reset() {
      last = null
    },
  }
}
