import { readLeasesIn, setLeaseState } from '../db/leases.ts'
import type { Ledger } from '../db/sqlite-file.ts'
import { BACKOFF_CAP_QUEUED_MS, type Backoff } from './backoff.ts'
import type { Link } from './link.ts'
import type { StepResult } from './loop.ts'
import type { Sessions } from './session.ts'

/**
 * Gives leases back. The journal already says so (`lease-returned`); telling HQ directly frees the points at once
 * instead of with the queue. Asked again until HQ confirms: an id that HQ never heard of is confirmed too, and remembered
 * there, so that an asking still on its way is never granted.
 */
export type LeaseReturns = { step(): Promise<StepResult> }

const RETURN_TIMEOUT_MS = 5_000

export function createLeaseReturns(deps: {
  readonly ledger: Ledger
  readonly sessions: Sessions
  readonly link: Link
  readonly backoff: Backoff
  readonly onRefused: (refusal: { readonly leaseId: string; readonly error: string; readonly detail: string }) => void
}): LeaseReturns {
  /** HQ will not take these back as they are (a person has to look): not asked again before the next start. */
  const refused = new Set<string>()
  return {
    async step() {
      const lease = readLeasesIn(deps.ledger, 'returning').find(({ leaseId }) => !refused.has(leaseId))
      if (lease === undefined) return { kind: 'idle', pollMs: null }
      if (deps.link.state().kind === 'offline' || deps.link.state().kind === 'connecting') return { kind: 'idle', pollMs: null }
      const { leaseId } = lease
      const reply = await deps.sessions.call('leaseReturn', { leaseId }, RETURN_TIMEOUT_MS)
      switch (reply.kind) {
        case 'answer':
          deps.ledger.write((tx) => setLeaseState(tx, leaseId, 'returned'))
          deps.backoff.reset()
          return { kind: 'again' }
        case 'refused':
          refused.add(leaseId)
          deps.onRefused({ leaseId, error: reply.error, detail: reply.detail })
          return { kind: 'again' }
        case 'failed':
          return { kind: 'failed', delayMs: deps.backoff.nextMs(BACKOFF_CAP_QUEUED_MS), holdMs: reply.retryAfterMs }
        case 'shut':
          return { kind: 'idle', pollMs: null }
      }
    },
  }
}
