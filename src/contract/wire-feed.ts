import { z } from 'zod'
import { limitUse, memberCoupon } from './wire-rights.ts'
import { localizedText, minor, points } from './primitives.ts'
import { base64Bytes, base64Upto, epoch, eventPosition, hashHex, incarnation, seq, wireId, wireMs } from './wire-common.ts'
import { eventOutcome, OUTCOMES_MAX } from './wire-push.ts'

/** HQ → till: the change feed. A row is always whole (never a difference), so applying it twice changes nothing. */

export const FEED_PAGE_MAX = 1000
/** A cursor before everything: the first page of a till that has nothing. */
export const FEED_START = 0

export const feedQuery = z.object({
  incarnation: z.coerce.number().int().min(0),
  /** The last position the till holds; 0: none. */
  position: z.coerce.number().int().min(0),
  limit: z.coerce.number().int().min(1).max(FEED_PAGE_MAX).default(FEED_PAGE_MAX),
  /** The till holds HQ's signed ack up to here (R6: points earned up to here are free from now on). */
  ackedEpoch: z.coerce.number().int().min(1).optional(),
  ackedSeq: z.coerce.number().int().min(1).optional(),
  /** The till has the outcomes of its events up to here. */
  outcomesEpoch: z.coerce.number().int().min(1).optional(),
  outcomesSeq: z.coerce.number().int().min(1).optional(),
})
export type FeedQuery = z.output<typeof feedQuery>

/** 16 bytes of a keyed hash: finds a row by card or phone without holding either (src/journal/blind-index.ts). */
export const blindIndex = base64Bytes(16)
const calendarDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

export const lotRow = z.object({
  lotId: wireId,
  points: points.min(1),
  earnedAtMs: wireMs,
  /** null: from the start. */
  availableAtMs: wireMs.nullable(),
  /** The first instant at which the points can no longer be used; null: never. */
  expiresAtMs: wireMs.nullable(),
  grace: z.boolean(),
})
export type LotRow = z.infer<typeof lotRow>

export const memberRow = z.object({
  memberId: wireId,
  /** Sealed personal data (base64 of nonce ‖ ciphertext ‖ tag); null once erased. */
  box: base64Upto(8192).nullable(),
  status: z.enum(['active', 'blocked', 'closed']),
  /** Level id of the programme; null: the programme has none. */
  tier: wireId.nullable(),
  joined: calendarDate,
  lastPurchase: calendarDate.nullable(),
  purchases: z.int().min(0),
  segments: z.array(wireId).max(100),
  /** The tier metric inside its window. */
  qualifying: z.int(),
  balancePoints: points,
  debtPoints: points.min(0),
  lentPoints: points.min(0),
  unconfirmedPoints: points.min(0),
  /** Counters of the business date `countersDate` (and its month); on another date they are zero. */
  countersDate: calendarDate.nullable(),
  earnedTodayPoints: points,
  earnedMonthPoints: points,
  /** A fraction in lowest terms, as "3/5". */
  carry: z.string().max(64),
  promotionUses: z.record(z.string().max(64), z.int().min(0)),
  storedPrincipalMinor: minor.min(0),
  storedBonusMinor: minor.min(0),
  /** Hers, with uses left. */
  coupons: z.array(memberCoupon).max(1000).default([]),
  /** Of offers with a limit per member, by business date. */
  limitUses: z.array(limitUse).max(10_000).default([]),
  /** Only lots with points left. */
  lots: z.array(lotRow).max(10_000),
  cards: z.array(z.object({ cardIndex: blindIndex, status: z.enum(['active', 'blocked']) })).max(50),
  phoneIndexes: z.array(blindIndex).max(10),
  phoneTailIndexes: z.array(blindIndex).max(10),
  /** Plain keys that identify nobody alone: the surname's pinyin, the initials. */
  nameKeys: z.array(z.string().min(1).max(32)).max(16),
  changedAtMs: wireMs,
})
export type MemberRow = z.infer<typeof memberRow>

