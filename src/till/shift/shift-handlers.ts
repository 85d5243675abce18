import { err, ok, type Result } from '../../contract/result.ts'
import type { Handlers } from '../../contract/serve.ts'
import type { Right } from '../../contract/staff-rights.ts'
import type { Ledger } from '../db/sqlite-file.ts'
import type { ReturnDesk } from '../return/return-desk.ts'
import { voidSale } from '../return/void-sale.ts'
import type { SaleDesk } from '../sale/sale-desk.ts'
import type { RulesInForce } from '../rules.ts'
import { underAllowance } from '../staff/manager-allowance.ts'
import type { StaffDesk } from '../staff/staff-desk.ts'
import type { By, ShiftDesk } from './shift-desk.ts'

export type ShiftHandlerDeps = {
  readonly ledger: Ledger
  readonly shift: ShiftDesk
  readonly staff: StaffDesk
  readonly desk: SaleDesk
  readonly returns: ReturnDesk
  readonly rules: RulesInForce
  readonly saleMs: () => number
  /** Opens the drawer by whatever is plugged in; says nothing when there is none. */
  readonly kickDrawer: () => void
}

type Named = Pick<Handlers, 'shift.get' | 'shift.open' | 'shift.moveCash' | 'shift.openDrawer' | 'shift.reportX' | 'shift.count' | 'shift.reopen' | 'shift.close' | 'shift.reports' | 'sale.void'>

/** Calls about the drawer and the shift: who may, then what it does, then the approval is used up. */
export function shiftHandlers(deps: ShiftHandlerDeps): Named {
  const { shift, staff, kickDrawer } = deps
  const asking = askedOf(staff)
  return {
    'shift.get': () => ok(shift.view()),
    'shift.open': ({ shiftId, floatMinor }) => asking('shift-open', shiftId, null, (by) => shift.open(shiftId, floatMinor, by)),
    'shift.moveCash': (move) => {
      const right = move.direction === 'in' ? 'cash-in' : 'cash-out'
      return asking(right, right, move.approvalId, (by) => {
        const moved = shift.moveCash(move, by)
        if (moved.ok) kickDrawer()
        return moved
      })
    },
    'shift.openDrawer': (opening) =>
      asking('drawer-no-sale', 'drawer', opening.approvalId, (by) => {
        const opened = shift.openDrawer(opening, by)
        if (opened.ok) kickDrawer()
        return opened
      }),
    'shift.reportX': ({ approvalId }) =>
      asking('report-x', shift.openShift()?.shiftId ?? 'none', approvalId, () => {
        const report = shift.reportX()
        return report === null ? err({ code: 'no_shift' as const }) : ok(report)
      }),
    'shift.reports': ({ limit }) => ok({ reports: shift.reports(limit) }),
    ...closingHandlers(deps),
    'sale.void': voidHandler(deps),
  }
}

type Refusal = { readonly code: 'signed_out' | 'needs_approval' | 'no_right'; readonly detail?: string }

/** Runs an act for whoever may do it, alone or by the approval named; an act that went well uses the approval up. */
function askedOf(staff: StaffDesk) {
  return <Output, Problem>(right: Right, subject: string, approvalId: string | null, run: (by: By) => Result<Output, Problem>): Result<Output, Problem | Refusal> => {
    const allowed = staff.allow({ right, subject }, approvalId)
    if (!allowed.ok) return allowed
    const answer = run({ staffId: staff.actor()?.staffId ?? 'unknown', approval: allowed.output })
    if (answer.ok) staff.used(allowed.output)
    return answer
  }
}

function closingHandlers({ shift, staff, desk }: ShiftHandlerDeps): Pick<Named, 'shift.count' | 'shift.reopen' | 'shift.close'> {
  const asking = askedOf(staff)
  const shiftId = (): string => shift.openShift()?.shiftId ?? 'none'
  return {
    'shift.count': ({ countId, pieces, approvalId }) => {
      if (desk.hasOpenSale()) return err({ code: 'basket_open' })
      return asking(shift.isCounted() ? 'shift-variance' : 'shift-close', shiftId(), approvalId, (by) => shift.count(countId, pieces, by))
    },
    'shift.reopen': ({ approvalId }) => asking('shift-variance', shiftId(), approvalId, (by) => shift.reopen(by)),
    'shift.close': (closing) =>
      asking(shift.needsApprovalToClose() ? 'shift-variance' : 'shift-close', shiftId(), closing.approvalId, (by) => shift.close(closing, by)),
  }
}

function voidHandler({ ledger, shift, staff, desk, returns, rules, saleMs }: ShiftHandlerDeps): Named['sale.void'] {
  return async ({ voidId, saleId, approvalId }) => {
    const open = shift.openShift()
    if (open === null) return err({ code: 'no_shift' })
    if (shift.isCounted()) return err({ code: 'shift_counted' })
    const voiding = staff.allow({ right: 'void-paid', subject: saleId }, approvalId)
    // Whoever may allow it without HQ's word may undo a sale, too: her approval is enough.
    const allowed = voiding.ok ? voiding : staff.allow({ right: 'return-without-right', subject: saleId }, approvalId)
    if (!allowed.ok) return voiding.ok ? allowed : voiding
    const approval = allowed.output
    const without = underAllowance({ staff, ledger, rules }, approvalId)
    const voided = await voidSale(ledger, returns, { voidId, saleId, shift: open, approval, atMs: saleMs() }, without.allow)
    if (!voided.ok) return voided
    staff.used(approval)
    without.done()
    desk.refresh()
    return ok({ desk: desk.state(), voided: voided.output })
  }
}
