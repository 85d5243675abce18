import type { JournalPosition } from './journal.ts'
import type { LedgerRead, LedgerWrite } from './sqlite-file.ts'

/**
 * Points that HQ lent to one sale. Its id is the sale's id. Written as `asked` before HQ is asked; only an event of
 * this till (a sale that spends it, a `lease-returned`) or a person at HQ ends it, never a clock.
 * `asked`: HQ may have granted it or not · `granted` · `spent`: its sale is in the journal · `returning`: its
 * `lease-returned` is in the journal · `returned`: HQ has confirmed that · `in-doubt`: of an epoch before this one, so
 * other files than these may have spent it; nothing is spent from it, and only a person at HQ ends it.
 */
export type Lease = {
  readonly leaseId: string
  readonly memberId: string
  readonly wantedPoints: number
  readonly grantedPoints: number
  /** What was lent, in the order in which it is spent. */
  readonly lots: readonly LeasedLot[]
  readonly state: LeaseState
  readonly askedAtMs: number
}
export type LeasedLot = { readonly lotId: string; readonly points: number; readonly expiresAtMs: number | null }
export type LeaseState = 'asked' | 'granted' | 'spent' | 'returning' | 'returned' | 'in-doubt'

type LeaseRow = Omit<Lease, 'lots'> & { readonly lotsJson: string }
const columns = `lease_id AS leaseId, member_id AS memberId, wanted_points AS wantedPoints, granted_points AS grantedPoints,
  lots_json AS lotsJson, state, asked_at_ms AS askedAtMs`

/** Null: nothing was ever asked for this sale. */
export function readLease(ledger: LedgerRead, leaseId: string): Lease | null {
  const row = ledger.get<LeaseRow>(`SELECT ${columns} FROM leases WHERE lease_id = ?`, [leaseId])
  return row === undefined ? null : leaseOf(row)
}

/** Leases in one state, oldest first. */
export function readLeasesIn(ledger: LedgerRead, state: LeaseState): Lease[] {
  return ledger.all<LeaseRow>(`SELECT ${columns} FROM leases WHERE state = ? ORDER BY asked_at_ms, lease_id`, [state]).map(leaseOf)
}

/** Leases of a member that HQ may still count as lent to this till: open ones, and those spent by a sale after a place. */
export function readLeasesLentTo(ledger: LedgerRead, memberId: string, after: JournalPosition): Lease[] {
  return ledger
    .all<LeaseRow>(
      `SELECT ${columns} FROM leases l WHERE member_id = @memberId AND (state IN ('asked', 'granted', 'returning')
        OR (state = 'spent' AND EXISTS (SELECT 1 FROM journal j WHERE j.event_id = l.lease_id
          AND (j.epoch > @epoch OR (j.epoch = @epoch AND j.seq > @seq)))))`,
      { memberId, ...after },
    )
    .map(leaseOf)
}

function leaseOf({ lotsJson, ...row }: LeaseRow): Lease {
  return { ...row, lots: JSON.parse(lotsJson) as LeasedLot[] }
}

/** Writes down that HQ is going to be asked; asking again for more keeps what was granted. */
export function putAskedLease(
  tx: LedgerWrite,
  asked: { readonly leaseId: string; readonly memberId: string; readonly wantedPoints: number; readonly askedAtMs: number },
): void {
  tx.run(
    `INSERT INTO leases (lease_id, member_id, wanted_points, granted_points, lots_json, state, asked_at_ms)
    VALUES (@leaseId, @memberId, @wantedPoints, 0, '[]', 'asked', @askedAtMs)
    ON CONFLICT (lease_id) DO UPDATE SET wanted_points = max(wanted_points, excluded.wanted_points)
    WHERE state IN ('asked', 'granted')`,
    asked,
  )
}

/** Writes what HQ granted. */
export function grantLease(
  tx: LedgerWrite,
  grant: { readonly leaseId: string; readonly grantedPoints: number; readonly lots: readonly LeasedLot[] },
): void {
  tx.run(
    `UPDATE leases SET granted_points = @grantedPoints, lots_json = @lotsJson, state = 'granted'
    WHERE lease_id = @leaseId AND state IN ('asked', 'granted')`,
    { leaseId: grant.leaseId, grantedPoints: grant.grantedPoints, lotsJson: JSON.stringify(grant.lots) },
  )
}

/** Moves a lease on; its end is written in the transaction of the event that ends it. */
export function setLeaseState(tx: LedgerWrite, leaseId: string, state: 'spent' | 'returning' | 'returned'): void {
  tx.run('UPDATE leases SET state = @state WHERE lease_id = @leaseId', { leaseId, state })
}

/** With a new epoch: what was lent to the one before can no longer be counted on here. */
export function doubtOpenLeases(tx: LedgerWrite): void {
  tx.run(`UPDATE leases SET state = 'in-doubt' WHERE state IN ('asked', 'granted')`)
}
