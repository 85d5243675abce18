import type { Migration } from '../migration.ts'

/** What the tills sent, byte for byte, and what became of it. */
export const journal: Migration = {
  number: 2,
  name: 'journal',
  sql: `
    CREATE TABLE journal_events (
      till_id text NOT NULL REFERENCES tills,
      epoch integer NOT NULL CHECK (epoch >= 1),
      seq bigint NOT NULL CHECK (seq >= 1),
      bytes bytea NOT NULL,
      hash bytea NOT NULL CHECK (octet_length(hash) = 32),
      stored_at_ms bigint NOT NULL,
      PRIMARY KEY (till_id, epoch, seq)
    );
    -- Another event under the same (epoch, seq): the other branch of a fork, kept by its hash.
    CREATE TABLE journal_forks (
      till_id text NOT NULL REFERENCES tills,
      epoch integer NOT NULL,
      seq bigint NOT NULL,
      hash bytea NOT NULL CHECK (octet_length(hash) = 32),
      bytes bytea NOT NULL,
      stored_at_ms bigint NOT NULL,
      PRIMARY KEY (till_id, epoch, seq, hash)
    );
    -- One row a journal: how far it is durable, how far it is applied, how far its till knows the ack.
    -- Three tables, so that storing, applying and confirming never wait for one another.
    CREATE TABLE journal_ends (
      till_id text NOT NULL REFERENCES tills,
      epoch integer NOT NULL,
      durable_seq bigint NOT NULL,
      durable_hash bytea NOT NULL,
      PRIMARY KEY (till_id, epoch)
    );
    CREATE TABLE apply_ends (
      till_id text NOT NULL REFERENCES tills,
      epoch integer NOT NULL,
      applied_seq bigint NOT NULL,
      -- See feed_changes.stamp: marks of one till keep their order.
      stamp bigint NOT NULL,
      PRIMARY KEY (till_id, epoch)
    );
    CREATE TABLE ack_ends (
      till_id text NOT NULL REFERENCES tills,
      epoch integer NOT NULL,
      acked_seq bigint NOT NULL,
      PRIMARY KEY (till_id, epoch)
    );
    CREATE TABLE event_outcomes (
      till_id text NOT NULL REFERENCES tills,
      epoch integer NOT NULL,
      seq bigint NOT NULL,
      outcome text NOT NULL CHECK (outcome IN ('applied', 'duplicate', 'applied-with-debt', 'suspense')),
      detail text,
      decided_at_ms bigint NOT NULL,
      PRIMARY KEY (till_id, epoch, seq)
    );
    CREATE INDEX event_outcomes_waiting ON event_outcomes (till_id) WHERE outcome = 'suspense';
    -- An event counts once, whichever till or branch it came by.
    CREATE TABLE applied_events (
      event_id text PRIMARY KEY,
      till_id text NOT NULL,
      epoch integer NOT NULL,
      seq bigint NOT NULL,
      kind text NOT NULL,
      body_hash bytea NOT NULL
    );

    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION '% rows are never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END $$;
    CREATE TRIGGER journal_events_stay BEFORE UPDATE OR DELETE ON journal_events FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER journal_forks_stay BEFORE UPDATE OR DELETE ON journal_forks FOR EACH ROW EXECUTE FUNCTION refuse_change();
  `,
}
