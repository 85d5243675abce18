import { v7 } from 'uuid'

/** Makes ids. Passed in, so that tests and simulations can make theirs. */
export type Ids = { next(): string }

/** UUIDv7 (RFC 9562): sorts by the time it was made. */
export function uuidV7Ids(): Ids {
  return { next: () => v7() }
}
