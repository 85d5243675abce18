import type { Migration } from '../migration.ts'

/** Who may look at the console: one-time passwords and the sessions they were exchanged for. Hashes only. */
export const consoleAccess: Migration = {
  number: 7,
  name: 'console-access',
  sql: `
    CREATE TABLE console_passwords (
      password_hash text PRIMARY KEY,
      made_at_ms bigint NOT NULL,
      expires_at_ms bigint NOT NULL,
      used_at_ms bigint,
      tries_left integer NOT NULL CHECK (tries_left >= 0)
    );
    CREATE TABLE console_sessions (
      token_hash bytea PRIMARY KEY,
      made_at_ms bigint NOT NULL,
      expires_at_ms bigint NOT NULL
    );
  `,
}
