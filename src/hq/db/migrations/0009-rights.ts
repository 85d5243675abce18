import type { Migration } from '../migration.ts'

/** What can run out beside points: coupons, stored value, uses of limited offers; and what of it is lent to a sale (R1). */
export const rights: Migration = {
  number: 9,
  name: 'rights',
  sql: `
    CREATE TABLE coupons (
      code text PRIMARY KEY,
      coupon text NOT NULL,
      -- Null: whoever has the code.
      member_id text REFERENCES members,
      uses_left integer NOT NULL CHECK (uses_left >= 0),
      expires_at_ms bigint,
      -- The sale, or HQ's own event, that gave it.
      issued_by text NOT NULL,
      issued_at_ms bigint NOT NULL
    );
    CREATE INDEX coupons_of_member ON coupons (member_id) WHERE member_id IS NOT NULL AND uses_left > 0;
    CREATE INDEX coupons_issued_by ON coupons (issued_by);
    -- A returned one is remembered: an asking that arrives later is never granted.
    CREATE TABLE coupon_leases (
      sale_id text NOT NULL,
      code text NOT NULL,
      till_id text NOT NULL REFERENCES tills,
      state text NOT NULL CHECK (state IN ('lent', 'used', 'returned')),
      asked_at_ms bigint NOT NULL,
      PRIMARY KEY (sale_id, code)
    );
    CREATE INDEX coupon_leases_lent ON coupon_leases (code) WHERE state = 'lent';
    -- Stored value is lent whole, to one sale at a time: its two assets are spent in proportion.
    CREATE TABLE value_leases (
      sale_id text PRIMARY KEY,
      member_id text REFERENCES members,
      till_id text NOT NULL REFERENCES tills,
      principal_minor bigint NOT NULL CHECK (principal_minor >= 0),
      bonus_minor bigint NOT NULL CHECK (bonus_minor >= 0),
      state text NOT NULL CHECK (state IN ('lent', 'spent', 'returned')),
      asked_at_ms bigint NOT NULL
    );
    CREATE UNIQUE INDEX value_leases_lent ON value_leases (member_id) WHERE state = 'lent';
    CREATE TABLE promotion_uses (
      member_id text NOT NULL REFERENCES members,
      promotion_id text NOT NULL,
      business_date date NOT NULL,
      uses integer NOT NULL CHECK (uses >= 0),
      PRIMARY KEY (member_id, promotion_id, business_date)
    );
    ALTER TABLE products ADD COLUMN asset text CHECK (asset IN ('stored-value', 'gift-card'));
    ALTER TABLE products ADD COLUMN load_bonus_minor bigint NOT NULL DEFAULT 0 CHECK (load_bonus_minor >= 0);
  `,
}
