import { sha256 } from './crypto.ts'
import type { Reader } from './db/database.ts'
import { GENESIS_HASH } from '../journal/chain.ts'
import { sameBytes } from '../journal/codec.ts'
import { readEvent } from '../journal/event.ts'
import { keptHash } from '../journal/gap.ts'

export type KeptEvent = { readonly bytes: Buffer; readonly hash: Buffer }
type Place = { readonly tillId: string; readonly epoch: number; readonly seq: number }

/** All events that stand in one place: that of the journal first, then those of its other branches. */
export async function eventsAt(db: Reader, { tillId, epoch, seq }: Place): Promise<KeptEvent[]> {
  const found: KeptEvent[] = []
  for (const table of ['journal_events', 'journal_forks'] as const) {
    found.push(...(await db.selectFrom(table).select(['bytes', 'hash']).where('till_id', '=', tillId).where('epoch', '=', epoch).where('seq', '=', seq).orderBy('stored_at_ms').orderBy('hash').execute()))
  }
  return found
}

/** The event of this id in a place, whichever branch holds it; null: there is none. */
export async function eventOf(db: Reader, place: Place, eventId: string): Promise<KeptEvent | null> {
  const candidates = await eventsAt(db, place)
  const has = ({ bytes }: KeptEvent): boolean => {
    const reading = readEvent(bytes)
    return reading.kind === 'event' && reading.event.id === eventId
  }
  return candidates.find(has) ?? null
}

/** The hash before an event, of its own branch; 32 zero bytes before the first. */
export async function hashBefore(db: Reader, { tillId, epoch, seq }: Place, event: KeptEvent): Promise<Buffer> {
  const candidates = [...(await eventsAt(db, { tillId, epoch, seq: seq - 1 })).map(({ hash }) => hash), Buffer.from(GENESIS_HASH)]
  return candidates.find((hash) => sameBytes(keptHash(sha256, hash, event.bytes), event.hash)) ?? Buffer.from(GENESIS_HASH)
}
