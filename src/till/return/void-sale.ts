import type { SavedReturn } from '../../contract/return-view.ts'
import { err, ok, type Result } from '../../contract/result.ts'
import { returnPoints } from '../../journal/return-booking.ts'
import type { ApprovalFact } from '../../journal/approval.ts'
import { isEventId } from '../db/journal.ts'
import { readReturn } from '../db/returns.ts'
import { readSaleLines } from '../db/sale-lines.ts'
import { isVoided } from '../db/sale-voids.ts'
import { readSale } from '../db/sales.ts'
import type { ShiftRow } from '../db/shifts.ts'
import type { Ledger } from '../db/sqlite-file.ts'
import { NOBODY_TO_ASK, type UnderAllowance } from '../staff/manager-allowance.ts'
import { allowedBy, type ReturnCommitRefusal, type ReturnDesk } from './return-desk.ts'
import { savedReturn } from './return-view.ts'

export type VoidRefusal = ReturnCommitRefusal | 'not_this_shift' | 'partly_returned' | 'points_spent' | 'exchange_not_voided' | 'value_loaded'

export type VoidAsked = { readonly voidId: string; readonly saleId: string; readonly shift: ShiftRow; readonly approval: ApprovalFact | null; readonly atMs: number }

/**
 * Undoes a paid sale of the open shift: everything of it comes back, every number is reversed, nothing is kept back. It is
 * booked as a whole return that says so. What cannot be undone exactly is refused: then goods are taken back instead.
 * @param mayWithout asked where HQ has the right to return it already, and cannot lend it
 */
export async function voidSale(ledger: Ledger, returns: ReturnDesk, asked: VoidAsked, mayWithout: UnderAllowance = NOBODY_TO_ASK): Promise<Result<SavedReturn, { readonly code: VoidRefusal; readonly detail?: string }>> {
  const { voidId, saleId, shift } = asked
  const known = readReturn(ledger, voidId)
  if (known !== null) return known.saleId === saleId && isVoided(ledger, saleId) ? ok(savedReturn(ledger, known)) : err({ code: 'exists_with_different_content' })
  if (isEventId(ledger, voidId)) return err({ code: 'exists_with_different_content' })
  const sale = readSale(ledger, saleId)
  if (sale === null) return err({ code: 'unknown_sale' })
  if (sale.epoch < shift.epoch || (sale.epoch === shift.epoch && sale.seq < shift.seq)) return err({ code: 'not_this_shift' })
  if (sale.exchangeReturnId !== null) return err({ code: 'exchange_not_voided' })
  const lines = readSaleLines(ledger, saleId).map(({ line, quantityMilli }) => ({ line, quantityMilli }))
  // Nothing of a sale is kept back when the goods were faulty, and nothing when there was no sale.
  const whole = { saleId, lines, reason: 'defect' as const }
  const ready = returns.ready(whole, { returnId: voidId, atMs: asked.atMs, lent: [] })
  if (!ready.ok) return err(ready.error.detail === 'a line that loaded value' ? { code: 'value_loaded' } : ready.error.code === 'return_exceeds_sale' ? { code: 'partly_returned' } : ready.error)
  const { soFar, rightIsHere } = ready.output
  if (soFar.returnIds.length > 0) return err({ code: 'partly_returned' })
  const right = rightIsHere ? { kind: 'here' as const } : await returns.askForRight({ saleId, returnId: voidId }, soFar)
  if (right.kind === 'refused') return err(right.refused)
  // HQ was asked meanwhile: the numbers of this moment count.
  const now = returns.ready(whole, { returnId: voidId, atMs: asked.atMs, lent: [] })
  if (!now.ok) return now
  const { work } = now.output
  const { debtAddedPoints, letGoPoints, paidPoints } = returnPoints(work.quoted)
  if (debtAddedPoints + letGoPoints + paidPoints > 0) return err({ code: 'points_spent' })
  const allowed = allowedBy(right, saleId, work, mayWithout)
  if (!allowed.ok) return allowed
  return returns.save(voidId, work, { voided: { shiftId: shift.shiftId }, approval: allowed.output ?? asked.approval })
}
