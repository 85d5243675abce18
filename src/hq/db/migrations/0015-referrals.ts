import type { Migration } from '../migration.ts'

/** Who brought whom, and what became of it: open until a purchase counts, waiting until it is paid for, then paid. */
export const referrals: Migration = {
  number: 15,
  name: 'referrals',
  sql: `
    CREATE TABLE referrals (
      member_id text PRIMARY KEY REFERENCES members,
      referrer_id text NOT NULL REFERENCES members CHECK (referrer_id <> member_id),
      named_at_ms bigint NOT NULL,
      named_by text NOT NULL,
      state text NOT NULL CHECK (state IN ('open', 'waiting', 'paid')),
      -- The purchase that counts; its programme says what is paid.
      sale_id text UNIQUE REFERENCES sales,
      bought_on date,
      pay_on date,
      CHECK ((state = 'open') = (sale_id IS NULL) AND (sale_id IS NULL) = (bought_on IS NULL) AND (sale_id IS NULL) = (pay_on IS NULL))
    );
    CREATE INDEX referrals_unsettled ON referrals (state, pay_on) WHERE state <> 'paid';
  `,
}
