import type { Migration } from '../migration.ts'

/** A PIN's argon2id hash under HQ's master key; null: none. */
export const staff: Migration = {
  number: 10,
  name: 'staff PINs',
  sql: `
    ALTER TABLE staff ADD COLUMN pin_hash_wrapped bytea;
  `,
}
