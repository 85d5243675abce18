import type { Clock } from './clock.ts'
import type { Database } from './db/database.ts'
import type { FeedSignal } from './feed/signal.ts'
import type { Identity } from './identity.ts'
import type { Ids } from './ids.ts'
import type { Log } from './log.ts'
import type { MasterKey } from './master-key.ts'
import type { Metrics } from './metrics.ts'

/** What every part of a running HQ is given. All truth is in the database; another process may change it at any time. */
export type Hq = {
  readonly db: Database
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly master: MasterKey
  readonly identity: Identity
  readonly metrics: Metrics
  readonly signal: FeedSignal
}
