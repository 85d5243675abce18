import type { Migration } from '../migration.ts'

/** Members with their accounts of points: balance = free + lent + unconfirmed - debt, every term from zero up. */
export const members: Migration = {
  number: 3,
  name: 'members',
  sql: `
    CREATE TABLE members (
      member_id text PRIMARY KEY,
      region text NOT NULL REFERENCES regions,
      store_id text NOT NULL REFERENCES stores,
      status text NOT NULL CHECK (status IN ('active', 'blocked', 'closed')),
      box bytea,
      phone_indexes bytea[] NOT NULL,
      phone_tail_indexes bytea[] NOT NULL,
      name_keys text[] NOT NULL,
      tier text,
      joined date NOT NULL,
      last_purchase date,
      purchases integer NOT NULL CHECK (purchases >= 0),
      segments text[] NOT NULL,
      qualifying bigint NOT NULL,
      free_points bigint NOT NULL CHECK (free_points >= 0),
      lent_points bigint NOT NULL CHECK (lent_points >= 0),
      unconfirmed_points bigint NOT NULL CHECK (unconfirmed_points >= 0),
      debt_points bigint NOT NULL CHECK (debt_points >= 0),
      balance_points bigint GENERATED ALWAYS AS (free_points + lent_points + unconfirmed_points - debt_points) STORED,
      counters_date date,
      earned_today_points bigint NOT NULL,
      earned_month_points bigint NOT NULL,
      carry text NOT NULL,
      stored_principal_minor bigint NOT NULL CHECK (stored_principal_minor >= 0),
      stored_bonus_minor bigint NOT NULL CHECK (stored_bonus_minor >= 0),
      stamp bigint NOT NULL,
      changed_at_ms bigint NOT NULL
    );
    CREATE TABLE cards (
      card_index bytea PRIMARY KEY,
      member_id text NOT NULL REFERENCES members,
      number_wrapped bytea NOT NULL,
      status text NOT NULL CHECK (status IN ('active', 'blocked'))
    );
    CREATE INDEX cards_of_member ON cards (member_id);
    -- A lot keeps its row when it is used up: a return gives points back to it.
    CREATE TABLE lots (
      member_id text NOT NULL REFERENCES members,
      lot_id text NOT NULL,
      points bigint NOT NULL CHECK (points >= 0),
      lent_points bigint NOT NULL CHECK (lent_points BETWEEN 0 AND points),
      earned_at_ms bigint NOT NULL,
      available_at_ms bigint,
      expires_at_ms bigint,
      grace boolean NOT NULL,
      -- Unconfirmed: only the till that earned it may spend it, until that till shows that it has the ack.
      held_till_id text,
      held_epoch integer,
      held_seq bigint,
      PRIMARY KEY (member_id, lot_id),
      CHECK (held_till_id IS NULL OR lent_points = 0)
    );
    CREATE INDEX lots_with_points ON lots (member_id) WHERE points > 0;
    CREATE INDEX lots_held ON lots (held_till_id, held_epoch, held_seq) WHERE held_till_id IS NOT NULL;
    CREATE TABLE leases (
      lease_id text PRIMARY KEY,
      till_id text NOT NULL REFERENCES tills,
      epoch integer,
      -- Null: returned before it was ever asked for.
      member_id text REFERENCES members,
      wanted_points bigint NOT NULL CHECK (wanted_points >= 0),
      granted_points bigint NOT NULL CHECK (granted_points >= 0),
      state text NOT NULL CHECK (state IN ('lent', 'spent', 'returned')),
      asked_at_ms bigint NOT NULL,
      ended_at_ms bigint,
      CHECK ((state = 'lent') = (ended_at_ms IS NULL))
    );
    CREATE INDEX leases_of_member ON leases (member_id) WHERE state = 'lent';
    CREATE TABLE lease_lots (
      lease_id text NOT NULL REFERENCES leases,
      lot_id text NOT NULL,
      points bigint NOT NULL CHECK (points > 0),
      PRIMARY KEY (lease_id, lot_id)
    );
  `,
}
