import type { MirrorRead, MirrorWrite } from '../sqlite-file.ts'

/** Someone who works at a till. `storeId` null: in all stores. */
export type MirrorStaff = {
  readonly staffId: string
  readonly name: string
  readonly role: 'trainee' | 'cashier' | 'supervisor' | 'manager'
  readonly storeId: string | null
}

const columns = 'staff_id AS staffId, name, role, store_id AS storeId'

/** Null: not known here. */
export function readStaff(mirror: MirrorRead, staffId: string): MirrorStaff | null {
  return mirror.get<MirrorStaff>(`SELECT ${columns} FROM staff WHERE staff_id = ?`, [staffId]) ?? null
}

/** Who may work in a store, by id. */
export function readStaffOfStore(mirror: MirrorRead, storeId: string): MirrorStaff[] {
  return mirror.all<MirrorStaff>(`SELECT ${columns} FROM staff WHERE store_id IS NULL OR store_id = ? ORDER BY staff_id`, [storeId])
}

/** Writes a member of staff. */
export function putStaff(tx: MirrorWrite, staff: MirrorStaff): void {
  tx.run(
    `INSERT INTO staff (staff_id, name, role, store_id) VALUES (@staffId, @name, @role, @storeId)
    ON CONFLICT (staff_id) DO UPDATE SET name = excluded.name, role = excluded.role, store_id = excluded.store_id`,
    staff,
  )
}

/** Forgets a member of staff. */
export function deleteStaff(tx: MirrorWrite, staffId: string): void {
  tx.run('DELETE FROM staff WHERE staff_id = ?', [staffId])
}
