import canonicalize from 'canonicalize'
import { readFileSync } from 'node:fs'
import { blindIndex, phoneTail } from '../../src/journal/blind-index.ts'
import { hexOf, utf8 } from '../../src/journal/codec.ts'
import type { RegionKey } from '../../src/journal/key-wrap.ts'
import { nameKeys } from '../../src/journal/name-keys.ts'
import { sealMember } from '../../src/journal/sealed-box.ts'
import { aead, hmacSha256, randomBytes, sha256 } from '../../src/till/crypto.ts'
import { applyFeedPage, type FeedChange, type MemberFeedRow } from '../../src/till/db/mirror/feed.ts'
import type { MirrorProduct } from '../../src/till/db/mirror/products.ts'
import type { MirrorStaff } from '../../src/till/db/mirror/staff.ts'
import type { MirrorStore } from '../../src/till/db/mirror/stores.ts'
import type { Mirror } from '../../src/till/db/sqlite-file.ts'

/** A small shop of our own for tests of the till: what HQ would have told it. */
export type ShopMember = {
  readonly memberId: string
  readonly name: string
  readonly title: 'ms' | 'mr' | null
  readonly phone: string | null
  readonly birthday: string | null
  readonly cards: readonly { readonly number: string; readonly status: 'active' | 'blocked' }[]
  readonly status: 'active' | 'blocked' | 'closed'
  readonly tier: string | null
  readonly joined: string
  readonly lastPurchase: string | null
  readonly lots: readonly {
    readonly lotId: string
    readonly points: number
    readonly earnedDaysAgo: number
    readonly availableInDays: number | null
    readonly expiresInDays: number | null
  }[]
  /** What the till's copy of HQ's facts says beside the lots; 0 unless given. */
  readonly debtPoints?: number
  readonly lentPoints?: number
  readonly unconfirmedPoints?: number
  readonly storedPrincipalMinor?: number
  readonly storedBonusMinor?: number
  readonly coupons?: MemberFeedRow['coupons']
}
export type ShopProduct = MirrorProduct & { readonly barcodes: readonly string[] }
export type Shop = {
  readonly store: MirrorStore
  readonly staff: readonly (Omit<MirrorStaff, 'badgeIndex' | 'pinBox' | 'status'> & { readonly badge: string | null; readonly pinBox?: Uint8Array })[]
  readonly products: readonly ShopProduct[]
  readonly members: readonly ShopMember[]
  readonly programme: Readonly<Record<string, unknown>>
}

const fixture = (name: string): unknown => JSON.parse(readFileSync(new URL(`../fixtures/till/${name}`, import.meta.url), 'utf8'))

/** The shop of test/fixtures/till. */
export function sampleShop(): Shop {
  return { ...(fixture('shop.json') as Omit<Shop, 'programme'>), programme: fixture('programme.json') as Shop['programme'] }
}

/** The keys of the shop's region; anything of 32 bytes will do. */
export const regionKey: RegionKey = { boxKey: new Uint8Array(32).fill(7), indexKey: new Uint8Array(32).fill(9) }

/** What the goods of the fixture are. */
const GOODS = { asset: null, loadBonusMinor: 0 } as const
const DAY_MS = 86_400_000

/** A member as the feed brings her. @param nowMs the days of her lots count from here */
export function memberRow(member: ShopMember, nowMs: number): MemberFeedRow {
  const { memberId, name, title, phone, birthday, status, tier, joined, lastPurchase, debtPoints = 0 } = member
  const inDays = (days: number | null): number | null => (days === null ? null : nowMs + days * DAY_MS)
  const index = (kind: 'card' | 'phone' | 'phone-tail', text: string): Uint8Array => blindIndex(hmacSha256, regionKey.indexKey, kind, text)
  const lots = member.lots.map((lot) => ({
    lotId: lot.lotId,
    points: lot.points,
    earnedAtMs: nowMs - lot.earnedDaysAgo * DAY_MS,
    availableAtMs: inDays(lot.availableInDays),
    expiresAtMs: inDays(lot.expiresInDays),
    grace: false,
  }))
  return {
    ...{ memberId, status, tier, joined, lastPurchase, lots, debtPoints },
    box: sealMember(aead, randomBytes, regionKey.boxKey, memberId, { name, title, phone, birthday, notes: '' }),
    cards: member.cards.map((card) => ({ cardIndex: index('card', card.number), status: card.status })),
    phoneIndexes: phone === null ? [] : [index('phone', phone)],
    tailIndexes: phone === null ? [] : [index('phone-tail', phoneTail(phone) ?? '')],
    nameKeys: nameKeys(name),
    ...{ purchases: 3, qualifying: 0, segments: [], promotionUses: {}, carry: '0' },
    balancePoints: lots.reduce((sum, lot) => sum + lot.points, 0) - debtPoints,
    lentPoints: member.lentPoints ?? 0,
    unconfirmedPoints: member.unconfirmedPoints ?? 0,
    ...{ countersDate: null, earnedTodayPoints: 0, earnedMonthPoints: 0 },
    ...{ storedPrincipalMinor: member.storedPrincipalMinor ?? 0, storedBonusMinor: member.storedBonusMinor ?? 0, coupons: member.coupons ?? [], limitUses: [] },
    changedAtMs: nowMs,
  }
}

/** SHA-256 of the canonical JSON, as HQ names a programme. */
export function programmeHash(programme: unknown): string {
  return hexOf(sha256(utf8(canonicalize(programme) ?? '')))
}

/** Everything of a shop as changes of the feed. */
export function shopChanges(shop: Shop, nowMs: number): FeedChange[] {
  return [
    { kind: 'store', storeId: shop.store.storeId, row: shop.store },
    ...shop.staff.map(({ badge, ...person }): FeedChange => {
      const badgeIndex = badge === null ? null : blindIndex(hmacSha256, regionKey.indexKey, 'badge', badge)
      return { kind: 'staff', staffId: person.staffId, row: { pinBox: null, ...person, badgeIndex, status: 'active' } }
    }),
    ...shop.products.map((product): FeedChange => ({ kind: 'product', sku: product.sku, row: { ...GOODS, ...product } })),
    programmeChange(shop.programme),
    ...shop.members.map((member): FeedChange => ({ kind: 'member', memberId: member.memberId, row: memberRow(member, nowMs) })),
  ]
}

/** A programme in force, as the feed brings it. */
export function programmeChange(programme: Shop['programme']): FeedChange {
  const version = Number(programme['version'])
  const row = { version, hash: programmeHash(programme), json: JSON.stringify(programme), current: true }
  return { kind: 'programme', version, row }
}

/** Fills a mirror as if HQ had told of the shop in one page. */
export function fillMirror(mirror: Mirror, shop: Shop, nowMs: number): void {
  applyFeedPage(mirror, { incarnation: 1, position: 100, included: null, changes: shopChanges(shop, nowMs) })
}
