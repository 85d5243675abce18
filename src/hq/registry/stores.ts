import { hmacSha256 } from '../crypto.ts'
import type { Tx } from '../db/database.ts'
import type { Hq } from '../hq.ts'
import { storeChange, writeFeedGroup, type FeedDraft } from '../feed/changes.ts'
import { ensureRegion } from '../identity.ts'
import { blindIndex } from '../../journal/blind-index.ts'
import type { LocalizedText } from '../../contract/primitives.ts'
import type { StaffRow } from '../../contract/wire-feed.ts'

export type NewStore = { readonly storeId: string; readonly region: string; readonly name: LocalizedText; readonly timeZone: string; readonly address: string; readonly phone: string }
export type NewStaff = { readonly staffId: string; readonly name: string; readonly role: StaffRow['role']; readonly storeIds: readonly string[]; readonly badge: string | null }

/** Opens stores that are not there yet, each region with keys of its own. */
export async function insertStores(tx: Tx, hq: Pick<Hq, 'clock' | 'ids' | 'master'>, stores: readonly NewStore[]): Promise<void> {
  if (stores.length === 0) return
  for (const region of new Set(stores.map((store) => store.region))) await ensureRegion(tx, hq.master, region)
  const rows = stores.map(({ storeId, region, name, timeZone, address, phone }) => ({ store_id: storeId, region, name, time_zone: timeZone, address, phone, stamp: 1 }))
  await tx.insertInto('stores').values(rows.map((row) => ({ ...row, name: JSON.stringify(row.name) }))).execute()
  await writeFeedGroup(tx, hq.ids, { stamp: 1, changes: rows.map(storeChange), madeAtMs: hq.clock.nowMs() })
}

/** Takes on staff who are not there yet. A badge is known to a region's tills by its blind index only. */
export async function insertStaff(tx: Tx, hq: Pick<Hq, 'clock' | 'ids' | 'master'>, staff: readonly NewStaff[]): Promise<void> {
  if (staff.length === 0) return
  const stores = await tx.selectFrom('stores').select(['store_id', 'region']).execute()
  const changes: FeedDraft[] = []
  for (const person of staff) {
    const regions = new Set(stores.filter((store) => person.storeIds.includes(store.store_id)).map((store) => store.region))
    for (const region of regions) changes.push(await staffChange(tx, hq, region, person))
  }
  await tx
    .insertInto('staff')
    .values(
      staff.map(({ staffId, name, role, storeIds, badge }) => ({
        staff_id: staffId,
        name,
        role,
        store_ids: [...storeIds],
        badge_wrapped: badge === null ? null : hq.master.wrap(`badge of ${staffId}`, Buffer.from(badge)),
        status: 'active' as const,
        stamp: 1,
      })),
    )
    .execute()
  await writeFeedGroup(tx, hq.ids, { stamp: 1, changes, madeAtMs: hq.clock.nowMs() })
}

async function staffChange(tx: Tx, hq: Pick<Hq, 'master'>, region: string, { staffId, name, role, storeIds, badge }: NewStaff): Promise<FeedDraft> {
  const { indexKey } = await ensureRegion(tx, hq.master, region)
  const badgeIndex = badge === null ? null : Buffer.from(blindIndex(hmacSha256, indexKey, 'badge', badge)).toString('base64')
  const row: StaffRow = { staffId, name, role, storeIds: [...storeIds], badgeIndex, status: 'active' }
  return { kind: 'staff', id: staffId, region, row }
}
