import type { Migration } from './migrate.ts'
import { writtenOnce } from './guards.ts'

/** 35 days: HQ's backups must be younger, because older events cannot be sent to it again. */
export const RETENTION_MS = 35 * 86_400_000

/**
 * What happens to journal rows later: those that can no longer be read get a gap, old ones that HQ holds give up their
 * bytes, and what these files lost when they were put back from a copy comes back beside them.
 */
export const ledger0120: Migration = {
  number: 120,
  name: 'retention',
  sql: `
-- Stands in for a journal row of the same place whose bytes no longer fit its hash. Sent in its place.
CREATE TABLE gaps (
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  found_at_ms INTEGER NOT NULL,
  PRIMARY KEY (epoch, seq),
  FOREIGN KEY (epoch, seq) REFERENCES journal (epoch, seq)
) STRICT, WITHOUT ROWID;

-- Events of this till that these files do not have: HQ gave them back.
CREATE TABLE recovered_events (
  event_id TEXT PRIMARY KEY,
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  kind TEXT NOT NULL,
  bytes BLOB NOT NULL,
  previous_hash BLOB NOT NULL CHECK (length(previous_hash) = 32),
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  receipt_code TEXT NOT NULL,
  recovered_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX recovered_by_receipt ON recovered_events (receipt_code);

-- HQ was asked, once for each epoch that these files began because they were older than what they did.
CREATE TABLE recoveries (
  epoch INTEGER PRIMARY KEY REFERENCES epochs (epoch),
  events INTEGER NOT NULL CHECK (events >= 0),
  sales INTEGER NOT NULL CHECK (sales >= 0),
  done_at_ms INTEGER NOT NULL
) STRICT;

-- HQ's signed word, at the opening of a session, how far it holds this journal now: only the newest counts.
CREATE TABLE checkpoints (
  hq_at_ms INTEGER PRIMARY KEY,
  incarnation INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  nonce TEXT NOT NULL,
  signature BLOB NOT NULL,
  FOREIGN KEY (epoch, seq) REFERENCES journal (epoch, seq)
) STRICT;
CREATE TRIGGER checkpoints_no_update BEFORE UPDATE ON checkpoints
BEGIN SELECT RAISE(ABORT, 'checkpoints: rows are never changed'); END;
CREATE TRIGGER checkpoints_no_delete BEFORE DELETE ON checkpoints
WHEN NOT EXISTS (SELECT 1 FROM checkpoints WHERE hq_at_ms > OLD.hq_at_ms)
BEGIN SELECT RAISE(ABORT, 'checkpoints: the newest one stays'); END;

-- Pruning takes a row's bytes and nothing else: its place, id and hash stay, so chain, entries and receipts hold. Only of
-- what HQ acked 35 days before its newest checkpoint, by HQ's own clock, and still holds by that checkpoint.
DROP TRIGGER journal_no_update;
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
WHEN NOT (
  length(NEW.bytes) = 0 AND NEW.epoch = OLD.epoch AND NEW.seq = OLD.seq AND NEW.event_id = OLD.event_id AND NEW.kind = OLD.kind
  AND NEW.hash = OLD.hash AND NEW.committed_at_ms = OLD.committed_at_ms
  AND EXISTS (
    SELECT 1 FROM (SELECT epoch, seq, hq_at_ms FROM checkpoints ORDER BY hq_at_ms DESC LIMIT 1) c
    JOIN acks a ON a.epoch = OLD.epoch AND a.seq >= OLD.seq AND a.hq_at_ms <= c.hq_at_ms - ${RETENTION_MS}
    WHERE (OLD.epoch, OLD.seq) <= (c.epoch, c.seq)
  )
)
BEGIN SELECT RAISE(ABORT, 'journal: rows are never changed'); END;
${['gaps', 'recovered_events', 'recoveries'].map(writtenOnce).join('')}
`,
}