export const productRow = z.object({
  sku: wireId,
  name: localizedText,
  /** Words behind the name, such as "320 g"; may be empty. */
  packing: z.string().max(64),
  unit: z.enum(['piece', 'kg']),
  category: wireId,
  priceMinor: minor.min(0),
  memberPriceMinor: minor.min(0).nullable(),
  /** Place on the quick keys from 1; null: not there. */
  quickKey: z.int().min(1).nullable(),
  /** Years; null: for everyone. */
  ageFrom: z.int().min(1).nullable(),
  /** What buying it loads; null: it is goods. */
  asset: z.enum(['stored-value', 'gift-card']).nullable().default(null),
  /** On top of its price, for each piece that loads value. */
  loadBonusMinor: minor.min(0).default(0),
  /** Digits as scanned, normalised to 14 (GTIN-14) where they are a GTIN. */
  barcodes: z.array(z.string().min(1).max(64)).max(100),
})
export type ProductRow = z.infer<typeof productRow>

export const programmeRow = z.object({
  version: z.int().min(1),
  /** SHA-256 of the programme's canonical JSON: the till checks it before it uses a rule of it. */
  hash: hashHex,
  current: z.boolean(),
  /** The document of programme-format.md. */
  programme: z.record(z.string(), z.unknown()),
})
export type ProgrammeRow = z.infer<typeof programmeRow>

export const storeRow = z.object({
  storeId: wireId,
  region: wireId,
  name: localizedText,
  timeZone: z.string().max(64),
  address: z.string().max(200),
  phone: z.string().max(40),
})
export type StoreRow = z.infer<typeof storeRow>

export const staffRow = z.object({
  staffId: wireId,
  name: z.string().max(100),
  role: z.enum(['trainee', 'cashier', 'supervisor', 'manager']),
  storeIds: z.array(wireId).max(1000),
  /** Blind index of the badge; null: no badge. */
  badgeIndex: blindIndex.nullable(),
  /** The argon2id hash of the PIN, sealed for the region; null: no PIN. */
  pinBox: base64Upto(512).nullable().default(null),
  status: z.enum(['active', 'left']),
})
export type StaffRow = z.infer<typeof staffRow>

const change = <Kind extends string, Row extends z.ZodType>(kind: Kind, row: Row) =>
  z.object({ position: z.int().min(1), kind: z.literal(kind), id: wireId, row: row.nullable() })

/** One change; `row: null` is a tombstone. `id`: member id, sku, version, store id, staff id. */
export const feedChange = z.discriminatedUnion('kind', [
  change('member', memberRow),
  change('product', productRow),
  change('programme', programmeRow),
  change('store', storeRow),
  change('staff', staffRow),
])
export type FeedChange = z.infer<typeof feedChange>
export const feedKinds = ['member', 'product', 'programme', 'store', 'staff'] as const

/**
 * What the till reads of a page before it looks at the rows: kinds of a newer HQ must not stop it, so each change is
 * read by {@link feedChange} on its own and an unknown kind is passed over.
 */
export const feedPage = z.object({
  incarnation,
  /** Position of the last change of this page; the query's own when there is none. */
  position: z.int().min(0),
  more: z.boolean(),
  /** The asking till's own last event whose effects are in the rows up to `position`; null: none. */
  included: eventPosition.nullable(),
  changes: z.array(z.unknown()).max(FEED_PAGE_MAX),
  outcomes: z.array(eventOutcome).max(OUTCOMES_MAX),
  hqAtMs: wireMs,
  /** Changes up to HQ's newest position, for a progress bar of the first load. */
  headPosition: z.int().min(0),
})
export type FeedPage = z.infer<typeof feedPage>
/** What HQ writes. */
export type FeedPageOut = Omit<FeedPage, 'changes'> & { readonly changes: readonly FeedChange[] }

/** The last own event a till knows acknowledged; used by leases too. */
export const ackedPosition = z.object({ epoch, seq }).nullable()
