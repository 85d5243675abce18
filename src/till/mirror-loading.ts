import { readMirrorNumber } from './db/mirror-switch.ts'
import { putSetting, readSetting } from './db/settings.ts'
import type { Ledger, LedgerRead } from './db/sqlite-file.ts'

/** The number of the mirror that has once caught up with HQ. On disk: a first load may be cut off and the till switched off. */
const SETTING = 'mirror.loaded'

/** Is the mirror in use being filled for the first time? Then a card that is not found may be a member's all the same. */
export function isMirrorLoading(ledger: LedgerRead): boolean {
  return readSetting(ledger, SETTING) !== mirrorNumber(ledger)
}

/** The mirror in use has caught up with HQ. Cheap when that is known. */
export function noteMirrorLoaded(ledger: Ledger): void {
  if (isMirrorLoading(ledger)) ledger.write((tx) => putSetting(tx, SETTING, mirrorNumber(ledger)))
}

function mirrorNumber(ledger: LedgerRead): number {
  return readMirrorNumber(ledger) ?? 0
}
