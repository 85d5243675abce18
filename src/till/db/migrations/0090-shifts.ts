import type { Migration } from './migrate.ts'
import { sealedOnceJournaled, writtenOnce } from './guards.ts'

const eventKey = (column: string): string => `${column} TEXT PRIMARY KEY REFERENCES journal (event_id) DEFERRABLE INITIALLY DEFERRED`
const tables = { shifts: 'shift_id', shift_closings: 'event_id', cash_moves: 'event_id', drawer_openings: 'event_id', basket_voids: 'event_id', drawer_counts: 'event_id', sale_voids: 'event_id', approvals: 'event_id' }

/** Shifts, and what people did in them beside selling. All of it is written once. */
export const ledger0090: Migration = {
  number: 90,
  name: 'shifts',
  sql: `
CREATE TABLE shifts (
  ${eventKey('shift_id')},
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  shift_number INTEGER NOT NULL UNIQUE CHECK (shift_number > 0),
  opened_at_ms INTEGER NOT NULL,
  opened_by TEXT NOT NULL,
  float_minor INTEGER NOT NULL CHECK (float_minor >= 0)
) STRICT;

CREATE TABLE shift_closings (
  ${eventKey('event_id')},
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  shift_id TEXT NOT NULL UNIQUE REFERENCES shifts (shift_id),
  z_number INTEGER NOT NULL UNIQUE CHECK (z_number > 0),
  closed_at_ms INTEGER NOT NULL,
  business_date TEXT NOT NULL,
  closed_by TEXT NOT NULL,
  counted_minor INTEGER NOT NULL CHECK (counted_minor >= 0),
  variance_minor INTEGER NOT NULL,
  variance_reason TEXT,
  note TEXT NOT NULL,
  report_json TEXT NOT NULL CHECK (json_valid(report_json))
) STRICT;

CREATE TABLE cash_moves (
  ${eventKey('event_id')},
  shift_id TEXT NOT NULL REFERENCES shifts (shift_id),
  direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
  amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
  reason TEXT NOT NULL,
  note TEXT NOT NULL,
  staff_id TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE drawer_openings (
  ${eventKey('event_id')},
  shift_id TEXT REFERENCES shifts (shift_id),
  reason TEXT NOT NULL,
  note TEXT NOT NULL,
  staff_id TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE basket_voids (
  ${eventKey('event_id')},
  shift_id TEXT NOT NULL REFERENCES shifts (shift_id),
  sale_id TEXT NOT NULL,
  whole INTEGER NOT NULL CHECK (whole IN (0, 1)),
  gross_minor INTEGER NOT NULL,
  staff_id TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE drawer_counts (
  ${eventKey('event_id')},
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  shift_id TEXT NOT NULL REFERENCES shifts (shift_id),
  counted_minor INTEGER NOT NULL CHECK (counted_minor >= 0),
  pieces_json TEXT NOT NULL CHECK (json_valid(pieces_json)),
  staff_id TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;

-- Returns that undo a sale of the same shift.
CREATE TABLE sale_voids (
  ${eventKey('event_id')},
  sale_id TEXT NOT NULL UNIQUE REFERENCES sales (sale_id),
  shift_id TEXT NOT NULL REFERENCES shifts (shift_id)
) STRICT;

-- With the event that they allowed.
CREATE TABLE approvals (
  approval_id TEXT PRIMARY KEY,
  event_id TEXT NOT NULL REFERENCES journal (event_id) DEFERRABLE INITIALLY DEFERRED,
  "right" TEXT NOT NULL,
  subject TEXT NOT NULL,
  staff_id TEXT NOT NULL,
  approver_id TEXT NOT NULL,
  reason TEXT NOT NULL,
  note TEXT NOT NULL,
  approved_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX approvals_of_event ON approvals (event_id);
${Object.entries(tables).map(([table, key]) => sealedOnceJournaled(table, key)).join('')}
${Object.keys(tables).map(writtenOnce).join('')}
`,
}
