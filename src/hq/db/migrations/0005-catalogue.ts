import type { Migration } from '../migration.ts'

/** What is sold, and the rules by version. Of the programmes exactly one is current. */
export const catalogue: Migration = {
  number: 5,
  name: 'catalogue',
  sql: `
    CREATE TABLE products (
      sku text PRIMARY KEY,
      name jsonb NOT NULL,
      packing text NOT NULL,
      unit text NOT NULL CHECK (unit IN ('piece', 'kg')),
      category text NOT NULL,
      price_minor bigint NOT NULL CHECK (price_minor >= 0),
      member_price_minor bigint CHECK (member_price_minor >= 0),
      quick_key integer CHECK (quick_key >= 1),
      age_from integer CHECK (age_from >= 1),
      stamp bigint NOT NULL
    );
    CREATE TABLE barcodes (
      barcode text PRIMARY KEY,
      sku text NOT NULL REFERENCES products
    );
    CREATE INDEX barcodes_of_product ON barcodes (sku);
    CREATE TABLE programmes (
      version integer PRIMARY KEY CHECK (version >= 1),
      hash text NOT NULL UNIQUE CHECK (hash ~ '^[0-9a-f]{64}$'),
      -- The canonical text, which the hash is of: kept as text, because jsonb would reorder it.
      canonical_json text NOT NULL,
      current boolean NOT NULL,
      published_at_ms bigint NOT NULL,
      published_by text NOT NULL,
      stamp bigint NOT NULL
    );
    CREATE UNIQUE INDEX programmes_current ON programmes (current) WHERE current;
  `,
}
