import { z } from 'zod'
import { localizedText, minor, points } from './primitives.ts'
import { wireId, wireMs } from './wire-common.ts'

/** What HQ's console page asks of HQ and gets: JSON under /console/api, behind a session cookie. Names are masked at HQ. */

export const consoleLogin = z.strictObject({ password: z.string().min(1).max(128) })
export const membersQuery = z.object({
  /** A member id, a surname in pinyin or initials, or a phone or card number in full; empty: the newest. */
  query: z.string().max(100).default(''),
})

const consoleTill = z.object({
  tillId: wireId,
  storeId: wireId,
  tillNumber: z.int(),
  machineName: z.string(),
  lastSeenAtMs: wireMs.nullable(),
  /** What the till last said: null where it has not. */
  queuedEvents: z.int().nullable(),
  clockOffsetMs: z.int().nullable(),
  version: z.string().nullable(),
  revoked: z.boolean(),
  forkSeenAtMs: wireMs.nullable(),
  /** Events that wait for a person. */
  suspenseEvents: z.int(),
  suspenseSinceMs: wireMs.nullable(),
  salesTodayMinor: minor,
  salesTodayCount: z.int(),
})
export type ConsoleTill = z.infer<typeof consoleTill>

const consoleSale = z.object({
  saleId: wireId,
  atMs: wireMs,
  storeId: wireId,
  tillNumber: z.int(),
  memberId: wireId.nullable(),
  tier: wireId.nullable(),
  dueMinor: minor,
  earnPoints: points,
  pointsUsed: points,
  receiptCode: z.string(),
})
export type ConsoleSale = z.infer<typeof consoleSale>

export const consoleOverview = z.object({
  nowMs: wireMs,
  timeZone: z.string(),
  businessDate: z.string(),
  stores: z.array(z.object({ storeId: wireId, name: localizedText })),
  tills: z.array(consoleTill),
  tiers: z.array(z.object({ tier: wireId, name: localizedText })),
  today: z.object({
    salesMinor: minor,
    salesCount: z.int(),
    /** The same weekday a week ago, up to the same time of day; null: nothing was sold. */
    lastWeekMinor: minor.nullable(),
    /** 24 sums, one an hour of the stores' day. */
    hourlyMinor: z.array(minor).length(24),
    earnPoints: points,
    pointsUsed: points,
  }),
  owed: z.object({
    balancePoints: points,
    /** By the current programme's rate; null: there is no programme. */
    worthMinor: minor.nullable(),
    lentPoints: points,
    unconfirmedPoints: points,
    debtPoints: points,
  }),
  sales: z.array(consoleSale),
})
export type ConsoleOverview = z.infer<typeof consoleOverview>

const consoleMember = z.object({
  memberId: wireId,
  /** Such as "陈*满"; null: erased, or her box does not open. */
  maskedName: z.string().nullable(),
  title: z.enum(['ms', 'mr']).nullable(),
  maskedPhone: z.string().nullable(),
  tier: wireId.nullable(),
  status: z.enum(['active', 'blocked', 'closed']),
  storeId: wireId,
  lastPurchase: z.string().nullable(),
  balancePoints: points,
  freePoints: points,
  lentPoints: points,
  unconfirmedPoints: points,
  debtPoints: points,
})
export type ConsoleMember = z.infer<typeof consoleMember>
export const consoleMembers = z.object({ members: z.array(consoleMember), more: z.boolean() })
export type ConsoleMembers = z.infer<typeof consoleMembers>

const consoleProduct = z.object({
  sku: wireId,
  name: localizedText,
  packing: z.string(),
  unit: z.enum(['piece', 'kg']),
  category: wireId,
  priceMinor: minor,
  memberPriceMinor: minor.nullable(),
  barcodes: z.array(z.string()),
})
export type ConsoleProduct = z.infer<typeof consoleProduct>
export const consoleProducts = z.object({ products: z.array(consoleProduct) })
export type ConsoleProducts = z.infer<typeof consoleProducts>

