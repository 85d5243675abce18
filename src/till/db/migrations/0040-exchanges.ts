import type { Migration } from './migrate.ts'
import { sealedOnceJournaled, writtenOnce } from './guards.ts'

/** Exchanges (a return and a sale under one receipt), gift cards as tenders, and value that is paid out. */
export const ledger0040: Migration = {
  number: 40,
  name: 'exchanges',
  sql: `
-- Of a tender of kind exchange: what the money had come from.
ALTER TABLE tenders ADD COLUMN of_kind TEXT CHECK ((of_kind IS NULL AND kind <> 'exchange') OR (of_kind IN ('cash', 'card', 'wallet', 'gift-card') AND kind = 'exchange'));
-- The return under the sale's receipt.
ALTER TABLE sales ADD COLUMN exchange_return_id TEXT REFERENCES returns (return_id);

-- As before, with more kinds.
CREATE TABLE refunds_wider (
  return_id TEXT NOT NULL REFERENCES returns (return_id),
  refund INTEGER NOT NULL CHECK (refund >= 0),
  tender INTEGER NOT NULL CHECK (tender >= 0),
  kind TEXT NOT NULL CHECK (kind IN ('cash', 'card', 'wallet', 'gift-card', 'exchange')),
  refund_minor INTEGER NOT NULL CHECK (refund_minor > 0),
  reference TEXT,
  PRIMARY KEY (return_id, refund)
) STRICT, WITHOUT ROWID;
INSERT INTO refunds_wider SELECT return_id, refund, tender, kind, refund_minor, reference FROM refunds;
DROP TABLE refunds;
ALTER TABLE refunds_wider RENAME TO refunds;
${sealedOnceJournaled('refunds', 'return_id')}
${writtenOnce('refunds')}

CREATE TABLE value_refunds (
  refund_id TEXT PRIMARY KEY REFERENCES journal (event_id) DEFERRABLE INITIALLY DEFERRED,
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  receipt_code TEXT NOT NULL UNIQUE,
  committed_at_ms INTEGER NOT NULL,
  business_date TEXT NOT NULL CHECK (business_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  cashier_id TEXT NOT NULL,
  -- One of them: whose value it was.
  member_id TEXT,
  gift_card TEXT,
  principal_minor INTEGER NOT NULL CHECK (principal_minor > 0),
  bonus_minor INTEGER NOT NULL CHECK (bonus_minor >= 0),
  kind TEXT NOT NULL CHECK (kind IN ('cash', 'card', 'wallet')),
  reference TEXT,
  CHECK ((member_id IS NULL) <> (gift_card IS NULL))
) STRICT;
CREATE UNIQUE INDEX value_refunds_by_position ON value_refunds (epoch, seq);
${sealedOnceJournaled('value_refunds', 'refund_id')}
${writtenOnce('value_refunds')}
`,
}
