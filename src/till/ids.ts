import { v7 } from 'uuid'

/** Makes ids. Passed in, so that tests and simulations can make theirs. */
export type Ids = { next(): string }

/** UUIDv7 (RFC 9562): sorts by the time it was made. */
export function uuidV7Ids(): Ids {
  return { next: () => v7() }
}

/** Uniform in [0, 1): for jitter, never for keys. */
export function systemRandom(): number {
  return Math.random()
}
