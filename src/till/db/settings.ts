import type { LedgerRead, LedgerWrite } from './sqlite-file.ts'

/** A setting as stored; undefined: never set. Who reads it checks its shape. */
export function readSetting(ledger: LedgerRead, key: string): unknown {
  const row = ledger.get<{ json: string }>('SELECT json FROM settings WHERE key = ?', [key])
  return row === undefined ? undefined : (JSON.parse(row.json) as unknown)
}

/** Sets one setting. */
export function putSetting(tx: LedgerWrite, key: string, setting: unknown): void {
  tx.run('INSERT INTO settings (key, json) VALUES (@key, @json) ON CONFLICT (key) DO UPDATE SET json = excluded.json', {
    key,
    json: JSON.stringify(setting),
  })
}
