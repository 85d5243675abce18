import { canonicalJson } from '../../journal/canonical.ts'
import { sha256 } from '../crypto.ts'
import { readEvent, type JournalEvent } from '../../journal/event.ts'
import { readEventBody, type BodyReading } from '../../contract/wire-event.ts'
import type { EventPlace } from '../book/points.ts'

/** A stored event, read as far as it can be. What cannot be read waits for a person with its raw bytes. */
export type StoredEvent = EventPlace & { readonly bytes: Buffer; readonly hash: Buffer }
export type KnownBody = Extract<BodyReading, { body: unknown }>
export type ReadableEvent = StoredEvent & { readonly kind: 'readable'; readonly event: JournalEvent; readonly known: KnownBody; readonly bodyHash: string }
export type ReadEvent = ReadableEvent | (StoredEvent & { readonly kind: 'unreadable'; readonly detail: string })

/** Reads the bytes, checks that they are in their place, and reads the body. Never throws. */
export function readStored(stored: StoredEvent): ReadEvent {
  const unreadable = (detail: string): ReadEvent => ({ ...stored, kind: 'unreadable', detail })
  const reading = readEvent(stored.bytes)
  if (reading.kind === 'unreadable') return unreadable(reading.why)
  const { event } = reading
  if (event.tillId !== stored.tillId || event.epoch !== stored.epoch || event.seq !== stored.seq) {
    return unreadable(`says it is ${event.tillId} ${event.epoch}.${event.seq}`)
  }
  const body = readEventBody(event.kind, event.body)
  if (body.kind === 'unknown_kind') return unreadable(`unknown kind ${event.kind}`)
  if (body.kind === 'invalid') return unreadable(`${body.path}: ${body.problem}`.slice(0, 500))
  // The same event may come by another till or branch: its body is what makes it the same.
  const bodyHash = Buffer.from(sha256(Buffer.from(canonicalJson(event.body)))).toString('hex')
  return { ...stored, kind: 'readable', event, known: body, bodyHash }
}
