import { grantLease, putAskedLease, readLease } from '../db/leases.ts'
import type { Ledger } from '../db/sqlite-file.ts'
import type { PointsLender } from '../points-lender.ts'
import type { TrustedTime } from '../trusted-time.ts'
import { diskTroubleOf, type DiskTrouble } from './basket-store.ts'
import { leasedPoints } from './leases.ts'

export type AskingRefusal = {
  readonly code: 'points_offline' | 'member_blocked' | 'insufficient_points' | DiskTrouble
  readonly detail?: string
}

/**
 * Sees to it that HQ has lent the points of a sale (R4): what was lent to it before is enough, or HQ is asked for the
 * whole sum. Written down before asking, so that after a crash the till knows that it may hold a lease.
 * @returns null: go on with what was granted (which may be less than wanted)
 */
export async function askForPoints(
  deps: { readonly ledger: Ledger; readonly lender: PointsLender; readonly time: TrustedTime },
  saleId: string,
  memberId: string,
  wantedPoints: number,
): Promise<AskingRefusal | null> {
  const { ledger } = deps
  if ((leasedPoints(readLease(ledger, saleId)) ?? 0) >= wantedPoints) return null
  try {
    ledger.write((tx) => putAskedLease(tx, { leaseId: saleId, memberId, wantedPoints, askedAtMs: deps.time.nowMs() }))
    const answer = await deps.lender.askLease({ leaseId: saleId, memberId, wantedPoints })
    if (answer.kind === 'offline') return { code: 'points_offline' }
    if (answer.kind === 'rejected') {
      return { code: answer.rejected.includes('blocked') ? 'member_blocked' : 'insufficient_points', detail: answer.rejected }
    }
    ledger.write((tx) => grantLease(tx, { leaseId: saleId, grantedPoints: answer.grantedPoints, lots: answer.lots }))
    return null
  } catch (cause) {
    const trouble = diskTroubleOf(cause)
    if (trouble === null) throw cause
    return { code: trouble }
  }
}
