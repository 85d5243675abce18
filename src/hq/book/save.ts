import { bulkInsert, bulkUpdate, type BulkColumns } from '../db/bulk.ts'
import type { Tx } from '../db/database.ts'
import type { Ids } from '../ids.ts'
import { memberChange, writeFeedGroup } from '../feed/changes.ts'
import { nextStamp, type Book } from './book.ts'
import type { Account } from './account.ts'
import type { Lease } from './lease.ts'
import type { EventPlace } from './points.ts'

const memberColumns: BulkColumns = {
  member_id: 'text',
  tier: 'text',
  status: 'text',
  last_purchase: 'date',
  purchases: 'integer',
  qualifying: 'bigint',
  free_points: 'bigint',
  lent_points: 'bigint',
  unconfirmed_points: 'bigint',
  debt_points: 'bigint',
  counters_date: 'date',
  earned_today_points: 'bigint',
  earned_month_points: 'bigint',
  carry: 'text',
  stored_principal_minor: 'bigint',
  stored_bonus_minor: 'bigint',
  debt_since_ms: 'bigint',
  tier_qualified_on: 'date',
  stamp: 'bigint',
  changed_at_ms: 'bigint',
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
  held_till_id: 'text',
  held_epoch: 'integer',
  held_seq: 'bigint',
}
const leaseColumns: BulkColumns = {
  lease_id: 'text',
  till_id: 'text',
  epoch: 'integer',
  member_id: 'text',
  wanted_points: 'bigint',
  granted_points: 'bigint',
  state: 'text',
  asked_at_ms: 'bigint',
  ended_at_ms: 'bigint',
}

/** What a transaction adds to its changes of accounts. */
export type SaveOptions = {
  readonly ids: Ids
  readonly nowMs: number
  /** The last event of a till whose effects are in. Without one, and with nothing changed, no feed group is written. */
  readonly mark?: EventPlace
  /** Stamps of other rows that this transaction holds locked. */
  readonly stamps?: readonly number[]
}

/** Writes what changed, and one feed group with the members as they are now. @returns the group's stamp. */
export async function saveBook(tx: Tx, book: Book, { ids, nowMs, mark, stamps = [] }: SaveOptions): Promise<number> {
  const changed = [...book.accounts.values()].filter((account) => account.changed)
  const stamp = nextStamp(book, stamps)
  for (const { member } of changed) {
    member.stamp = stamp
    member.changed_at_ms = nowMs
    member.debt_since_ms = member.debt_points === 0 ? null : (member.debt_since_ms ?? nowMs)
  }
  await bulkUpdate(tx, 'members', ['member_id'], memberColumns, changed.map(({ member }) => ({ ...member })))
  await bulkInsert(tx, 'lots', lotColumns, changed.flatMap(changedLotRows), LOT_UPSERT)
  await saveLeases(tx, [...book.leases.values()].filter((lease) => lease.changed))
  if (changed.length > 0 || mark) {
    await writeFeedGroup(tx, ids, { stamp, changes: changed.map(memberChange), ...(mark ? { mark } : {}), madeAtMs: nowMs })
  }
  return stamp
}

const LOT_UPSERT = `ON CONFLICT (member_id, lot_id) DO UPDATE SET points = excluded.points, lent_points = excluded.lent_points,
  expires_at_ms = excluded.expires_at_ms,
  held_till_id = excluded.held_till_id, held_epoch = excluded.held_epoch, held_seq = excluded.held_seq`

function changedLotRows({ member, lots, changedLots }: Account): Record<string, unknown>[] {
  return [...changedLots].flatMap((lotId) => {
    const lot = lots.get(lotId)
    if (!lot) return []
    return {
      member_id: member.member_id,
      lot_id: lotId,
      points: lot.points,
      lent_points: lot.lentPoints,
      earned_at_ms: lot.earnedAtMs,
      available_at_ms: lot.availableAtMs,
      expires_at_ms: lot.expiresAtMs,
      grace: lot.grace,
      held_till_id: lot.held?.tillId ?? null,
      held_epoch: lot.held?.epoch ?? null,
      held_seq: lot.held?.seq ?? null,
    }
  })
}

async function saveLeases(tx: Tx, leases: readonly Lease[]): Promise<void> {
  const rows = leases.map((lease) => ({
    lease_id: lease.leaseId,
    till_id: lease.tillId,
    epoch: lease.epoch,
    member_id: lease.memberId,
    wanted_points: lease.wantedPoints,
    granted_points: lease.grantedPoints,
    state: lease.state,
    asked_at_ms: lease.askedAtMs,
    ended_at_ms: lease.endedAtMs,
  }))
  const isNew = (row: { readonly lease_id: string }): boolean => leases.some((lease) => lease.leaseId === row.lease_id && lease.isNew)
  // A plain insert: where another transaction has made the same id meanwhile, this one fails and looks again.
  await bulkInsert(tx, 'leases', leaseColumns, rows.filter(isNew))
  await bulkUpdate(tx, 'leases', ['lease_id'], leaseColumns, rows.filter((row) => !isNew(row)))
  const lots = leases.flatMap((lease) => [...lease.lots].map(([lotId, points]) => ({ lease_id: lease.leaseId, lot_id: lotId, points })))
  const columns: BulkColumns = { lease_id: 'text', lot_id: 'text', points: 'bigint' }
  await bulkInsert(tx, 'lease_lots', columns, lots, 'ON CONFLICT (lease_id, lot_id) DO UPDATE SET points = excluded.points')
}
