import { readSetting } from './db/settings.ts'
import { readStaff, readStaffOfStore, type MirrorStaff } from './db/mirror/staff.ts'
import type { LedgerRead, MirrorRead } from './db/sqlite-file.ts'
import { RECEIPT_COLUMNS, type ReceiptColumns } from './receipt/paper-rows.ts'

/** The smallest cash taken, in minor units; 10 rounds the cash part down to whole jiao (抹零). Default 1: no rounding. */
export function cashStepMinor(ledger: LedgerRead): number {
  const step = readSetting(ledger, 'cash.step_minor')
  return typeof step === 'number' && Number.isSafeInteger(step) && step >= 1 && step <= 1000 ? step : 1
}

/** The paper's width in half-width characters. Default: 58 mm. */
export function receiptColumns(ledger: LedgerRead): ReceiptColumns {
  const columns = readSetting(ledger, 'receipt.columns')
  return RECEIPT_COLUMNS.find((width) => width === columns) ?? RECEIPT_COLUMNS[0]
}

/** Minutes without a key, a touch or a scan until the till locks itself; 0: never. Default: five. */
export function idleLockMinutes(ledger: LedgerRead): number {
  const minutes = readSetting(ledger, 'staff.idle_lock_minutes')
  return typeof minutes === 'number' && Number.isFinite(minutes) && minutes >= 0 && minutes <= 24 * 60 ? minutes : 5
}

/** Who works at the till: as set, else the store's first cashier. Null: HQ has told of nobody yet. */
export function currentCashier(ledger: LedgerRead, mirror: MirrorRead, storeId: string): MirrorStaff | null {
  const set = readSetting(ledger, 'cashier.staff_id')
  const named = typeof set === 'string' ? readStaff(mirror, set) : null
  if (named?.status === 'active') return named
  const staff = readStaffOfStore(mirror, storeId)
  return staff.find((person) => person.role === 'cashier') ?? staff[0] ?? null
}
