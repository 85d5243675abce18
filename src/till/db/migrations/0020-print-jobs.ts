import type { Migration } from './migrate.ts'

/** What is still to be printed. A job names what it prints; the words are made anew, so no personal data rests here. */
export const ledger0020: Migration = {
  number: 20,
  name: 'print jobs',
  sql: `
CREATE TABLE print_jobs (
  job_id INTEGER PRIMARY KEY,
  what_json TEXT NOT NULL CHECK (json_valid(what_json)),
  state TEXT NOT NULL CHECK (state IN ('queued', 'printing', 'printed', 'given-up')),
  reprint INTEGER NOT NULL CHECK (reprint IN (0, 1)),
  problem TEXT,
  created_at_ms INTEGER NOT NULL,
  changed_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX print_jobs_open ON print_jobs (job_id) WHERE state IN ('queued', 'printing');
`,
}
