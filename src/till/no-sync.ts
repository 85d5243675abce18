import { readNewestAck } from './db/acks.ts'
import { NO_COUNTER } from './counter.ts'
import { countEventsAfter } from './db/journal.ts'
import type { LedgerRead } from './db/sqlite-file.ts'
import type { Sync } from './sync-port.ts'

/** The line of a till that knows no HQ: it sells on, and everything waits in its journal. */
export function noSync(ledger: LedgerRead): Sync {
  return {
    ...NO_COUNTER,
    askLease: () => Promise.resolve({ kind: 'offline' }),
    status() {
      const ack = readNewestAck(ledger)
      return {
        kind: 'offline',
        queuedEvents: countEventsAfter(ledger, ack ?? { epoch: 0, seq: 0 }),
        lastContactAtMs: ack?.hqAtMs ?? null,
      }
    },
    wake: () => undefined,
    now: () => Promise.resolve(),
    close: () => Promise.resolve(),
  }
}
