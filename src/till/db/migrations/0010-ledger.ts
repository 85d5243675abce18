import type { Migration } from './migrate.ts'

/** What this till is and did. Rows of what happened are written once; triggers refuse every change to them. */
export const ledger0010: Migration = {
  number: 10,
  name: 'ledger',
  sql: `
CREATE TABLE till_identity (
  slot INTEGER PRIMARY KEY CHECK (slot = 1),
  till_id TEXT NOT NULL,
  till_number INTEGER NOT NULL CHECK (till_number > 0),
  store_id TEXT NOT NULL,
  region TEXT NOT NULL,
  hq_url TEXT NOT NULL,
  hq_public_key BLOB NOT NULL,
  incarnation INTEGER NOT NULL,
  signing_key_wrapped BLOB NOT NULL,
  box_key_wrapped BLOB NOT NULL,
  region_key_wrapped BLOB NOT NULL,
  enrolled_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE epochs (
  epoch INTEGER PRIMARY KEY CHECK (epoch > 0),
  started_at_ms INTEGER NOT NULL,
  machine_id TEXT NOT NULL,
  previous_hash BLOB NOT NULL CHECK (length(previous_hash) = 32)
) STRICT;

-- With row ids: an event is larger than a quarter of a page, and a tree that has such rows as its keys reads them whole
-- at every step of every search.
CREATE TABLE journal (
  epoch INTEGER NOT NULL REFERENCES epochs (epoch),
  seq INTEGER NOT NULL CHECK (seq > 0),
  event_id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  bytes BLOB NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  committed_at_ms INTEGER NOT NULL,
  PRIMARY KEY (epoch, seq)
) STRICT;

-- The references to journal are deferred: an event's rows come first, its journal row last, all in one transaction.
CREATE TABLE sales (
  sale_id TEXT PRIMARY KEY REFERENCES journal (event_id) DEFERRABLE INITIALLY DEFERRED,
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  receipt_code TEXT NOT NULL UNIQUE,
  at_ms INTEGER NOT NULL,
  committed_at_ms INTEGER NOT NULL,
  business_date TEXT NOT NULL CHECK (business_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  sale_number INTEGER NOT NULL CHECK (sale_number > 0),
  cashier_id TEXT NOT NULL,
  member_id TEXT,
  content_hash BLOB NOT NULL CHECK (length(content_hash) = 32),
  programme_version INTEGER NOT NULL,
  programme_hash TEXT NOT NULL,
  rules_version TEXT NOT NULL,
  case_json TEXT NOT NULL CHECK (json_valid(case_json)),
  result_json TEXT NOT NULL CHECK (json_valid(result_json)),
  due_minor INTEGER NOT NULL CHECK (due_minor >= 0),
  paid_minor INTEGER NOT NULL,
  tendered_minor INTEGER NOT NULL,
  change_minor INTEGER NOT NULL CHECK (change_minor >= 0),
  points_used INTEGER NOT NULL CHECK (points_used >= 0),
  earn_points INTEGER NOT NULL CHECK (earn_points >= 0),
  balance_points_after INTEGER
) STRICT;
CREATE INDEX sales_by_business_date ON sales (business_date, sale_number);
CREATE INDEX sales_by_member ON sales (member_id, epoch, seq) WHERE member_id IS NOT NULL;
CREATE UNIQUE INDEX sales_by_position ON sales (epoch, seq);

CREATE TABLE sale_lines (
  sale_id TEXT NOT NULL REFERENCES sales (sale_id),
  line INTEGER NOT NULL CHECK (line >= 0),
  sku TEXT NOT NULL,
  name_json TEXT NOT NULL CHECK (json_valid(name_json)),
  packing TEXT NOT NULL,
  unit TEXT NOT NULL CHECK (unit IN ('piece', 'kg')),
  category TEXT,
  quantity_milli INTEGER NOT NULL CHECK (quantity_milli > 0),
  unit_price_minor INTEGER NOT NULL,
  gross_minor INTEGER NOT NULL,
  discount_minor INTEGER NOT NULL,
  net_minor INTEGER NOT NULL,
  points_tender_minor INTEGER NOT NULL,
  points_used INTEGER NOT NULL,
  earn_points INTEGER NOT NULL,
  gift INTEGER NOT NULL CHECK (gift IN (0, 1)),
  PRIMARY KEY (sale_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE tenders (
  sale_id TEXT NOT NULL REFERENCES sales (sale_id),
  tender INTEGER NOT NULL CHECK (tender >= 0),
  kind TEXT NOT NULL,
  paid_minor INTEGER NOT NULL,
  tendered_minor INTEGER NOT NULL,
  change_minor INTEGER NOT NULL CHECK (change_minor >= 0),
  reference TEXT,
  PRIMARY KEY (sale_id, tender)
) STRICT, WITHOUT ROWID;

CREATE TABLE entries (
  event_id TEXT NOT NULL REFERENCES journal (event_id) DEFERRABLE INITIALLY DEFERRED,
  asset TEXT NOT NULL,
  account TEXT NOT NULL,
  delta INTEGER NOT NULL CHECK (delta <> 0),
  PRIMARY KEY (event_id, asset, account)
) STRICT, WITHOUT ROWID;
CREATE INDEX entries_by_account ON entries (account, asset);

-- Dates are given where a lot is made; a spend names the lot alone.
CREATE TABLE lot_movements (
  event_id TEXT NOT NULL REFERENCES journal (event_id) DEFERRABLE INITIALLY DEFERRED,
  member_id TEXT NOT NULL,
  lot_id TEXT NOT NULL,
  delta_points INTEGER NOT NULL CHECK (delta_points <> 0),
  earned_at_ms INTEGER,
  available_at_ms INTEGER,
  expires_at_ms INTEGER,
  grace INTEGER NOT NULL CHECK (grace IN (0, 1)),
  PRIMARY KEY (event_id, lot_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX lot_movements_by_member ON lot_movements (member_id);

CREATE TABLE basket (
  slot INTEGER PRIMARY KEY CHECK (slot = 1),
  sale_id TEXT NOT NULL,
  state_json TEXT NOT NULL CHECK (json_valid(state_json)),
  updated_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE leases (
  lease_id TEXT PRIMARY KEY,
  member_id TEXT NOT NULL,
  wanted_points INTEGER NOT NULL CHECK (wanted_points > 0),
  granted_points INTEGER NOT NULL CHECK (granted_points >= 0),
  lots_json TEXT NOT NULL CHECK (json_valid(lots_json)),
  state TEXT NOT NULL CHECK (state IN ('asked', 'granted', 'spent', 'returning', 'returned', 'in-doubt')),
  asked_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX leases_by_member ON leases (member_id);
CREATE INDEX leases_by_state ON leases (state);

CREATE TABLE acks (
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  signature BLOB NOT NULL,
  hq_at_ms INTEGER NOT NULL,
  PRIMARY KEY (epoch, seq),
  FOREIGN KEY (epoch, seq) REFERENCES journal (epoch, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE outcomes (
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('applied', 'duplicate', 'applied-with-debt', 'suspense')),
  detail TEXT,
  PRIMARY KEY (epoch, seq),
  FOREIGN KEY (epoch, seq) REFERENCES journal (epoch, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE mirror_switch (
  slot INTEGER PRIMARY KEY CHECK (slot = 1),
  mirror_number INTEGER NOT NULL CHECK (mirror_number > 0)
) STRICT;

CREATE TABLE trusted_time (
  slot INTEGER PRIMARY KEY CHECK (slot = 1),
  hq_at_ms INTEGER,
  hq_monotonic_ms INTEGER,
  hq_boot_id TEXT,
  wall_offset_ms INTEGER NOT NULL,
  high_water_ms INTEGER NOT NULL,
  business_date TEXT
) STRICT;

CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  json TEXT NOT NULL CHECK (json_valid(json))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER journal_in_order BEFORE INSERT ON journal
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM journal WHERE epoch = NEW.epoch)
  OR NEW.epoch <> (SELECT max(epoch) FROM epochs)
BEGIN SELECT RAISE(ABORT, 'journal: seq must follow the last one of the newest epoch'); END;

CREATE TRIGGER journal_balanced BEFORE INSERT ON journal
WHEN EXISTS (SELECT 1 FROM entries WHERE event_id = NEW.event_id GROUP BY asset HAVING sum(delta) <> 0)
BEGIN SELECT RAISE(ABORT, 'journal: the entries of an event must sum to zero per asset'); END;

CREATE TRIGGER epochs_in_order BEFORE INSERT ON epochs
WHEN NEW.epoch <= (SELECT coalesce(max(epoch), 0) FROM epochs)
BEGIN SELECT RAISE(ABORT, 'epochs: must rise'); END;
${['sales', 'entries', 'lot_movements'].map((table) => sealedOnceJournaled(table, table === 'sales' ? 'sale_id' : 'event_id')).join('')}
${['sale_lines', 'tenders'].map((table) => sealedOnceJournaled(table, 'sale_id')).join('')}
${['journal', 'epochs', 'sales', 'sale_lines', 'tenders', 'entries', 'lot_movements', 'acks'].map(writtenOnce).join('')}
`,
}

/** Nothing joins an event after its journal row. */
function sealedOnceJournaled(table: string, key: string): string {
  return `
CREATE TRIGGER ${table}_sealed BEFORE INSERT ON ${table}
WHEN EXISTS (SELECT 1 FROM journal WHERE event_id = NEW.${key})
BEGIN SELECT RAISE(ABORT, '${table}: its event is already in the journal'); END;`
}

/** Neither UPDATE nor DELETE, nor REPLACE (which fires the delete trigger because recursive_triggers is on). */
function writtenOnce(table: string): string {
  return `
CREATE TRIGGER ${table}_no_update BEFORE UPDATE ON ${table}
BEGIN SELECT RAISE(ABORT, '${table}: rows are never changed'); END;
CREATE TRIGGER ${table}_no_delete BEFORE DELETE ON ${table}
BEGIN SELECT RAISE(ABORT, '${table}: rows are never deleted'); END;`
}
