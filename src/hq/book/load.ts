import { sql, type Selectable } from 'kysely'
import type { Tx } from '../db/database.ts'
import type { LeaseLotsTable, LeasesTable, LotsTable } from '../db/schema.ts'
import type { Account, Lot } from './account.ts'
import type { Book } from './book.ts'
import type { Lease } from './lease.ts'
import { loadRights, rightsOf } from './rights.ts'

/**
 * Locks members (in the order of their ids, so that two transactions never wait for each other in a circle) and reads
 * what belongs to them. Leases are guarded by their member's lock. Ids that are not there are left out.
 * @param emptiedLotIds lots that are wanted even if nothing is in them: points go back to them
 */
export async function loadBook(tx: Tx, memberIds: readonly string[], leaseIds: readonly string[], emptiedLotIds: readonly string[] = []): Promise<Book> {
  const wanted = [...new Set(memberIds)]
  const members = await tx.selectFrom('members').selectAll().where(sql<boolean>`member_id = ANY(${wanted})`).orderBy('member_id').forUpdate().execute()
  // Used-up lots are many after some years, and nothing can be taken from them.
  const lots = await tx.selectFrom('lots').selectAll().where(sql<boolean>`member_id = ANY(${wanted})`).where(sql<boolean>`(points > 0 OR lot_id = ANY(${emptiedLotIds}))`).execute()
  const cards = await tx.selectFrom('cards').select(['card_index', 'member_id', 'status']).where(sql<boolean>`member_id = ANY(${wanted})`).orderBy('card_index').execute()
  const accounts = new Map<string, Account & { cards: { cardIndex: Buffer; status: 'active' | 'blocked' }[] }>()
  const rights = await loadRights(tx, wanted)
  for (const member of members) accounts.set(member.member_id, { member, lots: new Map(), cards: [], ...rightsOf(rights, member.member_id), changedLots: new Set(), changed: false })
  for (const lot of lots) accounts.get(lot.member_id)?.lots.set(lot.lot_id, lotOf(lot))
  for (const card of cards) accounts.get(card.member_id)?.cards.push({ cardIndex: card.card_index, status: card.status })
  return { accounts, leases: await loadLeases(tx, [...new Set(leaseIds)]) }
}

async function loadLeases(tx: Tx, leaseIds: readonly string[]): Promise<Map<string, Lease>> {
  if (leaseIds.length === 0) return new Map()
  const leases = await tx.selectFrom('leases').selectAll().where(sql<boolean>`lease_id = ANY(${leaseIds})`).execute()
  const lots = await tx.selectFrom('lease_lots').selectAll().where(sql<boolean>`lease_id = ANY(${leaseIds})`).execute()
  return new Map(leases.map((lease) => [lease.lease_id, leaseOf(lease, lots)]))
}

function lotOf(row: Selectable<LotsTable>): Lot {
  const { held_till_id: tillId, held_epoch: epoch, held_seq: seq } = row
  return {
    lotId: row.lot_id,
    points: row.points,
    lentPoints: row.lent_points,
    earnedAtMs: row.earned_at_ms,
    availableAtMs: row.available_at_ms,
    expiresAtMs: row.expires_at_ms,
    grace: row.grace,
    held: tillId !== null && epoch !== null && seq !== null ? { tillId, epoch, seq } : null,
  }
}

function leaseOf(row: Selectable<LeasesTable>, lots: readonly Selectable<LeaseLotsTable>[]): Lease {
  return {
    leaseId: row.lease_id,
    tillId: row.till_id,
    epoch: row.epoch,
    memberId: row.member_id,
    wantedPoints: row.wanted_points,
    grantedPoints: row.granted_points,
    state: row.state,
    askedAtMs: row.asked_at_ms,
    endedAtMs: row.ended_at_ms,
    lots: new Map(lots.filter((lot) => lot.lease_id === row.lease_id).map((lot) => [lot.lot_id, lot.points])),
    changed: false,
    isNew: false,
  }
}
