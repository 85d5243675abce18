import type { Migration } from './migrate.ts'
import { sealedOnceJournaled, writtenOnce } from './guards.ts'

/** Returns, and what replaying needs: the rules that were used, and what each sale sold. All of it is written once. */
export const ledger0030: Migration = {
  number: 30,
  name: 'returns',
  sql: `
-- Every version of the rules that a sale or return here was computed with, so that a lost mirror loses none of them.
CREATE TABLE programmes_used (
  hash TEXT PRIMARY KEY CHECK (length(hash) = 64),
  version INTEGER NOT NULL CHECK (version > 0),
  canonical_json TEXT NOT NULL CHECK (json_valid(canonical_json))
) STRICT;

CREATE TABLE sold_sales (
  sale_id TEXT PRIMARY KEY,
  sold_json TEXT NOT NULL CHECK (json_valid(sold_json))
) STRICT;

-- Sales of other tills that were returned here: their events, as HQ keeps them, with the hash of the event before.
CREATE TABLE foreign_sales (
  sale_id TEXT PRIMARY KEY,
  receipt_code TEXT NOT NULL UNIQUE,
  bytes BLOB NOT NULL,
  previous_hash BLOB NOT NULL CHECK (length(previous_hash) = 32),
  hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE TABLE returns (
  return_id TEXT PRIMARY KEY REFERENCES journal (event_id) DEFERRABLE INITIALLY DEFERRED,
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  receipt_code TEXT NOT NULL UNIQUE,
  sale_id TEXT NOT NULL REFERENCES sold_sales (sale_id),
  at_ms INTEGER NOT NULL,
  committed_at_ms INTEGER NOT NULL,
  business_date TEXT NOT NULL CHECK (business_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  cashier_id TEXT NOT NULL,
  member_id TEXT,
  reason TEXT NOT NULL CHECK (reason IN ('change-of-mind', 'defect', 'statutory', 'exchange')),
  programme_version INTEGER NOT NULL,
  programme_hash TEXT NOT NULL REFERENCES programmes_used (hash),
  rules_version TEXT NOT NULL,
  case_json TEXT NOT NULL CHECK (json_valid(case_json)),
  result_json TEXT NOT NULL CHECK (json_valid(result_json)),
  -- What is reversed of the sale after it.
  reversed_json TEXT NOT NULL CHECK (json_valid(reversed_json)),
  refund_minor INTEGER NOT NULL CHECK (refund_minor >= 0),
  points_back INTEGER NOT NULL,
  points_clawed_back INTEGER NOT NULL,
  balance_points_after INTEGER,
  whole_sale INTEGER NOT NULL CHECK (whole_sale IN (0, 1))
) STRICT;
CREATE INDEX returns_of_sale ON returns (sale_id, epoch, seq);
CREATE INDEX returns_by_member ON returns (member_id) WHERE member_id IS NOT NULL;
CREATE UNIQUE INDEX returns_by_position ON returns (epoch, seq);

CREATE TABLE refunds (
  return_id TEXT NOT NULL REFERENCES returns (return_id),
  refund INTEGER NOT NULL CHECK (refund >= 0),
  tender INTEGER NOT NULL CHECK (tender >= 0),
  kind TEXT NOT NULL CHECK (kind IN ('cash', 'card', 'wallet')),
  refund_minor INTEGER NOT NULL CHECK (refund_minor > 0),
  reference TEXT,
  PRIMARY KEY (return_id, refund)
) STRICT, WITHOUT ROWID;
${['returns', 'refunds'].map((table) => sealedOnceJournaled(table, 'return_id')).join('')}
${['programmes_used', 'sold_sales', 'foreign_sales', 'returns', 'refunds'].map(writtenOnce).join('')}
`,
}
