import { canonicalJson } from './canonical.ts'
import { textOf, utf8 } from './codec.ts'

/**
 * One journal event: the only thing that a till says to HQ about what happened. Its canonical bytes (RFC 8785, UTF-8)
 * are stored, hashed, sent and kept at HQ exactly as they are; nobody re-serialises them on the way.
 */
export type JournalEvent<Kind extends string = string, Body = unknown> = {
  readonly v: 1
  readonly tillId: string
  /** From 1; rises when the database was restored or cloned. */
  readonly epoch: number
  /** Contiguous from 1 inside (till, epoch). */
  readonly seq: number
  /** UUIDv7, unique over all tills; of a sale it is the sale's id. */
  readonly id: string
  readonly kind: Kind
  /** Trusted wall clock at the commit. */
  readonly committedAtMs: number
  /** Monotonic clock of the boot `bootId`, so that a wrong wall clock can be told later. */
  readonly monotonicMs: number
  readonly bootId: string
  /** YYYY-MM-DD, by the programme's business day. */
  readonly businessDate: string
  readonly body: Body
}

/** A body whose bytes are larger than this is never written: the journal could not be delivered. */
export const EVENT_BYTES_MAX = 4 * 1024 * 1024

/**
 * The exact bytes of an event.
 * @throws for what JSON cannot hold (NaN, Infinity, a lone surrogate, a cycle): a bug of the caller.
 */
export function eventBytes(event: JournalEvent): Uint8Array {
  return utf8(canonicalJson(event))
}

export type EventReading =
  | { readonly kind: 'event'; readonly event: JournalEvent }
  | { readonly kind: 'unreadable'; readonly why: 'not_utf8' | 'not_json' | 'not_canonical' | 'not_an_event' }

/**
 * Reads stored or received bytes back. Unknown fields (of a newer till) are kept; bytes that are not the canonical
 * form of what they say are refused, so one meaning has one hash.
 */
export function readEvent(bytes: Uint8Array): EventReading {
  const text = textOf(bytes)
  if (text === null) return { kind: 'unreadable', why: 'not_utf8' }
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return { kind: 'unreadable', why: 'not_json' }
  }
  if (!isEventShape(parsed)) return { kind: 'unreadable', why: 'not_an_event' }
  return isCanonical(parsed, text) ? { kind: 'event', event: parsed } : { kind: 'unreadable', why: 'not_canonical' }
}

function isCanonical(parsed: unknown, text: string): boolean {
  try {
    return canonicalJson(parsed) === text
  } catch {
    return false
  }
}

const count = (candidate: unknown, min: number): boolean => Number.isSafeInteger(candidate) && (candidate as number) >= min
const shortText = (candidate: unknown): boolean => typeof candidate === 'string' && candidate.length > 0 && candidate.length <= 64

function isEventShape(parsed: unknown): parsed is JournalEvent {
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return false
  const { v, tillId, epoch, seq, id, kind, committedAtMs, monotonicMs, bootId, businessDate, body } = parsed as Record<string, unknown>
  return (
    v === 1 &&
    [tillId, id, kind, bootId].every(shortText) &&
    count(epoch, 1) &&
    count(seq, 1) &&
    count(committedAtMs, Number.MIN_SAFE_INTEGER) &&
    count(monotonicMs, 0) &&
    typeof businessDate === 'string' &&
    /^\d{4}-\d{2}-\d{2}$/.test(businessDate) &&
    body !== undefined
  )
}
