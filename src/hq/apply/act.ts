import type { WireReturnBody } from '../../contract/wire-event.ts'
import type { WireApproval, WireStaffBody } from '../../contract/wire-staff.ts'
import type { BulkRow } from '../db/bulk.ts'
import { plainBooking, type Booking } from './booking.ts'
import type { ReadableEvent } from './read.ts'

/** Books what somebody did at a till beside selling: its money in the drawer, and a row to be seen by. */
export function bookAct(read: ReadableEvent, act: WireStaffBody): Booking {
  const { kind, body } = act
  const { shiftId, reason, note } = wordsOf(read.event.id, act)
  return {
    ...plainBooking('applied'),
    entries: entriesOf(act).map((entry, index) => ({ event_id: read.event.id, entry_no: index + 1, asset: entry.asset, account: entry.account, delta: entry.delta })),
    acts: [
      {
        ...{ event_id: read.event.id, till_id: read.tillId, store_id: body.storeId, kind, staff_id: body.staffId },
        ...{ shift_id: shiftId, amount_minor: amountOf(act), reason, note },
        ...{ at_ms: read.event.committedAtMs, business_date: read.event.businessDate, body },
      },
    ],
    approvals: approvalRows(read, body.approval),
  }
}

/** A return that undoes a sale is listed with the acts, too. */
export function voidRows(read: ReadableEvent, body: WireReturnBody): Pick<Booking, 'acts' | 'approvals'> {
  const { storeId, cashierId, voided, saleId, refunds, approval } = body
  if (!voided) return { acts: [], approvals: approvalRows(read, approval) }
  const row = {
    ...{ event_id: read.event.id, till_id: read.tillId, store_id: storeId, kind: 'sale-voided', staff_id: cashierId, shift_id: voided.shiftId },
    amount_minor: refunds.reduce((sum, refund) => sum + refund.refundMinor, 0),
    ...{ reason: approval?.reason ?? null, note: approval?.note ?? '', at_ms: read.event.committedAtMs, business_date: read.event.businessDate, body: { saleId } },
  }
  return { acts: [row], approvals: approvalRows(read, approval) }
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

function entriesOf(act: WireStaffBody) {
  return act.kind === 'shift-opened' || act.kind === 'cash-moved' || act.kind === 'shift-closed' ? act.body.entries : []
}

function wordsOf(eventId: string, act: WireStaffBody): { readonly shiftId: string | null; readonly reason: string | null; readonly note: string } {
  switch (act.kind) {
    case 'shift-opened':
      return { shiftId: eventId, reason: null, note: '' }
    case 'cash-moved':
    case 'drawer-opened':
      return { shiftId: act.body.shiftId, reason: act.body.reason, note: act.body.note }
    case 'shift-closed':
      return { shiftId: act.body.shiftId, reason: act.body.varianceReason, note: act.body.note }
    case 'basket-voided':
    case 'drawer-counted':
      return { shiftId: act.body.shiftId, reason: null, note: '' }
  }
}
