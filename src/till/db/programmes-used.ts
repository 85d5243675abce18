import type { LedgerRead, LedgerWrite } from './sqlite-file.ts'

/** A version of the rules that something here was computed with; `hash` is the SHA-256 (hex) of the canonical JSON. */
export type UsedProgramme = { readonly hash: string; readonly version: number; readonly canonicalJson: string }

const columns = 'hash, version, canonical_json AS canonicalJson'

/** Keeps a version; one that is here already is left as it is. */
export function keepProgramme(tx: LedgerWrite, { hash, version, canonicalJson }: UsedProgramme): void {
  // Asked first: handing over some 10 kB of rules with every sale costs more than the rest of its rows.
  if (tx.get('SELECT 1 AS found FROM programmes_used WHERE hash = ?', [hash]) !== undefined) return
  tx.run('INSERT INTO programmes_used (hash, version, canonical_json) VALUES (@hash, @version, @canonicalJson)', { hash, version, canonicalJson })
}

/** Null: nothing here was computed with it. */
export function readUsedProgramme(ledger: LedgerRead, hash: string): UsedProgramme | null {
  return ledger.get<UsedProgramme>(`SELECT ${columns} FROM programmes_used WHERE hash = ?`, [hash]) ?? null
}

export function readUsedProgrammes(ledger: LedgerRead): UsedProgramme[] {
  return ledger.all<UsedProgramme>(`SELECT ${columns} FROM programmes_used ORDER BY version, hash`)
}
