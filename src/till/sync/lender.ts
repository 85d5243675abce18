import type { Ledger } from '../db/sqlite-file.ts'
import { readNewestAck } from '../db/acks.ts'
import { readNewestEpoch } from '../db/epochs.ts'
import { LEASE_TIMEOUT_MS, type LeaseAnswer, type PointsLender } from '../points-lender.ts'
import type { Link } from './link.ts'
import type { Sessions } from './session.ts'
import type { Timers } from './timers.ts'

/**
 * Asks HQ to lend points to one sale (R4) while the cashier waits: two seconds in all, a new session included. The
 * desk has written the lease's row before; whatever comes of the asking, the same question later gets the same answer.
 */
export function createLender(deps: {
  readonly ledger: Ledger
  readonly sessions: Sessions
  readonly link: Link
  readonly timers: Timers
}): PointsLender {
  const ask: PointsLender['askLease'] = async ({ leaseId, memberId, wantedPoints }) => {
    const state = deps.link.state()
    if (state.kind === 'refused') return { kind: 'rejected', rejected: state.why }
    const acked = readNewestAck(deps.ledger)
    const reply = await deps.sessions.call(
      'lease',
      {
        leaseId,
        memberId,
        wantedPoints,
        epoch: readNewestEpoch(deps.ledger)?.epoch ?? 1,
        acked: acked && { epoch: acked.epoch, seq: acked.seq },
      },
      LEASE_TIMEOUT_MS,
    )
    switch (reply.kind) {
      case 'answer': {
        const { grantedPoints, lots } = reply.answer
        const lentPoints = lots.reduce((sum, lot) => sum + lot.points, 0)
        // An answer about another lease, or whose lots are not what it grants, grants nothing that could be spent.
        if (reply.answer.leaseId !== leaseId || lentPoints !== grantedPoints) return { kind: 'offline' }
        return { kind: 'granted', grantedPoints, lots: lots.map(({ lotId, points, expiresAtMs }) => ({ lotId, points, expiresAtMs })) }
      }
      case 'refused':
        return { kind: 'rejected', rejected: reply.error }
      case 'failed':
      case 'shut':
        return { kind: 'offline' }
    }
  }
  return {
    askLease: (question) =>
      new Promise<LeaseAnswer>((resolve) => {
        const cancel = deps.timers.after(LEASE_TIMEOUT_MS, () => resolve({ kind: 'offline' }))
        void ask(question)
          .catch((): LeaseAnswer => ({ kind: 'offline' }))
          .then((answer) => {
            cancel()
            resolve(answer)
          })
      }),
  }
}
