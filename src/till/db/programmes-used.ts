import type { LedgerRead, LedgerWrite } from './sqlite-file.ts'

/** A version of the rules that something here was computed with; `hash` is the SHA-256 (hex) of the canonical JSON. */
export type UsedProgramme = { readonly hash: string; readonly version: number; readonly canonicalJson: string }

const columns = 'hash, version, canonical_json AS canonicalJson'

/** Keeps a version; one that is here already is left as it is. */
export function keepProgramme(tx: LedgerWrite, programme: UsedProgramme): void {
  tx.run(
    'INSERT INTO programmes_used (hash, version, canonical_json) VALUES (@hash, @version, @canonicalJson) ON CONFLICT (hash) DO NOTHING',
    programme,
  )
}

/** Null: nothing here was computed with it. */
export function readUsedProgramme(ledger: LedgerRead, hash: string): UsedProgramme | null {
  return ledger.get<UsedProgramme>(`SELECT ${columns} FROM programmes_used WHERE hash = ?`, [hash]) ?? null
}

export function readUsedProgrammes(ledger: LedgerRead): UsedProgramme[] {
  return ledger.all<UsedProgramme>(`SELECT ${columns} FROM programmes_used ORDER BY version, hash`)
}
