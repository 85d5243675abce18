import type { Migration } from './migrate.ts'

/** A PIN as HQ sealed its hash for this region; null: none. */
export const mirror0080: Migration = {
  number: 80,
  name: 'staff PINs',
  sql: `
ALTER TABLE staff ADD COLUMN pin_box BLOB;
`,
}
