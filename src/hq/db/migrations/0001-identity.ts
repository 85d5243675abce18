import type { Migration } from '../migration.ts'

/** HQ's own keys, regions with theirs, stores, staff, tills and how a till becomes one. */
export const identity: Migration = {
  number: 1,
  name: 'identity',
  sql: `
    CREATE TABLE hq_identity (
      slot smallint PRIMARY KEY CHECK (slot = 1),
      incarnation integer NOT NULL CHECK (incarnation >= 1),
      signing_public bytea NOT NULL CHECK (octet_length(signing_public) = 32),
      signing_private_wrapped bytea NOT NULL,
      token_key_wrapped bytea NOT NULL,
      created_at_ms bigint NOT NULL
    );
    CREATE TABLE regions (
      region text PRIMARY KEY,
      region_key_wrapped bytea NOT NULL,
      key_generation integer NOT NULL CHECK (key_generation >= 1)
    );
    CREATE TABLE stores (
      store_id text PRIMARY KEY,
      region text NOT NULL REFERENCES regions,
      name jsonb NOT NULL,
      time_zone text NOT NULL,
      address text NOT NULL,
      phone text NOT NULL,
      stamp bigint NOT NULL
    );
    CREATE TABLE staff (
      staff_id text PRIMARY KEY,
      name text NOT NULL,
      role text NOT NULL CHECK (role IN ('trainee', 'cashier', 'supervisor', 'manager')),
      store_ids text[] NOT NULL,
      badge_wrapped bytea,
      status text NOT NULL CHECK (status IN ('active', 'left')),
      stamp bigint NOT NULL
    );
    CREATE TABLE tills (
      till_id text PRIMARY KEY,
      store_id text NOT NULL REFERENCES stores,
      till_number integer NOT NULL CHECK (till_number >= 1),
      public_key bytea NOT NULL UNIQUE CHECK (octet_length(public_key) = 32),
      box_public_key bytea NOT NULL CHECK (octet_length(box_public_key) = 32),
      machine_name text NOT NULL,
      enrolled_at_ms bigint NOT NULL,
      revoked_at_ms bigint,
      fork_seen_at_ms bigint,
      UNIQUE (store_id, till_number)
    );
    -- What a till last told about itself: kept apart, so that a heartbeat never waits for anything that matters.
    CREATE TABLE till_sightings (
      till_id text PRIMARY KEY REFERENCES tills,
      seen_at_ms bigint NOT NULL,
      program_version text,
      queued_events integer,
      clock_offset_ms bigint
    );
    CREATE TABLE enrol_codes (
      code_hash bytea PRIMARY KEY,
      store_id text NOT NULL REFERENCES stores,
      expires_at_ms bigint NOT NULL,
      used_at_ms bigint,
      till_id text REFERENCES tills
    );
    CREATE TABLE challenges (
      nonce bytea PRIMARY KEY,
      till_id text NOT NULL REFERENCES tills,
      expires_at_ms bigint NOT NULL
    );
    CREATE INDEX challenges_by_age ON challenges (expires_at_ms);
  `,
}
