import type { Migration } from '../migration.ts'

/** What people did at tills beside selling, and who allowed what: for whoever looks after the shops. */
export const acts: Migration = {
  number: 12,
  name: 'acts',
  sql: `
    CREATE TABLE acts (
      event_id text PRIMARY KEY,
      till_id text NOT NULL REFERENCES tills,
      store_id text NOT NULL,
      kind text NOT NULL,
      staff_id text NOT NULL,
      shift_id text,
      -- Money that it was about; null: none.
      amount_minor bigint,
      reason text,
      note text NOT NULL,
      at_ms bigint NOT NULL,
      business_date date NOT NULL,
      body jsonb NOT NULL
    );
    CREATE INDEX acts_by_time ON acts (at_ms DESC);
    CREATE TABLE approvals (
      approval_id text PRIMARY KEY,
      event_id text NOT NULL,
      till_id text NOT NULL REFERENCES tills,
      right_name text NOT NULL,
      subject text NOT NULL,
      staff_id text NOT NULL,
      approver_id text NOT NULL,
      reason text NOT NULL,
      note text NOT NULL,
      at_ms bigint NOT NULL
    );
    CREATE INDEX approvals_by_time ON approvals (at_ms DESC);
    CREATE INDEX approvals_of_event ON approvals (event_id);
  `,
}
