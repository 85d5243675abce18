import type { Selectable } from 'kysely'
import { bulkInsert, type BulkColumns } from '../db/bulk.ts'
import type { Tx } from '../db/database.ts'
import type { FeedKind, ProductsTable, ProgrammesTable, StoresTable } from '../db/schema.ts'
import type { Ids } from '../ids.ts'
import { inSpendingOrder, type Account } from '../book/account.ts'
import type { EventPlace } from '../book/points.ts'
import type { MemberRow, ProductRow, ProgrammeRow, StaffRow, StoreRow } from '../../contract/wire-feed.ts'

/** One change for the feed: the whole row as tills get it, or null for what is gone. */
export type FeedDraft = {
  readonly kind: FeedKind
  readonly id: string
  /** Null: for every region. */
  readonly region: string | null
  readonly row: MemberRow | ProductRow | ProgrammeRow | StoreRow | StaffRow | null
}

/** The changes of one transaction. */
export type FeedGroup = {
  /** 1 + the highest stamp of the objects that the transaction has locked and changed; it becomes theirs. */
  readonly stamp: number
  readonly changes: readonly FeedDraft[]
  /** The last event of a till whose effects are in these rows. */
  readonly mark?: EventPlace
  readonly madeAtMs: number
}

const columns: BulkColumns = {
  group_id: 'uuid',
  group_line: 'integer',
  stamp: 'bigint',
  kind: 'text',
  id: 'text',
  region: 'text',
  row: 'jsonb',
  source_till_id: 'text',
  source_epoch: 'integer',
  source_seq: 'bigint',
  made_at_ms: 'bigint',
}

/** Writes a group without positions; the numbering transaction gives them (see number.ts). */
export async function writeFeedGroup(tx: Tx, ids: Ids, group: FeedGroup): Promise<void> {
  const mark: FeedDraft[] = group.mark ? [{ kind: 'mark', id: group.mark.tillId, region: null, row: null }] : []
  const groupId = ids.uuid()
  const rows = [...group.changes, ...mark].map((change, line) => ({
    group_id: groupId,
    group_line: line,
    stamp: group.stamp,
    ...change,
    source_till_id: group.mark?.tillId ?? null,
    source_epoch: group.mark?.epoch ?? null,
    source_seq: group.mark?.seq ?? null,
    made_at_ms: group.madeAtMs,
  }))
  await bulkInsert(tx, 'feed_changes', columns, rows)
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

/** A member as tills hold her. */
export function memberChange(account: Account): FeedDraft {
  const { member, cards } = account
  const lots = inSpendingOrder(account.lots.values()).filter((lot) => lot.points > 0)
  const row: MemberRow = {
    memberId: member.member_id,
    box: member.box && base64(member.box),
    status: member.status,
    tier: member.tier,
    joined: member.joined,
    lastPurchase: member.last_purchase,
    purchases: member.purchases,
    segments: member.segments,
    qualifying: member.qualifying,
    balancePoints: member.balance_points,
    debtPoints: member.debt_points,
    lentPoints: member.lent_points,
    unconfirmedPoints: member.unconfirmed_points,
    countersDate: member.counters_date,
    earnedTodayPoints: member.earned_today_points,
    earnedMonthPoints: member.earned_month_points,
    carry: member.carry,
    promotionUses: {},
    coupons: account.coupons.map(({ code, coupon, expiresAtMs, usesLeft }) => ({ code, coupon, expiresAtMs, usesLeft })),
    limitUses: [...account.limitUses],
    storedPrincipalMinor: member.stored_principal_minor,
    storedBonusMinor: member.stored_bonus_minor,
    lots: lots.map(({ lotId, points, earnedAtMs, availableAtMs, expiresAtMs, grace }) => ({ lotId, points, earnedAtMs, availableAtMs, expiresAtMs, grace })),
    cards: cards.map(({ cardIndex, status }) => ({ cardIndex: base64(cardIndex), status })),
    phoneIndexes: member.phone_indexes.map(base64),
    phoneTailIndexes: member.phone_tail_indexes.map(base64),
    nameKeys: member.name_keys,
    changedAtMs: member.changed_at_ms,
  }
  return { kind: 'member', id: member.member_id, region: member.region, row }
}

export function productChange(product: Selectable<ProductsTable>, barcodes: readonly string[]): FeedDraft {
  const row: ProductRow = {
    sku: product.sku,
    name: product.name,
    packing: product.packing,
    unit: product.unit,
    category: product.category,
    priceMinor: product.price_minor,
    memberPriceMinor: product.member_price_minor,
    quickKey: product.quick_key,
    ageFrom: product.age_from,
    asset: product.asset,
    loadBonusMinor: product.load_bonus_minor,
    barcodes: [...barcodes],
  }
  return { kind: 'product', id: product.sku, region: null, row }
}

export function storeChange(store: Selectable<StoresTable>): FeedDraft {
  const row: StoreRow = { storeId: store.store_id, region: store.region, name: store.name, timeZone: store.time_zone, address: store.address, phone: store.phone }
  return { kind: 'store', id: store.store_id, region: null, row }
}

export function programmeChange(programme: Pick<Selectable<ProgrammesTable>, 'version' | 'hash' | 'canonical_json' | 'current'>): FeedDraft {
  const { version, hash, current } = programme
  const row: ProgrammeRow = { version, hash, current, programme: JSON.parse(programme.canonical_json) as Record<string, unknown> }
  return { kind: 'programme', id: String(version), region: null, row }
}
