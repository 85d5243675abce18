import type { Migration } from '../migration.ts'

/** Returns, the right to return a sale, and what a replay of events found to differ. */
export const returns: Migration = {
  number: 8,
  name: 'returns',
  sql: `
    CREATE TABLE returns (
      return_id text PRIMARY KEY,
      till_id text NOT NULL REFERENCES tills,
      epoch integer NOT NULL,
      seq bigint NOT NULL,
      store_id text NOT NULL,
      cashier_id text NOT NULL,
      sale_id text NOT NULL REFERENCES sales,
      member_id text,
      receipt_code text NOT NULL,
      reason text NOT NULL,
      at_ms bigint NOT NULL,
      committed_at_ms bigint NOT NULL,
      business_date date NOT NULL,
      refund_minor bigint NOT NULL CHECK (refund_minor >= 0),
      points_back bigint NOT NULL,
      points_clawed_back bigint NOT NULL,
      whole_sale boolean NOT NULL,
      applied_at_ms bigint NOT NULL,
      UNIQUE (till_id, epoch, seq)
    );
    CREATE INDEX returns_of_sale ON returns (sale_id);
    CREATE INDEX returns_by_day ON returns (business_date, store_id);
    CREATE TABLE refunds (
      return_id text NOT NULL REFERENCES returns,
      refund_no integer NOT NULL,
      tender_no integer NOT NULL,
      kind text NOT NULL,
      refund_minor bigint NOT NULL CHECK (refund_minor > 0),
      reference text,
      PRIMARY KEY (return_id, refund_no)
    );
    -- What is reversed of a sale by all its returns.
    CREATE TABLE sale_reversals (
      sale_id text PRIMARY KEY REFERENCES sales,
      reversed jsonb NOT NULL
    );
    -- Lent until a return of that till is booked: no clock takes it back.
    CREATE TABLE return_rights (
      sale_id text PRIMARY KEY REFERENCES sales,
      till_id text NOT NULL REFERENCES tills,
      return_id text NOT NULL,
      lent_at_ms bigint NOT NULL
    );
    CREATE TABLE replay_differences (
      event_id text NOT NULL,
      difference_no integer NOT NULL,
      -- result: it does not follow from the event's own inputs; inputs: they are not what HQ's history says.
      kind text NOT NULL CHECK (kind IN ('result', 'inputs')),
      path text NOT NULL,
      stated text NOT NULL,
      computed text NOT NULL,
      found_at_ms bigint NOT NULL,
      PRIMARY KEY (event_id, difference_no)
    );
    CREATE INDEX replay_differences_newest ON replay_differences (found_at_ms);
    CREATE TRIGGER returns_stay BEFORE UPDATE OR DELETE ON returns FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER refunds_stay BEFORE UPDATE OR DELETE ON refunds FOR EACH ROW EXECUTE FUNCTION refuse_change();
  `,
}
