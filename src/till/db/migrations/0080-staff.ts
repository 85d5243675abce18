import type { Migration } from './migrate.ts'

/** Wrong PINs outlive the program that took them. */
export const ledger0080: Migration = {
  number: 80,
  name: 'staff',
  sql: `
CREATE TABLE pin_tries (
  staff_id TEXT PRIMARY KEY,
  -- Since the last right one. Written before a PIN is looked at, so that killing the till wins no try.
  wrong_tries INTEGER NOT NULL CHECK (wrong_tries >= 0),
  -- Running time of this till until the next try; 0: not locked.
  locked_for_ms INTEGER NOT NULL CHECK (locked_for_ms >= 0)
) STRICT, WITHOUT ROWID;
`,
}
