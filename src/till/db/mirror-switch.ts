import type { LedgerRead, LedgerWrite } from './sqlite-file.ts'

/** The number of the mirror in use; null: none has been made yet. */
export function readMirrorNumber(ledger: LedgerRead): number | null {
  return ledger.get<{ mirrorNumber: number }>('SELECT mirror_number AS mirrorNumber FROM mirror_switch WHERE slot = 1')?.mirrorNumber ?? null
}

/** Switches to another mirror file. */
export function setMirrorNumber(tx: LedgerWrite, mirrorNumber: number): void {
  tx.run(
    `INSERT INTO mirror_switch (slot, mirror_number) VALUES (1, ?)
    ON CONFLICT (slot) DO UPDATE SET mirror_number = excluded.mirror_number`,
    [mirrorNumber],
  )
}
