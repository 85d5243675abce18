import type { JournalPosition } from './journal.ts'
import type { LedgerRead, LedgerWrite } from './sqlite-file.ts'

/** From a float in the drawer to a count of it. A shift without a closing is open. */
export type ShiftRow = JournalPosition & {
  readonly shiftId: string
  readonly shiftNumber: number
  readonly openedAtMs: number
  readonly openedBy: string
  readonly floatMinor: number
}
/** The end of a shift, with the report as it was printed. */
export type ClosingRow = JournalPosition & {
  readonly eventId: string
  readonly shiftId: string
  readonly zNumber: number
  readonly closedAtMs: number
  readonly businessDate: string
  readonly closedBy: string
  readonly countedMinor: number
  readonly varianceMinor: number
  readonly varianceReason: string | null
  readonly note: string
  readonly reportJson: string
}

const shiftColumns = 'shift_id AS shiftId, epoch, seq, shift_number AS shiftNumber, opened_at_ms AS openedAtMs, opened_by AS openedBy, float_minor AS floatMinor'
const closingColumns = `event_id AS eventId, epoch, seq, shift_id AS shiftId, z_number AS zNumber, closed_at_ms AS closedAtMs, business_date AS businessDate,
  closed_by AS closedBy, counted_minor AS countedMinor, variance_minor AS varianceMinor, variance_reason AS varianceReason, note, report_json AS reportJson`

/** The shift that is not closed yet, also one that a crash left; null: none. */
export function readOpenShift(ledger: LedgerRead): ShiftRow | null {
  const row = ledger.get<ShiftRow>(`SELECT ${shiftColumns} FROM shifts AS s WHERE NOT EXISTS (SELECT 1 FROM shift_closings AS c WHERE c.shift_id = s.shift_id) ORDER BY shift_number DESC LIMIT 1`)
  return row ?? null
}

export function readShift(ledger: LedgerRead, shiftId: string): ShiftRow | null {
  return ledger.get<ShiftRow>(`SELECT ${shiftColumns} FROM shifts WHERE shift_id = ?`, [shiftId]) ?? null
}

export function readNextShiftNumber(ledger: LedgerRead): number {
  return ledger.get<{ next: number }>('SELECT coalesce(max(shift_number), 0) + 1 AS next FROM shifts')?.next ?? 1
}

export function insertShift(tx: LedgerWrite, row: ShiftRow): void {
  tx.run(
    `INSERT INTO shifts (shift_id, epoch, seq, shift_number, opened_at_ms, opened_by, float_minor)
    VALUES (@shiftId, @epoch, @seq, @shiftNumber, @openedAtMs, @openedBy, @floatMinor)`,
    row,
  )
}

export function readNextZNumber(ledger: LedgerRead): number {
  return ledger.get<{ next: number }>('SELECT coalesce(max(z_number), 0) + 1 AS next FROM shift_closings')?.next ?? 1
}

export function readClosing(ledger: LedgerRead, zNumber: number): ClosingRow | null {
  return ledger.get<ClosingRow>(`SELECT ${closingColumns} FROM shift_closings WHERE z_number = ?`, [zNumber]) ?? null
}

export function readClosingOf(ledger: LedgerRead, shiftId: string): ClosingRow | null {
  return ledger.get<ClosingRow>(`SELECT ${closingColumns} FROM shift_closings WHERE shift_id = ?`, [shiftId]) ?? null
}

/** Newest first. */
export function readClosings(ledger: LedgerRead, limit: number): ClosingRow[] {
  return ledger.all<ClosingRow>(`SELECT ${closingColumns} FROM shift_closings ORDER BY z_number DESC LIMIT ?`, [limit])
}

export function insertClosing(tx: LedgerWrite, row: ClosingRow): void {
  tx.run(
    `INSERT INTO shift_closings (event_id, epoch, seq, shift_id, z_number, closed_at_ms, business_date, closed_by, counted_minor, variance_minor, variance_reason, note, report_json)
    VALUES (@eventId, @epoch, @seq, @shiftId, @zNumber, @closedAtMs, @businessDate, @closedBy, @countedMinor, @varianceMinor, @varianceReason, @note, @reportJson)`,
    row,
  )
}