const consoleSuspense = z.object({
  tillId: wireId,
  storeId: wireId,
  tillNumber: z.int(),
  epoch: z.int(),
  seq: z.int(),
  /** Hex: of an event of another branch; null: of the till's journal. */
  hash: z.string().nullable(),
  detail: z.string().nullable(),
  decidedAtMs: wireMs,
})
export type ConsoleSuspense = z.infer<typeof consoleSuspense>
export const consoleSuspenses = z.object({ events: z.array(consoleSuspense), more: z.boolean() })
export type ConsoleSuspenses = z.infer<typeof consoleSuspenses>
/** `retry`: book it now, something has changed since. `close`: it is never booked, and why. */
export const consoleResolve = z.strictObject({
  tillId: wireId,
  epoch: z.int().min(1),
  seq: z.int().min(1),
  hash: z.string().regex(/^[0-9a-f]{64}$/).nullable(),
  decision: z.discriminatedUnion('kind', [z.strictObject({ kind: z.literal('retry') }), z.strictObject({ kind: z.literal('close'), note: z.string().trim().min(1).max(200) })]),
})
export const consoleResolved = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('resolved'), eventId: z.string(), outcome: z.string() }),
  z.object({ kind: z.literal('still'), detail: z.string() }),
  z.object({ kind: z.literal('not_waiting') }),
])

const consoleProgramme = z.object({
  version: z.int().min(1),
  hash: z.string(),
  name: localizedText,
  current: z.boolean(),
  publishedAtMs: wireMs,
  publishedBy: z.string(),
})
export type ConsoleProgramme = z.infer<typeof consoleProgramme>
export const consoleProgrammes = z.object({ programmes: z.array(consoleProgramme) })
export type ConsoleProgrammes = z.infer<typeof consoleProgrammes>

/** The file as it is; HQ checks it. */
const programmeDocument = z.unknown()
const finding = z.object({ level: z.enum(['warning', 'error']), path: z.string(), problem: z.string() })
const settingShown = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.union([z.string(), z.number()])).readonly()])
const programmeChange = z.object({
  kind: z.enum(['added', 'removed', 'changed']),
  part: z.enum(['rules', 'level', 'promotion', 'coupon', 'gift', 'example']),
  id: z.string(),
  name: localizedText,
  settings: z.array(z.object({ path: z.string(), before: settingShown, after: settingShown })).readonly(),
})
export const consoleCheck = z.object({ document: programmeDocument })
/** What publishing would do. `findings` of what is no programme at all: its one error. */
export const consoleChecked = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('ready'),
    name: localizedText,
    /** The number it would get, and the version that it takes the place of; null: there is none yet. */
    version: z.int().min(1),
    replaces: z.int().min(1).nullable(),
    /** It says what the current version says: publishing changes nothing. */
    unchanged: z.boolean(),
    examplesCount: z.int(),
    findings: z.array(finding),
    changes: z.array(programmeChange),
  }),
  z.object({ kind: z.literal('refused'), examplesCount: z.int(), findings: z.array(finding) }),
])
export type ConsoleChecked = z.infer<typeof consoleChecked>

export const consolePublish = z.object({
  document: programmeDocument,
  /** The current version that the person saw the changes against; absent: whichever it is. */
  replaces: z.int().min(1).nullable().optional(),
})
export const consolePublished = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('published'), version: z.int(), hash: z.string(), unchanged: z.boolean(), findings: z.array(finding) }),
  z.object({ kind: z.literal('refused'), findings: z.array(finding) }),
  /** Somebody else published in between: look at the changes again. */
  z.object({ kind: z.literal('outdated'), version: z.int().nullable() }),
])
export type ConsolePublished = z.infer<typeof consolePublished>
export const programmeVersion = z.object({ version: z.coerce.number().pipe(z.int().min(1)) })
