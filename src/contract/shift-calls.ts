import { z } from 'zod'
import { call } from './call-spec.ts'
import { CASH_IN_REASONS, CASH_OUT_REASONS, DRAWER_MINOR_MAX, NO_SALE_REASONS, VARIANCE_REASONS } from './choices.ts'
import type { DeskState } from './desk-state.ts'
import { minor, uuid } from './primitives.ts'
import type { SavedReturn } from './return-view.ts'
import type { ShiftClosed, ShiftReport, ShiftView } from './shift-view.ts'

export const PIECES_MAX = 99_999

const note = z.string().max(200).default('')
const approvalId = uuid.nullable().default(null)
const amountMinor = minor.min(1).max(DRAWER_MINOR_MAX)
const nothing = z.strictObject({})

type DiskTrouble = 'disk_full' | 'disk_read_only' | 'disk_failed'
type NoShift = 'no_shift' | 'shift_counted'

/**
 * Calls about the drawer and the shift. Each act has an id of the page's own: a repeat answers as the first did. Acts that
 * the role may not do alone want `approvalId` (staff.ask, staff.approve); its subject is named at each.
 */
export const shiftCalls = {
  'shift.get': call<ShiftView>()(nothing),
  'shift.open': call<ShiftView, 'shift_open' | 'exists_with_different_content' | DiskTrouble>()(z.strictObject({ shiftId: uuid, floatMinor: minor.min(0).max(DRAWER_MINOR_MAX) })),
  /** Subject of the approval: `cash-in` or `cash-out`. */
  'shift.moveCash': call<ShiftView, NoShift | 'more_than_drawer' | 'exists_with_different_content' | DiskTrouble>()(
    z.discriminatedUnion('direction', [
      z.strictObject({ moveId: uuid, direction: z.literal('in'), amountMinor, reason: z.enum(CASH_IN_REASONS), note, approvalId }),
      z.strictObject({ moveId: uuid, direction: z.literal('out'), amountMinor, reason: z.enum(CASH_OUT_REASONS), note, approvalId }),
    ]),
  ),
  /** Subject of the approval: `drawer`. The drawer opens once it is written down. */
  'shift.openDrawer': call<ShiftView, NoShift | 'exists_with_different_content' | DiskTrouble>()(z.strictObject({ openingId: uuid, reason: z.enum(NO_SALE_REASONS), note, approvalId })),
  /** The open shift's figures so far. Subject of the approval: the shift's id. */
  'shift.reportX': call<ShiftReport, NoShift>()(z.strictObject({ approvalId })),
  /**
   * Hands in what lies in the drawer, before anybody sees what should. From then on nothing is sold until the shift is
   * closed. Counting again wants an approval (`shift-variance`, subject: the shift's id).
   */
  'shift.count': call<ShiftView, 'no_shift' | 'basket_open' | 'wrong_denomination' | 'exists_with_different_content' | DiskTrouble>()(
    z.strictObject({
      countId: uuid,
      pieces: z.array(z.strictObject({ denominationMinor: minor.min(1), pieces: z.int().min(0).max(PIECES_MAX) })).max(40),
      approvalId,
    }),
  ),
  /** Takes the count back: selling goes on, and the next count is a new one. Approval as for counting again. */
  'shift.reopen': call<ShiftView, 'no_shift' | 'exists_with_different_content' | DiskTrouble>()(z.strictObject({ approvalId })),
  /** Writes the Z report. Beyond the tolerance it wants a reason and an approval (`shift-variance`, subject: the shift's id). */
  'shift.close': call<ShiftClosed, 'no_shift' | 'not_counted' | 'reason_wanted' | 'exists_with_different_content' | DiskTrouble>()(
    z.strictObject({ closingId: uuid, varianceReason: z.enum(VARIANCE_REASONS).nullable().default(null), note, approvalId }),
  ),
  /** Z reports, newest first. */
  'shift.reports': call<{ readonly reports: readonly ShiftReport[] }>()(z.strictObject({ limit: z.int().min(1).max(100) })),
  /** Undoes a paid sale of this shift. Subject of the approval: the sale's id; without HQ's word as for a return. */
  'sale.void': call<
    { readonly desk: DeskState; readonly voided: SavedReturn },
    NoShift | 'unknown_sale' | 'not_this_shift' | 'partly_returned' | 'points_spent' | 'exchange_not_voided' | 'value_loaded' | 'return_exceeds_sale' | 'changed' | 'exists_with_different_content' | 'return_not_here' | 'rules_not_here' | 'allowance_used' | DiskTrouble
  >()(z.strictObject({ voidId: uuid, saleId: uuid, approvalId })),
} as const
