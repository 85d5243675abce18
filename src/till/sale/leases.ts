import type { LeaseReturnedBody } from '../../journal/sale-event.ts'
import { appendEvent, type EventDraft } from '../append-event.ts'
import { readLease, readLeasesIn, setLeaseState, type Lease } from '../db/leases.ts'
import type { LedgerRead, LedgerWrite } from '../db/sqlite-file.ts'

/** What every event carries beside its kind and body. */
export type EventStamp = Omit<EventDraft, 'id' | 'kind' | 'body'>

/** The lease of a sale while it can still be spent; null: nothing was asked, or it has ended. */
export function openLease(ledger: LedgerRead, saleId: string): Lease | null {
  const lease = readLease(ledger, saleId)
  return lease !== null && (lease.state === 'asked' || lease.state === 'granted') ? lease : null
}

/** What HQ has lent to a sale; null: nothing was granted. */
export function leasedPoints(lease: Lease | null): number | null {
  return lease?.state === 'granted' ? lease.grantedPoints : null
}

/** Gives a lease back unspent, by an event of this till (R3). One that was only asked for too: HQ may have granted it. */
export function returnLease(tx: LedgerWrite, lease: Lease, eventId: string, stamp: EventStamp): void {
  const { leaseId, memberId, grantedPoints } = lease
  const body: LeaseReturnedBody = { leaseId, memberId, points: grantedPoints }
  appendEvent(tx, { ...stamp, id: eventId, kind: 'lease-returned', body }, () => {
    setLeaseState(tx, leaseId, 'returning')
  })
}

/** Leases whose sale is no longer open: left by a crash between two changes, or by a disk that was full. */
export function readOrphanLeases(ledger: LedgerRead, openSaleId: string): Lease[] {
  return [...readLeasesIn(ledger, 'asked'), ...readLeasesIn(ledger, 'granted')].filter((lease) => lease.leaseId !== openSaleId)
}
