import type { Tx } from '../db/database.ts'
import type { Hq } from '../hq.ts'
import { storeChange, writeFeedGroup } from '../feed/changes.ts'
import { ensureRegion } from '../identity.ts'
import type { LocalizedText } from '../../contract/primitives.ts'

export type NewStore = { readonly storeId: string; readonly region: string; readonly name: LocalizedText; readonly timeZone: string; readonly address: string; readonly phone: string }

/** Opens stores that are not there yet, each region with keys of its own. */
export async function insertStores(tx: Tx, hq: Pick<Hq, 'clock' | 'ids' | 'master'>, stores: readonly NewStore[]): Promise<void> {
  if (stores.length === 0) return
  for (const region of new Set(stores.map((store) => store.region))) await ensureRegion(tx, hq.master, region)
  const rows = stores.map(({ storeId, region, name, timeZone, address, phone }) => ({ store_id: storeId, region, name, time_zone: timeZone, address, phone, stamp: 1 }))
  await tx.insertInto('stores').values(rows.map((row) => ({ ...row, name: JSON.stringify(row.name) }))).execute()
  await writeFeedGroup(tx, hq.ids, { stamp: 1, changes: rows.map(storeChange), madeAtMs: hq.clock.nowMs() })
}
