import { sql, type SelectQueryBuilder, type Selectable } from 'kysely'
import { hmacSha256 } from '../crypto.ts'
import type { MembersTable, Schema } from '../db/schema.ts'
import type { Hq } from '../hq.ts'
import { regionKey } from '../identity.ts'
import { cardIndex, openCard } from '../registry/members.ts'
import { blindIndex } from '../../journal/blind-index.ts'
import { nameKeys, hasHan } from '../../journal/name-keys.ts'
import type { RegionKey } from '../../journal/key-wrap.ts'
import type { ConsoleMember, ConsoleMembers } from '../../contract/console-wire.ts'
import { maskName, maskPhone } from './mask.ts'

const PAGE = 100

/** Members by id, by surname or initials, or by a phone or card number in full; with nothing typed, those seen last. */
export async function findMembers(hq: Pick<Hq, 'db' | 'master'>, typed: string): Promise<ConsoleMembers> {
  const keys = await regionKeys(hq)
  const all = hq.db.selectFrom('members').selectAll()
  const rows = await narrowed(all, typed.trim(), keys).orderBy(sql`last_purchase DESC NULLS LAST`).orderBy('member_id').limit(PAGE + 1).execute()
  return { members: rows.slice(0, PAGE).map((row) => shown(row, keys.get(row.region))), more: rows.length > PAGE }
}

type MemberQuery = SelectQueryBuilder<Schema, 'members', Selectable<MembersTable>>

function narrowed(all: MemberQuery, typed: string, keys: ReadonlyMap<string, RegionKey>): MemberQuery {
  if (typed === '') return all
  const digits = typed.replace(/[\s-]/g, '')
  if (/^\+?\d{5,}$/.test(digits)) {
    const phones = [...keys.values()].map((key) => Buffer.from(blindIndex(hmacSha256, key.indexKey, 'phone', digits)))
    const cards = [...keys.values()].map((key) => cardIndex(key, digits))
    return all.where((e) =>
      e.or([e(sql<boolean>`phone_indexes && ${phones}::bytea[]`, '=', true), e('member_id', 'in', e.selectFrom('cards').select('member_id').where(sql<boolean>`card_index = ANY(${cards}::bytea[])`))]),
    )
  }
  // A name in characters is looked up by its keys: HQ's own list is masked all the same.
  const nameKey = hasHan(typed) ? (nameKeys(typed)[0] ?? '') : typed.toLowerCase()
  return all.where((e) => e.or([e('member_id', '=', typed), e(sql<boolean>`${nameKey} = ANY(name_keys)`, '=', true)]))
}

async function regionKeys(hq: Pick<Hq, 'db' | 'master'>): Promise<Map<string, RegionKey>> {
  const regions = await hq.db.selectFrom('regions').select('region').execute()
  const keys = new Map<string, RegionKey>()
  for (const { region } of regions) {
    const key = await regionKey(hq.db, hq.master, region)
    if (key) keys.set(region, key)
  }
  return keys
}

function shown(row: Selectable<MembersTable>, key: RegionKey | undefined): ConsoleMember {
  const card = key ? openCard(key, row.member_id, row.box) : null
  return {
    memberId: row.member_id,
    maskedName: card && maskName(card.name),
    title: card?.title ?? null,
    maskedPhone: card?.phone ? maskPhone(card.phone) : null,
    tier: row.tier,
    status: row.status,
    storeId: row.store_id,
    lastPurchase: row.last_purchase,
    balancePoints: row.balance_points,
    freePoints: row.free_points,
    lentPoints: row.lent_points,
    unconfirmedPoints: row.unconfirmed_points,
    debtPoints: row.debt_points,
  }
}
