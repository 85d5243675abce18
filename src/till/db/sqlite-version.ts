import type { LedgerRead } from './sqlite-file.ts'

/** "3.51.3" */
export function readSqliteVersion(ledger: LedgerRead): string {
  return ledger.get<{ version: string }>('SELECT sqlite_version() AS version')?.version ?? ''
}
