import type { Migration } from './migrate.ts'

/** Coupons of a member, her uses of limited offers by date, and goods that load value. */
export const mirror0020: Migration = {
  number: 20,
  name: 'coupons and stored value',
  sql: `
ALTER TABLE members ADD COLUMN coupons_json TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(coupons_json));
ALTER TABLE members ADD COLUMN limit_uses_json TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(limit_uses_json));
ALTER TABLE products ADD COLUMN asset TEXT CHECK (asset IN ('stored-value', 'gift-card'));
ALTER TABLE products ADD COLUMN load_bonus_minor INTEGER NOT NULL DEFAULT 0 CHECK (load_bonus_minor >= 0);
`,
}
