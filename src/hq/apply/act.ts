import type { WireApproval, WireStaffBody } from '../../contract/wire-staff.ts'
import type { BulkRow } from '../db/bulk.ts'
import { plainBooking, type Booking } from './booking.ts'
import type { ReadableEvent } from './read.ts'

/** Books what somebody did at a till beside selling: its money in the drawer, and a row to be seen by. */
export function bookAct(read: ReadableEvent, { kind, body }: WireStaffBody): Booking {
  const entries = 'entries' in body ? body.entries : []
  return {
    ...plainBooking('applied'),
    entries: entries.map((entry, index) => ({ event_id: read.event.id, entry_no: index + 1, asset: entry.asset, account: entry.account, delta: entry.delta })),
    acts: [
      {
        ...{ event_id: read.event.id, till_id: read.tillId, store_id: body.storeId, kind, staff_id: body.staffId },
        shift_id: kind === 'shift-opened' ? read.event.id : 'shiftId' in body ? body.shiftId : null,
        amount_minor: amountOf({ kind, body } as WireStaffBody),
        reason: reasonOf({ kind, body } as WireStaffBody),
        note: 'note' in body ? body.note : '',
        ...{ at_ms: read.event.committedAtMs, business_date: read.event.businessDate, body },
      },
    ],
    approvals: approvalRows(read, body.approval),
  }
}

/** Who allowed an event, for the table of approvals. */
export function approvalRows(read: ReadableEvent, approval: WireApproval | null | undefined): readonly BulkRow[] {
  if (!approval) return []
  const { approvalId, right, subject, staffId, approverId, reason, note, approvedAtMs } = approval
  return [{ approval_id: approvalId, event_id: read.event.id, till_id: read.tillId, right_name: right, subject, staff_id: staffId, approver_id: approverId, reason, note, at_ms: approvedAtMs }]
}

function amountOf(act: WireStaffBody): number | null {
  switch (act.kind) {
    case 'shift-opened':
      return act.body.floatMinor
    case 'cash-moved':
      return act.body.amountMinor
    case 'drawer-counted':
      return act.body.countedMinor
    case 'shift-closed':
      return act.body.varianceMinor
    case 'basket-voided':
      return act.body.lines.reduce((sum, line) => sum + Math.round((line.unitPriceMinor * line.quantityMilli) / 1000), 0)
    case 'drawer-opened':
      return null
  }
}

function reasonOf(act: WireStaffBody): string | null {
  switch (act.kind) {
    case 'cash-moved':
    case 'drawer-opened':
      return act.body.reason
    case 'shift-closed':
      return act.body.varianceReason
    default:
      return null
  }
}
