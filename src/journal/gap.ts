import { chainHash } from './chain.ts'
import { bytesOfHex } from './codec.ts'
import type { Sha256 } from './crypto.ts'
import { readEvent, type JournalEvent } from './event.ts'

/**
 * Stands in for a row that its till can no longer read: it has the row's place and carries the hash that the row was
 * stored under, so the chain goes on behind it as if the row were whole. It travels alone in its batch: there its own
 * bytes are what the till signs.
 */
export type GapEvent = JournalEvent<'gap', GapBody>
export type GapBody = {
  /** Hex. */
  readonly storedHash: string
  readonly why: 'hash' | 'unreadable'
  /** What the row's columns still say of it. */
  readonly lostId: string
  readonly lostKind: string
  readonly lostCommittedAtMs: number
}

/** The hash that a gap stands for; null: it is another event, or cannot be read. */
export function storedHashOfGap(bytes: Uint8Array): Uint8Array | null {
  const reading = readEvent(bytes)
  if (reading.kind !== 'event' || reading.event.kind !== 'gap') return null
  const { storedHash } = reading.event.body as Partial<GapBody>
  const hash = typeof storedHash === 'string' ? bytesOfHex(storedHash) : null
  return hash?.length === 32 ? hash : null
}

/** The hash under which an event is kept: of a gap the one that it carries, of all others that of the chain. */
export function keptHash(sha256: Sha256, previousHash: Uint8Array, bytes: Uint8Array): Uint8Array {
  return storedHashOfGap(bytes) ?? chainHash(sha256, previousHash, bytes)
}

/** Those of a batch. Only a gap that came alone was signed over its own bytes, so only then its word counts. */
export function keptHashes(sha256: Sha256, previousHash: Uint8Array, events: readonly Uint8Array[]): Uint8Array[] {
  const [only] = events
  if (events.length === 1 && only !== undefined) return [keptHash(sha256, previousHash, only)]
  let hash = previousHash
  return events.map((bytes) => (hash = chainHash(sha256, hash, bytes)))
}
