import type { Migration } from '../migration.ts'

/** The other branch of a fork is booked too; a person's word on what waits; and since when HQ is what it is. */
export const branches: Migration = {
  number: 11,
  name: 'branches',
  sql: `
    -- Of a fork two events stand in one place, and both may be sales.
    ALTER TABLE sales DROP CONSTRAINT sales_till_id_epoch_seq_key;
    CREATE INDEX sales_of_place ON sales (till_id, epoch, seq);
    ALTER TABLE returns DROP CONSTRAINT returns_till_id_epoch_seq_key;
    CREATE INDEX returns_of_place ON returns (till_id, epoch, seq);
    -- What became of the events of kept branches, and of those that came for a gap.
    CREATE TABLE branch_outcomes (
      till_id text NOT NULL,
      epoch integer NOT NULL,
      seq bigint NOT NULL,
      hash bytea NOT NULL,
      outcome text NOT NULL CHECK (outcome IN ('applied', 'duplicate', 'applied-with-debt', 'suspense')),
      detail text,
      decided_at_ms bigint NOT NULL,
      resolved_by text REFERENCES hq_events,
      PRIMARY KEY (till_id, epoch, seq, hash),
      FOREIGN KEY (till_id, epoch, seq, hash) REFERENCES journal_forks (till_id, epoch, seq, hash)
    );
    CREATE INDEX branch_outcomes_waiting ON branch_outcomes (till_id) WHERE outcome = 'suspense' AND resolved_by IS NULL;
    -- The event of HQ's own by which a person decided.
    ALTER TABLE event_outcomes ADD COLUMN resolved_by text REFERENCES hq_events;
    DROP INDEX event_outcomes_waiting;
    CREATE INDEX event_outcomes_waiting ON event_outcomes (till_id) WHERE outcome = 'suspense' AND resolved_by IS NULL;
    CREATE INDEX event_outcomes_resolved ON event_outcomes (till_id, decided_at_ms) WHERE resolved_by IS NOT NULL;
    -- The first one has no row: it began when HQ was made.
    CREATE TABLE incarnations (
      incarnation integer PRIMARY KEY,
      began_at_ms bigint NOT NULL,
      cause text NOT NULL CHECK (cause IN ('restore', 'till-ahead')),
      -- Whose ack was newer than what is here.
      till_id text REFERENCES tills
    );
  `,
}
