import { inTransaction, sqlState, type Database, type Tx } from './db/database.ts'
import type { Clock } from './clock.ts'
import type { Ids } from './ids.ts'
import { inSpendingOrder, type Account } from './book/account.ts'
import { endLease, lend, newLease, type Lease } from './book/lease.ts'
import { loadBook } from './book/load.ts'
import { saveBook } from './book/save.ts'
import { err, ok, type Result } from '../contract/result.ts'
import type { LeaseAnswer, LeaseRequest } from '../contract/wire-lease.ts'

export type Lender = { readonly db: Database; readonly clock: Clock; readonly ids: Ids }
export type LeaseRefusal = 'unknown_member' | 'member_blocked' | 'lease_returned' | 'lease_conflict'

/**
 * Lends points to one till for one sale (R4). The same question gets the same answer; a higher total tops up; what was
 * returned, or belongs to a sale that is booked, is never lent again.
 */
export function grantLease(lender: Lender, tillId: string, request: LeaseRequest): Promise<Result<LeaseAnswer, LeaseRefusal>> {
  return againOnCollision(() =>
    inTransaction(lender.db, async (tx) => {
      const { leaseId, memberId, wantedPoints, epoch } = request
      const nowMs = lender.clock.nowMs()
      const book = await loadBook(tx, [memberId], [leaseId])
      const account = book.accounts.get(memberId)
      const known = book.leases.get(leaseId)
      if (known && (known.tillId !== tillId || (known.memberId !== null && known.memberId !== memberId))) return err('lease_conflict')
      if (known ? known.state !== 'lent' : await isBooked(tx, leaseId)) return err('lease_returned')
      if (!account) return err('unknown_member')
      if (!known && account.member.status !== 'active') return err('member_blocked')
      const lease = known ?? newLease({ leaseId, tillId, epoch, memberId, askedAtMs: nowMs })
      if (account.member.status === 'active' && (lease.isNew || wantedPoints > lease.wantedPoints)) {
        lend(account, lease, wantedPoints, nowMs)
        book.leases.set(leaseId, lease)
        await saveBook(tx, book, { ids: lender.ids, nowMs })
      }
      return ok(answerOf(account, lease))
    }),
  )
}

/** Takes a lease back. One that HQ does not know is remembered: an asking that arrives later is never granted. */
export function returnLease(lender: Lender, tillId: string, leaseId: string): Promise<Result<{ returned: true }, 'lease_conflict'>> {
  return againOnCollision(() =>
    inTransaction(lender.db, async (tx) => {
      const nowMs = lender.clock.nowMs()
      const owner = await tx.selectFrom('leases').select('member_id').where('lease_id', '=', leaseId).executeTakeFirst()
      const book = await loadBook(tx, owner?.member_id ? [owner.member_id] : [], [leaseId])
      const lease = book.leases.get(leaseId) ?? newLease({ leaseId, tillId, epoch: null, memberId: null, askedAtMs: nowMs })
      if (lease.tillId !== tillId) return err('lease_conflict')
      if (lease.state !== 'lent') return ok({ returned: true })
      endLease(lease.memberId === null ? null : (book.accounts.get(lease.memberId) ?? null), lease, 'returned', nowMs)
      book.leases.set(leaseId, lease)
      await saveBook(tx, book, { ids: lender.ids, nowMs })
      return ok({ returned: true })
    }),
  )
}

function answerOf(account: Account, lease: Lease): LeaseAnswer {
  const lots = inSpendingOrder(account.lots.values()).flatMap((lot) => {
    const points = lease.lots.get(lot.lotId)
    if (points === undefined) return []
    const { lotId, earnedAtMs, availableAtMs, expiresAtMs, grace } = lot
    return { lotId, points, earnedAtMs, availableAtMs, expiresAtMs, grace }
  })
  return { leaseId: lease.leaseId, grantedPoints: lease.grantedPoints, lots }
}

/** The sale of this id is in the ledger: its lease is over, whether or not it ever was. */
async function isBooked(tx: Tx, saleId: string): Promise<boolean> {
  return (await tx.selectFrom('applied_events').select('event_id').where('event_id', '=', saleId).executeTakeFirst()) !== undefined
}

const UNIQUE_VIOLATION = '23505'

/** Two requests made the same new lease at once: the second looks again and finds the first's. */
async function againOnCollision<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (sqlState(cause) !== UNIQUE_VIOLATION) throw cause
    return work()
  }
}
