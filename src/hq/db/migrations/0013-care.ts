import type { Migration } from '../migration.ts'

/** What HQ looks after by itself: lots that expire, debt that is written off, levels that are held long enough. */
export const care: Migration = {
  number: 13,
  name: 'care',
  sql: `
    ALTER TABLE members
      -- When she came to owe points; null: she owes none.
      ADD COLUMN debt_since_ms bigint,
      -- The last business date on which her metric was enough for her level; null: not reviewed yet.
      ADD COLUMN tier_qualified_on date,
      ADD COLUMN tier_floor text,
      ADD COLUMN tier_floor_until date,
      ADD CHECK ((tier_floor IS NULL) = (tier_floor_until IS NULL));
    UPDATE members SET debt_since_ms = changed_at_ms WHERE debt_points > 0;
    CREATE INDEX members_in_debt ON members (debt_since_ms) WHERE debt_points > 0;
    CREATE INDEX lots_expiring ON lots (expires_at_ms) WHERE points > 0;
    -- What each event added to the tier metric, or took from it, by business date: the metric is a sum over a window.
    CREATE TABLE qualifying_moves (
      event_id text NOT NULL,
      member_id text NOT NULL REFERENCES members,
      business_date date NOT NULL,
      delta bigint NOT NULL,
      PRIMARY KEY (member_id, event_id)
    );
    CREATE INDEX qualifying_moves_by_date ON qualifying_moves (member_id, business_date);
    INSERT INTO qualifying_moves SELECT 'opening', member_id, to_timestamp(changed_at_ms / 1000)::date, qualifying FROM members WHERE qualifying <> 0;
    CREATE TRIGGER qualifying_moves_stay BEFORE UPDATE OR DELETE ON qualifying_moves FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TABLE care_done (slot integer PRIMARY KEY CHECK (slot = 1), tiers_reviewed_on date);
    INSERT INTO care_done VALUES (1, NULL);
  `,
}
