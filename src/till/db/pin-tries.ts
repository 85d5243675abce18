import type { LedgerRead, LedgerWrite } from './sqlite-file.ts'

/** How often somebody gave a wrong PIN here since the last right one, and how long she must wait. */
export type PinTries = { readonly staffId: string; readonly wrongTries: number; readonly lockedForMs: number }

const COLUMNS = 'staff_id AS staffId, wrong_tries AS wrongTries, locked_for_ms AS lockedForMs'

/** Null: none since the last right one. */
export function readPinTries(ledger: LedgerRead, staffId: string): PinTries | null {
  return ledger.get<PinTries>(`SELECT ${COLUMNS} FROM pin_tries WHERE staff_id = ?`, [staffId]) ?? null
}

/** Everybody who must wait. */
export function readLockedStaff(ledger: LedgerRead): PinTries[] {
  return ledger.all<PinTries>(`SELECT ${COLUMNS} FROM pin_tries WHERE locked_for_ms > 0 ORDER BY staff_id`)
}

export function putPinTries(tx: LedgerWrite, tries: PinTries): void {
  tx.run(
    `INSERT INTO pin_tries (staff_id, wrong_tries, locked_for_ms) VALUES (@staffId, @wrongTries, @lockedForMs)
    ON CONFLICT (staff_id) DO UPDATE SET wrong_tries = excluded.wrong_tries, locked_for_ms = excluded.locked_for_ms`,
    tries,
  )
}

/** The right PIN came. */
export function deletePinTries(tx: LedgerWrite, staffId: string): void {
  tx.run('DELETE FROM pin_tries WHERE staff_id = ?', [staffId])
}
