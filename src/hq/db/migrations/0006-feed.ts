import type { Migration } from '../migration.ts'

/**
 * The change feed. Changes commit without a position; the numbering transaction, alone in locking `feed_head`, gives
 * positions to committed rows that have none. Changes of one transaction are one group and keep together.
 */
export const feed: Migration = {
  number: 6,
  name: 'feed',
  sql: `
    CREATE TABLE feed_head (
      slot smallint PRIMARY KEY CHECK (slot = 1),
      position bigint NOT NULL CHECK (position >= 0),
      -- A cursor below this one may have missed tombstones that are gone.
      oldest_cursor bigint NOT NULL CHECK (oldest_cursor >= 0)
    );
    INSERT INTO feed_head (slot, position, oldest_cursor) VALUES (1, 0, 0);
    CREATE TABLE feed_changes (
      group_id uuid NOT NULL,
      group_line integer NOT NULL,
      -- A Lamport clock: of two groups that touched the same object, the later has the higher stamp.
      stamp bigint NOT NULL,
      position bigint UNIQUE,
      -- 'mark' carries no row: it only says how far a till's own events are in.
      kind text NOT NULL CHECK (kind IN ('member', 'product', 'programme', 'store', 'staff', 'mark')),
      id text NOT NULL,
      -- Null: for every region.
      region text,
      row jsonb,
      source_till_id text,
      source_epoch integer,
      source_seq bigint,
      made_at_ms bigint NOT NULL,
      PRIMARY KEY (group_id, group_line)
    );
    CREATE INDEX feed_changes_unnumbered ON feed_changes (stamp, group_id, group_line) WHERE position IS NULL;
    CREATE INDEX feed_changes_of_till ON feed_changes (source_till_id, position) WHERE kind = 'mark';
    CREATE INDEX feed_changes_of_object ON feed_changes (kind, id, position);
  `,
}
