import { feedChange, feedKinds, type FeedChange as WireChange, type MemberRow, type ProductRow, type ProgrammeRow, type StaffRow } from '../../contract/wire-feed.ts'
import { assertNever } from '../../domain/assert.ts'
import { bytesOfBase64 } from '../../journal/codec.ts'
import type { FeedChange, MemberFeedRow, ProductFeedRow } from '../db/mirror/feed.ts'
import type { MirrorProgramme } from '../db/mirror/programmes.ts'
import type { MirrorStaff } from '../db/mirror/staff.ts'
import { readSafely } from '../../contract/read-safely.ts'

/** Rows of the feed, from their form on the wire to their form in the mirror. */

export type RowReading =
  | { readonly kind: 'change'; readonly change: FeedChange }
  /** A kind that a newer HQ knows and this till has no place for. */
  | { readonly kind: 'unknown_kind' }
  /** A row that does not fit the contract: left out and reported, so that one bad row does not hold up all others. */
  | { readonly kind: 'invalid'; readonly path: string; readonly problem: string }

/** Reads one change of a page; never throws. */
export function readChange(raw: unknown): RowReading {
  const kind = typeof raw === 'object' && raw !== null && 'kind' in raw ? raw.kind : null
  if (typeof kind === 'string' && !(feedKinds as readonly string[]).includes(kind)) return { kind: 'unknown_kind' }
  const parsed = readSafely(feedChange, raw)
  if (parsed.success) return { kind: 'change', change: changeOf(parsed.data) }
  const issue = parsed.error.issues[0]
  return { kind: 'invalid', path: `${String(kind)}.${issue?.path.join('.') ?? ''}`, problem: issue?.message ?? 'invalid' }
}

function changeOf(change: WireChange): FeedChange {
  const { kind, id, row } = change
  switch (kind) {
    case 'member':
      return { kind, memberId: id, row: row && memberOf(row) }
    case 'product':
      return { kind, sku: id, row: row && productOf(row) }
    case 'programme':
      return { kind, version: Number(id), row: row && programmeOf(row) }
    case 'store':
      return { kind, storeId: id, row: row && { ...pick(row, ['storeId', 'name', 'region', 'timeZone', 'address', 'phone']) } }
    case 'staff':
      return { kind, staffId: id, row: row && staffOf(row) }
    default:
      return assertNever(change)
  }
}

function memberOf(row: MemberRow): MemberFeedRow {
  const { cards, phoneIndexes, phoneTailIndexes, lots, box, ...same } = row
  return {
    ...same,
    box: box === null ? null : bytes(box),
    lots: lots.map((lot) => ({ ...lot, availableAtMs: lot.availableAtMs ?? lot.earnedAtMs })),
    cards: cards.map(({ cardIndex, status }) => ({ cardIndex: bytes(cardIndex), status })),
    phoneIndexes: phoneIndexes.map(bytes),
    tailIndexes: phoneTailIndexes.map(bytes),
  }
}

function productOf(row: ProductRow): ProductFeedRow {
  return row
}

function programmeOf({ version, hash, current, programme }: ProgrammeRow): MirrorProgramme {
  return { version, hash, current, json: JSON.stringify(programme) }
}

function staffOf({ badgeIndex, pinBox, ...same }: StaffRow): MirrorStaff {
  return { ...same, badgeIndex: badgeIndex === null ? null : bytes(badgeIndex), pinBox: pinBox === null ? null : bytes(pinBox) }
}

/** The schema has checked the form; a text that is base64 but not canonical (stray bits at its end) reads as empty. */
function bytes(base64: string): Uint8Array {
  return bytesOfBase64(base64) ?? new Uint8Array()
}

function pick<Row, Key extends keyof Row>(row: Row, keys: readonly Key[]): Pick<Row, Key> {
  return Object.fromEntries(keys.map((key) => [key, row[key]])) as Pick<Row, Key>
}
