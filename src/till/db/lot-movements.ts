import type { LotMovement } from '../../journal/sale-event.ts'
import type { JournalPosition } from './journal.ts'
import type { LedgerRead, LedgerWrite } from './sqlite-file.ts'

/** How an event changed one lot of a member: negative spends from it; where it makes a lot, its dates are given. */
export type LotMovementRow = LotMovement & { readonly memberId: string }

type Stored = Omit<LotMovementRow, 'grace'> & { readonly grace: number; readonly epoch: number; readonly seq: number }

/** Writes the lot movements of one event, before its journal row. */
export function insertLotMovements(tx: LedgerWrite, eventId: string, memberId: string, movements: readonly LotMovement[]): void {
  for (const movement of movements) {
    tx.run(
      `INSERT INTO lot_movements (event_id, member_id, lot_id, delta_points, earned_at_ms, available_at_ms, expires_at_ms, grace)
      VALUES (@eventId, @memberId, @lotId, @deltaPoints, @earnedAtMs, @availableAtMs, @expiresAtMs, @grace)`,
      { ...movement, eventId, memberId, grace: movement.grace ? 1 : 0 },
    )
  }
}

/** This till's lot movements of a member after a place of its journal, in order. `{ epoch: 0, seq: 0 }`: all of them. */
export function readLotMovementsAfter(
  ledger: LedgerRead,
  memberId: string,
  after: JournalPosition,
): (LotMovementRow & JournalPosition)[] {
  const rows = ledger.all<Stored>(
    `SELECT j.epoch, j.seq, m.member_id AS memberId, m.lot_id AS lotId, m.delta_points AS deltaPoints,
      m.earned_at_ms AS earnedAtMs, m.available_at_ms AS availableAtMs, m.expires_at_ms AS expiresAtMs, m.grace
    FROM lot_movements m JOIN journal j ON j.event_id = m.event_id
    WHERE m.member_id = @memberId AND (j.epoch > @epoch OR (j.epoch = @epoch AND j.seq > @seq))`,
    { memberId, ...after },
  )
  // Here and not in SQL: sorting a handful of rows there costs more than finding them.
  rows.sort((a, b) => a.epoch - b.epoch || a.seq - b.seq || (a.lotId < b.lotId ? -1 : 1))
  return rows.map((row) => ({ ...row, grace: row.grace === 1 }))
}

/** The lot movements of one event, by lot. */
export function readLotMovementsOfEvent(ledger: LedgerRead, eventId: string): LotMovementRow[] {
  const rows = ledger.all<Omit<LotMovementRow, 'grace'> & { readonly grace: number }>(
    `SELECT member_id AS memberId, lot_id AS lotId, delta_points AS deltaPoints, earned_at_ms AS earnedAtMs,
      available_at_ms AS availableAtMs, expires_at_ms AS expiresAtMs, grace
    FROM lot_movements WHERE event_id = ? ORDER BY lot_id`,
    [eventId],
  )
  return rows.map((row) => ({ ...row, grace: row.grace === 1 }))
}
