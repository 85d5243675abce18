import type { MirrorRead, MirrorWrite } from '../sqlite-file.ts'

/** Someone who works at tills, in the stores listed. */
export type MirrorStaff = {
  readonly staffId: string
  readonly name: string
  readonly role: 'trainee' | 'cashier' | 'supervisor' | 'manager'
  readonly storeIds: readonly string[]
  /** Blind index of the badge; null: no badge. */
  readonly badgeIndex: Uint8Array | null
  /** The hash of the PIN, sealed by HQ; null: none. */
  readonly pinBox: Uint8Array | null
  readonly status: 'active' | 'left'
}

type Stored = Omit<MirrorStaff, 'storeIds'> & { readonly storeIdsJson: string }
const columns = 'staff_id AS staffId, name, role, store_ids_json AS storeIdsJson, badge_index AS badgeIndex, pin_box AS pinBox, status'

function staffOf({ storeIdsJson, ...row }: Stored): MirrorStaff {
  return { ...row, storeIds: JSON.parse(storeIdsJson) as string[] }
}

/** Null: not known here. */
export function readStaff(mirror: MirrorRead, staffId: string): MirrorStaff | null {
  const row = mirror.get<Stored>(`SELECT ${columns} FROM staff WHERE staff_id = ?`, [staffId])
  return row === undefined ? null : staffOf(row)
}

/** Whose badge it is; null: nobody's that is known here. */
export function readStaffByBadge(mirror: MirrorRead, badgeIndex: Uint8Array): MirrorStaff | null {
  const row = mirror.get<Stored>(`SELECT ${columns} FROM staff WHERE badge_index = ?`, [badgeIndex])
  return row === undefined ? null : staffOf(row)
}

/** Who works in a store now, by id. */
export function readStaffOfStore(mirror: MirrorRead, storeId: string): MirrorStaff[] {
  return mirror
    .all<Stored>(
      `SELECT ${columns} FROM staff
      WHERE status = 'active' AND EXISTS (SELECT 1 FROM json_each(store_ids_json) WHERE value = ?) ORDER BY staff_id`,
      [storeId],
    )
    .map(staffOf)
}

/** Writes a member of staff; a badge that was another's before is theirs now. */
export function putStaff(tx: MirrorWrite, { storeIds, ...staff }: MirrorStaff): void {
  if (staff.badgeIndex !== null) {
    tx.run('UPDATE staff SET badge_index = NULL WHERE badge_index = ? AND staff_id <> ?', [staff.badgeIndex, staff.staffId])
  }
  tx.run(
    `INSERT INTO staff (staff_id, name, role, store_ids_json, badge_index, pin_box, status)
    VALUES (@staffId, @name, @role, @storeIdsJson, @badgeIndex, @pinBox, @status)
    ON CONFLICT (staff_id) DO UPDATE SET name = excluded.name, role = excluded.role,
      store_ids_json = excluded.store_ids_json, badge_index = excluded.badge_index, pin_box = excluded.pin_box, status = excluded.status`,
    { ...staff, storeIdsJson: JSON.stringify(storeIds) },
  )
}

/** Forgets a member of staff. */
export function deleteStaff(tx: MirrorWrite, staffId: string): void {
  tx.run('DELETE FROM staff WHERE staff_id = ?', [staffId])
}
