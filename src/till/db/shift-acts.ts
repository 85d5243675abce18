import type { JournalPosition } from './journal.ts'
import type { LedgerRead, LedgerWrite } from './sqlite-file.ts'

/** What people did in a shift beside selling; each row belongs to its event. */

export type CashMoveRow = {
  readonly eventId: string
  readonly shiftId: string
  readonly direction: 'in' | 'out'
  readonly amountMinor: number
  readonly reason: string
  readonly note: string
  readonly staffId: string
  readonly atMs: number
}
const moveColumns = 'event_id AS eventId, shift_id AS shiftId, direction, amount_minor AS amountMinor, reason, note, staff_id AS staffId, at_ms AS atMs'

export function insertCashMove(tx: LedgerWrite, row: CashMoveRow): void {
  tx.run(
    `INSERT INTO cash_moves (event_id, shift_id, direction, amount_minor, reason, note, staff_id, at_ms)
    VALUES (@eventId, @shiftId, @direction, @amountMinor, @reason, @note, @staffId, @atMs)`,
    row,
  )
}
export function readCashMove(ledger: LedgerRead, eventId: string): CashMoveRow | null {
  return ledger.get<CashMoveRow>(`SELECT ${moveColumns} FROM cash_moves WHERE event_id = ?`, [eventId]) ?? null
}
/** Oldest first. */
export function readCashMoves(ledger: LedgerRead, shiftId: string): CashMoveRow[] {
  return ledger.all<CashMoveRow>(`SELECT ${moveColumns} FROM cash_moves WHERE shift_id = ? ORDER BY at_ms, event_id`, [shiftId])
}

export type DrawerOpeningRow = { readonly eventId: string; readonly shiftId: string | null; readonly reason: string; readonly note: string; readonly staffId: string; readonly atMs: number }

export function insertDrawerOpening(tx: LedgerWrite, row: DrawerOpeningRow): void {
  tx.run('INSERT INTO drawer_openings (event_id, shift_id, reason, note, staff_id, at_ms) VALUES (@eventId, @shiftId, @reason, @note, @staffId, @atMs)', row)
}
export function isDrawerOpening(ledger: LedgerRead, eventId: string): boolean {
  return ledger.get('SELECT 1 FROM drawer_openings WHERE event_id = ?', [eventId]) !== undefined
}

export type BasketVoidRow = { readonly eventId: string; readonly shiftId: string; readonly saleId: string; readonly whole: boolean; readonly grossMinor: number; readonly staffId: string; readonly atMs: number }

export function insertBasketVoid(tx: LedgerWrite, { whole, ...row }: BasketVoidRow): void {
  tx.run(
    `INSERT INTO basket_voids (event_id, shift_id, sale_id, whole, gross_minor, staff_id, at_ms)
    VALUES (@eventId, @shiftId, @saleId, @whole, @grossMinor, @staffId, @atMs)`,
    { ...row, whole: whole ? 1 : 0 },
  )
}

export type DrawerCountRow = JournalPosition & {
  readonly eventId: string
  readonly shiftId: string
  readonly countedMinor: number
  readonly piecesJson: string
  readonly staffId: string
  readonly atMs: number
}
const countColumns = 'event_id AS eventId, epoch, seq, shift_id AS shiftId, counted_minor AS countedMinor, pieces_json AS piecesJson, staff_id AS staffId, at_ms AS atMs'

export function insertDrawerCount(tx: LedgerWrite, row: DrawerCountRow): void {
  tx.run(
    `INSERT INTO drawer_counts (event_id, epoch, seq, shift_id, counted_minor, pieces_json, staff_id, at_ms)
    VALUES (@eventId, @epoch, @seq, @shiftId, @countedMinor, @piecesJson, @staffId, @atMs)`,
    row,
  )
}
/** The count that holds: the last one. Null: not counted yet. */
export function readLastCount(ledger: LedgerRead, shiftId: string): DrawerCountRow | null {
  return ledger.get<DrawerCountRow>(`SELECT ${countColumns} FROM drawer_counts WHERE shift_id = ? ORDER BY epoch DESC, seq DESC LIMIT 1`, [shiftId]) ?? null
}
export function readCount(ledger: LedgerRead, eventId: string): DrawerCountRow | null {
  return ledger.get<DrawerCountRow>(`SELECT ${countColumns} FROM drawer_counts WHERE event_id = ?`, [eventId]) ?? null
}
