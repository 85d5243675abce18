import type { SyncStatus } from '../contract/desk-state.ts'
import type { Counter } from './counter.ts'
import type { PointsLender } from './points-lender.ts'

/**
 * What the engine sees of sync. All else passes through tables: sync reads the journal and writes acks, outcomes and
 * the mirror. `SyncStatus.queuedEvents` counts what waits in the journal.
 */
export type Sync = PointsLender & Counter & {
  status(): SyncStatus
  /** A commit has put something into the journal: push at once. */
  wake(): void
  /** Push and pull now; resolves when that has been tried. */
  now(): Promise<void>
  /** Stops the loading of a whole new mirror; {@link now} goes on with it. Absent: there is no line. */
  haltLoading?(): void
  /** Tries to end what is under way in good order, then stops. */
  close(): Promise<void>
}

/** What sync tells the engine. */
export type SyncEvent =
  /** {@link Sync.status} changed. */
  | { readonly kind: 'status' }
  /** Acks or outcomes were written. */
  | { readonly kind: 'acked' }
  /** Rows of the mirror changed: members, products, rules, staff or stores; or another mirror is in use; or nothing more is waiting at HQ. */
  | { readonly kind: 'mirror'; readonly isCaughtUp: boolean }
  /** HQ told its time; `monotonicMs` is when its answer came. */
  | { readonly kind: 'hq-time'; readonly hqAtMs: number; readonly monotonicMs: number }
