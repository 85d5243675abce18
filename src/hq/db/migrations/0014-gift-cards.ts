import type { Migration } from '../migration.ts'

/** Gift cards: what each holds, and the sale that it is lent to. A card that nobody bought yet has no row. */
export const giftCards: Migration = {
  number: 14,
  name: 'gift-cards',
  sql: `
    CREATE TABLE gift_cards (
      code text PRIMARY KEY,
      balance_minor bigint NOT NULL CHECK (balance_minor >= 0),
      sold_by text NOT NULL,
      sold_at_ms bigint NOT NULL
    );
    CREATE TABLE gift_card_leases (
      sale_id text NOT NULL,
      code text NOT NULL,
      till_id text NOT NULL REFERENCES tills,
      use text NOT NULL CHECK (use IN ('pay', 'load')),
      state text NOT NULL CHECK (state IN ('lent', 'spent', 'returned')),
      asked_at_ms bigint NOT NULL,
      PRIMARY KEY (sale_id, code)
    );
    CREATE UNIQUE INDEX gift_card_leases_lent ON gift_card_leases (code) WHERE state = 'lent';
  `,
}
