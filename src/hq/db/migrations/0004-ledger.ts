import type { Migration } from '../migration.ts'

/** The ledger of all stores: double entry, never changed. A trigger refuses a set of entries that does not balance. */
export const ledger: Migration = {
  number: 4,
  name: 'ledger',
  sql: `
    CREATE TABLE entries (
      event_id text NOT NULL,
      entry_no integer NOT NULL,
      asset text NOT NULL,
      account text NOT NULL,
      delta bigint NOT NULL,
      PRIMARY KEY (event_id, entry_no)
    );
    CREATE INDEX entries_of_account ON entries (account, asset);
    CREATE TABLE lot_movements (
      event_id text NOT NULL,
      movement_no integer NOT NULL,
      member_id text NOT NULL,
      lot_id text NOT NULL,
      delta_points bigint NOT NULL,
      PRIMARY KEY (event_id, movement_no)
    );
    CREATE INDEX lot_movements_of_member ON lot_movements (member_id, lot_id);
    -- What HQ itself did: opening balances, adjustments, expiry.
    CREATE TABLE hq_events (
      event_id text PRIMARY KEY,
      kind text NOT NULL,
      at_ms bigint NOT NULL,
      person text NOT NULL,
      body jsonb NOT NULL
    );
    CREATE TABLE sales (
      sale_id text PRIMARY KEY,
      till_id text NOT NULL REFERENCES tills,
      epoch integer NOT NULL,
      seq bigint NOT NULL,
      store_id text NOT NULL,
      cashier_id text NOT NULL,
      member_id text,
      sale_number integer NOT NULL,
      receipt_code text NOT NULL,
      at_ms bigint NOT NULL,
      committed_at_ms bigint NOT NULL,
      business_date date NOT NULL,
      programme_version integer NOT NULL,
      programme_hash text NOT NULL,
      rules_version text NOT NULL,
      tier text,
      gross_minor bigint NOT NULL,
      discount_minor bigint NOT NULL,
      due_minor bigint NOT NULL,
      pay_minor bigint NOT NULL,
      points_used bigint NOT NULL,
      points_tender_minor bigint NOT NULL,
      earn_points bigint NOT NULL,
      offers text[] NOT NULL,
      applied_at_ms bigint NOT NULL,
      UNIQUE (till_id, epoch, seq)
    );
    CREATE INDEX sales_by_day ON sales (business_date, store_id);
    CREATE INDEX sales_newest ON sales (at_ms);
    CREATE INDEX sales_of_member ON sales (member_id, at_ms) WHERE member_id IS NOT NULL;
    CREATE INDEX sales_by_receipt ON sales (receipt_code);
    CREATE TABLE tenders (
      sale_id text NOT NULL REFERENCES sales,
      tender_no integer NOT NULL,
      kind text NOT NULL,
      paid_minor bigint NOT NULL,
      tendered_minor bigint NOT NULL,
      change_minor bigint NOT NULL,
      reference text,
      PRIMARY KEY (sale_id, tender_no)
    );

    CREATE FUNCTION entries_balance() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE broken record;
    BEGIN
      SELECT event_id, asset, sum(delta) AS off INTO broken FROM added GROUP BY event_id, asset HAVING sum(delta) <> 0 LIMIT 1;
      IF FOUND THEN
        RAISE EXCEPTION 'entries of % in % are off by %', broken.event_id, broken.asset, broken.off USING ERRCODE = 'check_violation';
      END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER entries_balance AFTER INSERT ON entries REFERENCING NEW TABLE AS added
      FOR EACH STATEMENT EXECUTE FUNCTION entries_balance();
    CREATE TRIGGER entries_stay BEFORE UPDATE OR DELETE ON entries FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER lot_movements_stay BEFORE UPDATE OR DELETE ON lot_movements FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER sales_stay BEFORE UPDATE OR DELETE ON sales FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER tenders_stay BEFORE UPDATE OR DELETE ON tenders FOR EACH ROW EXECUTE FUNCTION refuse_change();
  `,
}
