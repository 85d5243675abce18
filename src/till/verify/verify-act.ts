import type { ApprovalFact } from '../../journal/approval.ts'
import { staffBodies, type StaffEventKind, type WireStaffBody } from '../../contract/wire-staff.ts'
import type { SaleEntry } from '../../journal/sale-event.ts'
import { readApprovalsOf } from '../db/approvals.ts'
import type { JournalRow } from '../db/journal.ts'
import { readCashMove, readCount } from '../db/shift-acts.ts'
import { readClosingOf, readShift } from '../db/shifts.ts'
import type { LedgerRead } from '../db/sqlite-file.ts'
import { shiftNumbers } from '../shift/shift-numbers.ts'
import { compare, compareFields, type LedgerDifference } from './difference.ts'
import { compareBooked } from './verify-booked.ts'

export function isActKind(kind: string): kind is StaffEventKind {
  return Object.hasOwn(staffBodies, kind)
}

/** What somebody did beside selling: its rows, its money and who allowed it, against its event; a Z also against the ledger. */
export function verifyAct(ledger: LedgerRead, row: JournalRow, act: WireStaffBody): LedgerDifference[] {
  const where = `journal ${row.epoch}/${row.seq}`
  const entries = act.kind === 'shift-opened' || act.kind === 'cash-moved' || act.kind === 'shift-closed' ? (act.body.entries as SaleEntry[]) : []
  return [
    ...compareBooked(ledger, where, row.eventId, { memberId: null, entries, lotMovements: [] }, { before: 0, after: 0 }),
    ...rowDifferences(ledger, where, row, act),
    ...compareApprovals(ledger, where, row.eventId, act.body.approval === null ? [] : [act.body.approval]),
  ]
}

function rowDifferences(ledger: LedgerRead, where: string, row: JournalRow, { kind, body }: WireStaffBody): LedgerDifference[] {
  const { eventId } = row
  switch (kind) {
    case 'shift-opened': {
      const { shiftNumber, floatMinor, staffId } = body
      const shift = readShift(ledger, eventId)
      return compareFields(`${where} shift`, { shiftNumber: shift?.shiftNumber, floatMinor: shift?.floatMinor, openedBy: shift?.openedBy }, { shiftNumber, floatMinor, openedBy: staffId })
    }
    case 'cash-moved': {
      const { direction, amountMinor, reason, staffId } = body
      const move = readCashMove(ledger, eventId)
      return compareFields(`${where} cash move`, { direction: move?.direction, amountMinor: move?.amountMinor, reason: move?.reason, staffId: move?.staffId }, { direction, amountMinor, reason, staffId })
    }
    case 'drawer-counted':
      return compare(`${where} counted`, readCount(ledger, eventId)?.countedMinor, body.countedMinor)
    case 'shift-closed': {
      const { shiftId, zNumber, countedMinor, varianceMinor, staffId } = body
      const closing = readClosingOf(ledger, shiftId)
      const stored = { zNumber: closing?.zNumber, countedMinor: closing?.countedMinor, varianceMinor: closing?.varianceMinor, closedBy: closing?.closedBy }
      const shift = readShift(ledger, shiftId)
      const numbers = shift === null ? null : shiftNumbers(ledger, { from: shift, to: row }, shift.floatMinor)
      return [
        ...compareFields(`${where} closing`, stored, { zNumber, countedMinor, varianceMinor, closedBy: staffId }),
        ...compare(`${where} Z`, closing?.reportJson, JSON.stringify(numbers)),
        ...compare(`${where} Z`, JSON.stringify(body.report, sortedKeys), JSON.stringify(numbers, sortedKeys)),
      ]
    }
    case 'drawer-opened':
    case 'basket-voided':
      return []
  }
}

/** Who allowed an event, against what the event says. */
export function compareApprovals(ledger: LedgerRead, where: string, eventId: string, approvals: readonly ApprovalFact[]): LedgerDifference[] {
  const inOrder = [...approvals].sort((a, b) => a.approvedAtMs - b.approvedAtMs || (a.approvalId < b.approvalId ? -1 : 1))
  return compare(`${where} approvals`, JSON.stringify(readApprovalsOf(ledger, eventId), sortedKeys), JSON.stringify(inOrder, sortedKeys))
}

/** For comparing texts: the journal's own form has its keys in order, a row has them as they were written. */
function sortedKeys(_: string, part: unknown): unknown {
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return part
  return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
}
