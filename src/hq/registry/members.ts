import type { Insertable } from 'kysely'
import { aead, hmacSha256, randomBytes } from '../crypto.ts'
import type { Tx } from '../db/database.ts'
import type { MembersTable } from '../db/schema.ts'
import type { Hq } from '../hq.ts'
import { recount, type Account } from '../book/account.ts'
import { memberChange, writeFeedGroup } from '../feed/changes.ts'
import { qualifyingColumns } from '../apply/write.ts'
import { bulkInsert, type BulkColumns } from '../db/bulk.ts'
import { businessDateOf } from '../../domain/business-date.ts'
import { blindIndex, phoneTail } from '../../journal/blind-index.ts'
import type { RegionKey } from '../../journal/key-wrap.ts'
import { nameKeys } from '../../journal/name-keys.ts'
import { openMember, sealMember, type MemberCard } from '../../journal/sealed-box.ts'

/** A member as HQ takes her in: from a list, an opening import, or a till's enrolment. */
export type NewMember = {
  readonly memberId: string
  readonly region: string
  readonly storeId: string
  readonly status: 'active' | 'blocked'
  readonly card: MemberCard
  readonly cardNumbers: readonly string[]
  readonly tier: string | null
  readonly joined: string
  readonly lastPurchase: string | null
  readonly purchases: number
  readonly qualifying: number
  readonly lots: readonly NewMemberLot[]
}
export type NewMemberLot = { readonly lotId: string; readonly points: number; readonly earnedAtMs: number; readonly availableAtMs: number | null; readonly expiresAtMs: number | null }

/**
 * Takes in members whose ids are new, with their opening balances as entries of the ledger, in one feed group.
 * Their personal data is sealed here; what leaves HQ are boxes and blind indexes.
 */
export async function insertMembers(tx: Tx, hq: Pick<Hq, 'clock' | 'ids' | 'master'>, key: RegionKey, members: readonly NewMember[], person: string): Promise<void> {
  const nowMs = hq.clock.nowMs()
  const accounts = members.map((member) => openAccount(key, member, nowMs))
  await tx.insertInto('members').values(accounts.map(({ member }) => writable(member))).execute()
  const cards = members.flatMap((member) =>
    member.cardNumbers.map((number) => ({ card_index: cardIndex(key, number), member_id: member.memberId, number_wrapped: hq.master.wrap(`card of ${member.memberId}`, Buffer.from(number)), status: 'active' as const })),
  )
  if (cards.length > 0) await tx.insertInto('cards').values(cards).execute()
  const lots = accounts.flatMap((account) => [...account.lots.values()].map((lot) => ({ member_id: account.member.member_id, lot_id: lot.lotId, points: lot.points, lent_points: 0, earned_at_ms: lot.earnedAtMs, available_at_ms: lot.availableAtMs, expires_at_ms: lot.expiresAtMs, grace: lot.grace })))
  await bulkInsert(tx, 'lots', lotColumns, lots)
  const openedOn = businessDateOf(nowMs, { timeZone: 'UTC', businessDayStart: '00:00' })
  const moves = members.flatMap(({ memberId, qualifying }) => (qualifying === 0 ? [] : [{ event_id: 'opening', member_id: memberId, business_date: openedOn, delta: qualifying }]))
  await bulkInsert(tx, 'qualifying_moves', qualifyingColumns, moves)
  await bookOpenings(tx, hq, members, nowMs, person)
  await writeFeedGroup(tx, hq.ids, { stamp: 1, changes: accounts.map(memberChange), madeAtMs: nowMs })
}

/** The balance is PostgreSQL's own sum of its terms. */
function writable(member: Account['member']): Insertable<MembersTable> {
  const row: Insertable<MembersTable> & { balance_points?: number } = { ...member }
  delete row.balance_points
  return row
}

const lotColumns: BulkColumns = {
  member_id: 'text',
  lot_id: 'text',
  points: 'bigint',
  lent_points: 'bigint',
  earned_at_ms: 'bigint',
  available_at_ms: 'bigint',
  expires_at_ms: 'bigint',
  grace: 'boolean',
}

/** An opening balance is an event of HQ's own, signed with a name, and balanced like any other. */
async function bookOpenings(tx: Tx, hq: Pick<Hq, 'ids'>, members: readonly NewMember[], nowMs: number, person: string): Promise<void> {
  for (const member of members) {
    const points = member.lots.reduce((sum, lot) => sum + lot.points, 0)
    if (points === 0) continue
    const eventId = hq.ids.uuid()
    await tx.insertInto('hq_events').values({ event_id: eventId, kind: 'opening-balance', at_ms: nowMs, person, body: JSON.stringify({ memberId: member.memberId, points }) }).execute()
    await tx
      .insertInto('entries')
      .values([
        { event_id: eventId, entry_no: 1, asset: 'points', account: `member/${member.memberId}`, delta: points },
        { event_id: eventId, entry_no: 2, asset: 'points', account: 'programme/opening', delta: -points },
      ])
      .execute()
    await tx.insertInto('lot_movements').values(member.lots.map((lot, index) => ({ event_id: eventId, movement_no: index + 1, member_id: member.memberId, lot_id: lot.lotId, delta_points: lot.points }))).execute()
  }
}

function openAccount(key: RegionKey, facts: NewMember, nowMs: number): Account {
  const index = (kind: 'phone' | 'phone-tail', text: string | null): Buffer[] => (text === null ? [] : [Buffer.from(blindIndex(hmacSha256, key.indexKey, kind, text))])
  const { phone } = facts.card
  const account: Account = {
    member: {
      member_id: facts.memberId,
      region: facts.region,
      store_id: facts.storeId,
      status: facts.status,
      box: Buffer.from(sealMember(aead, randomBytes, key.boxKey, facts.memberId, facts.card)),
      phone_indexes: index('phone', phone),
      phone_tail_indexes: index('phone-tail', phone === null ? null : phoneTail(phone)),
      name_keys: nameKeys(facts.card.name),
      tier: facts.tier,
      joined: facts.joined,
      last_purchase: facts.lastPurchase,
      purchases: facts.purchases,
      segments: [],
      qualifying: facts.qualifying,
      free_points: 0,
      lent_points: 0,
      unconfirmed_points: 0,
      debt_points: 0,
      balance_points: 0,
      counters_date: null,
      earned_today_points: 0,
      earned_month_points: 0,
      carry: '0',
      stored_principal_minor: 0,
      stored_bonus_minor: 0,
      ...{ debt_since_ms: null, tier_qualified_on: null, tier_floor: null, tier_floor_until: null },
      stamp: 1,
      changed_at_ms: nowMs,
    },
    lots: new Map(facts.lots.map((lot) => [lot.lotId, { ...lot, lentPoints: 0, grace: false, held: null }])),
    cards: facts.cardNumbers.map((number) => ({ cardIndex: cardIndex(key, number), status: 'active' })),
    coupons: [],
    limitUses: [],
    changedLots: new Set(),
    changed: true,
  }
  recount(account)
  return account
}

/** The index under which a card is found. */
export function cardIndex(key: RegionKey, number: string): Buffer {
  return Buffer.from(blindIndex(hmacSha256, key.indexKey, 'card', number))
}

/** Opens a member's box; null when it is erased or damaged. */
export function openCard(key: RegionKey, memberId: string, box: Buffer | null): MemberCard | null {
  return box && openMember(aead, key.boxKey, memberId, box)
}
