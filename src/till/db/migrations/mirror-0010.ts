import type { Migration } from './migrate.ts'

/**
 * What HQ told this till: disposable, may be fetched again at any time. Personal data stands only in `members.box`
 * (sealed); `cards`, `phones` and `phone_tails` hold keyed hashes, `name_keys` only what identifies nobody alone.
 */
export const mirror0010: Migration = {
  number: 10,
  name: 'mirror',
  sql: `
CREATE TABLE cursor (
  slot INTEGER PRIMARY KEY CHECK (slot = 1),
  incarnation INTEGER NOT NULL,
  position INTEGER NOT NULL CHECK (position >= 0),
  included_epoch INTEGER NOT NULL,
  included_seq INTEGER NOT NULL
) STRICT;

CREATE TABLE members (
  member_id TEXT PRIMARY KEY,
  box BLOB,
  tier TEXT,
  status TEXT NOT NULL CHECK (status IN ('active', 'blocked', 'closed')),
  joined TEXT NOT NULL,
  last_purchase TEXT,
  purchases INTEGER NOT NULL,
  qualifying INTEGER NOT NULL,
  segments_json TEXT NOT NULL CHECK (json_valid(segments_json)),
  promotion_uses_json TEXT NOT NULL CHECK (json_valid(promotion_uses_json)),
  carry TEXT NOT NULL,
  balance_points INTEGER NOT NULL,
  debt_points INTEGER NOT NULL CHECK (debt_points >= 0),
  lent_points INTEGER NOT NULL CHECK (lent_points >= 0),
  unconfirmed_points INTEGER NOT NULL CHECK (unconfirmed_points >= 0),
  counters_date TEXT,
  earned_today_points INTEGER NOT NULL,
  earned_month_points INTEGER NOT NULL,
  stored_principal_minor INTEGER NOT NULL CHECK (stored_principal_minor >= 0),
  stored_bonus_minor INTEGER NOT NULL CHECK (stored_bonus_minor >= 0),
  changed_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE lots (
  member_id TEXT NOT NULL REFERENCES members (member_id) ON DELETE CASCADE,
  lot_id TEXT NOT NULL,
  points INTEGER NOT NULL CHECK (points > 0),
  earned_at_ms INTEGER NOT NULL,
  available_at_ms INTEGER,
  expires_at_ms INTEGER,
  grace INTEGER NOT NULL CHECK (grace IN (0, 1)),
  PRIMARY KEY (member_id, lot_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE cards (
  card_index BLOB PRIMARY KEY CHECK (length(card_index) = 16),
  member_id TEXT NOT NULL REFERENCES members (member_id) ON DELETE CASCADE,
  status TEXT NOT NULL CHECK (status IN ('active', 'blocked'))
) STRICT, WITHOUT ROWID;
CREATE INDEX cards_by_member ON cards (member_id);

CREATE TABLE phones (
  phone_index BLOB NOT NULL CHECK (length(phone_index) = 16),
  member_id TEXT NOT NULL REFERENCES members (member_id) ON DELETE CASCADE,
  PRIMARY KEY (phone_index, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX phones_by_member ON phones (member_id);

CREATE TABLE phone_tails (
  tail_index BLOB NOT NULL CHECK (length(tail_index) = 16),
  member_id TEXT NOT NULL REFERENCES members (member_id) ON DELETE CASCADE,
  PRIMARY KEY (tail_index, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX phone_tails_by_member ON phone_tails (member_id);

CREATE TABLE name_keys (
  key TEXT NOT NULL,
  member_id TEXT NOT NULL REFERENCES members (member_id) ON DELETE CASCADE,
  PRIMARY KEY (key, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX name_keys_by_member ON name_keys (member_id);

CREATE TABLE products (
  sku TEXT PRIMARY KEY,
  name_json TEXT NOT NULL CHECK (json_valid(name_json)),
  packing TEXT NOT NULL,
  unit TEXT NOT NULL CHECK (unit IN ('piece', 'kg')),
  category TEXT NOT NULL,
  price_minor INTEGER NOT NULL CHECK (price_minor >= 0),
  member_price_minor INTEGER CHECK (member_price_minor >= 0),
  quick_key INTEGER,
  age_from INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX products_by_quick_key ON products (quick_key) WHERE quick_key IS NOT NULL;

CREATE TABLE barcodes (
  barcode TEXT PRIMARY KEY,
  sku TEXT NOT NULL REFERENCES products (sku) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX barcodes_by_sku ON barcodes (sku);

CREATE TABLE programmes (
  version INTEGER PRIMARY KEY,
  hash TEXT NOT NULL,
  json TEXT NOT NULL CHECK (json_valid(json)),
  current INTEGER NOT NULL CHECK (current IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX programmes_current ON programmes (current) WHERE current = 1;

CREATE TABLE stores (
  store_id TEXT PRIMARY KEY,
  name_json TEXT NOT NULL CHECK (json_valid(name_json)),
  region TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  address TEXT NOT NULL,
  phone TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE staff (
  staff_id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('trainee', 'cashier', 'supervisor', 'manager')),
  store_ids_json TEXT NOT NULL CHECK (json_valid(store_ids_json)),
  badge_index BLOB UNIQUE CHECK (length(badge_index) = 16),
  status TEXT NOT NULL CHECK (status IN ('active', 'left'))
) STRICT, WITHOUT ROWID;
`,
}
