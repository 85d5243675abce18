import type { LocalizedText } from '../../../contract/primitives.ts'
import type { MirrorRead, MirrorWrite } from '../sqlite-file.ts'

/** A shop of the chain. Address and phone stand on receipts. */
export type MirrorStore = {
  readonly storeId: string
  readonly name: LocalizedText
  readonly region: string
  readonly timeZone: string
  readonly address: string
  readonly phone: string
}

/** Null: not known here. */
export function readStore(mirror: MirrorRead, storeId: string): MirrorStore | null {
  const row = mirror.get<Omit<MirrorStore, 'name'> & { readonly nameJson: string }>(
    `SELECT store_id AS storeId, name_json AS nameJson, region, time_zone AS timeZone, address, phone
    FROM stores WHERE store_id = ?`,
    [storeId],
  )
  if (row === undefined) return null
  const { nameJson, ...store } = row
  return { ...store, name: JSON.parse(nameJson) as LocalizedText }
}

/** Writes a store. */
export function putStore(tx: MirrorWrite, { name, ...store }: MirrorStore): void {
  tx.run(
    `INSERT INTO stores (store_id, name_json, region, time_zone, address, phone)
    VALUES (@storeId, @nameJson, @region, @timeZone, @address, @phone)
    ON CONFLICT (store_id) DO UPDATE SET name_json = excluded.name_json, region = excluded.region,
      time_zone = excluded.time_zone, address = excluded.address, phone = excluded.phone`,
    { ...store, nameJson: JSON.stringify(name) },
  )
}

/** Forgets a store. */
export function deleteStore(tx: MirrorWrite, storeId: string): void {
  tx.run('DELETE FROM stores WHERE store_id = ?', [storeId])
}
