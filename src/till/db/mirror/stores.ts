import type { LocalizedText } from '../../../contract/primitives.ts'
import type { MirrorRead, MirrorWrite } from '../sqlite-file.ts'

/** A shop of the chain. */
export type MirrorStore = { readonly storeId: string; readonly name: LocalizedText; readonly region: string }

/** Null: not known here. */
export function readStore(mirror: MirrorRead, storeId: string): MirrorStore | null {
  const row = mirror.get<{ storeId: string; nameJson: string; region: string }>(
    'SELECT store_id AS storeId, name_json AS nameJson, region FROM stores WHERE store_id = ?',
    [storeId],
  )
  return row === undefined ? null : { storeId: row.storeId, name: JSON.parse(row.nameJson) as LocalizedText, region: row.region }
}

/** Writes a store. */
export function putStore(tx: MirrorWrite, store: MirrorStore): void {
  tx.run(
    `INSERT INTO stores (store_id, name_json, region) VALUES (@storeId, @nameJson, @region)
    ON CONFLICT (store_id) DO UPDATE SET name_json = excluded.name_json, region = excluded.region`,
    { storeId: store.storeId, nameJson: JSON.stringify(store.name), region: store.region },
  )
}

/** Forgets a store. */
export function deleteStore(tx: MirrorWrite, storeId: string): void {
  tx.run('DELETE FROM stores WHERE store_id = ?', [storeId])
}
