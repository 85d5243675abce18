import { z } from 'zod'
import { minor } from './primitives.ts'
import { wireId, wireMs } from './wire-common.ts'

/** Bodies of what people do at a till beside selling (types in src/journal/staff-event.ts), as HQ reads them. */

const reason = z.string().min(1).max(64)
const note = z.string().max(500)

export const approvalFact = z.looseObject({
  approvalId: wireId,
  right: reason,
  subject: z.string().max(128),
  staffId: wireId,
  approverId: wireId,
  reason,
  note,
  approvedAtMs: wireMs,
})
export type WireApproval = z.infer<typeof approvalFact>

/** These book money in the drawer and nothing else. */
const entries = z
  .array(z.looseObject({ asset: z.literal('money'), account: z.string().regex(/^(drawer\/[a-z-]+|tender\/cash)$/), delta: z.int() }))
  .max(8)
  .refine((rows) => rows.reduce((sum, row) => sum + row.delta, 0) === 0, { error: 'the entries do not sum to zero' })

const act = { storeId: wireId, staffId: wireId, approval: approvalFact.nullable() }

export const staffBodies = {
  'shift-opened': z.looseObject({ ...act, shiftNumber: z.int().min(1), floatMinor: minor.min(0), entries }),
  'cash-moved': z.looseObject({ ...act, shiftId: wireId, direction: z.enum(['in', 'out']), amountMinor: minor.min(1), reason, note, entries }),
  'drawer-opened': z.looseObject({ ...act, shiftId: wireId.nullable(), reason, note }),
  'basket-voided': z.looseObject({
    ...act,
    shiftId: wireId,
    saleId: wireId,
    whole: z.boolean(),
    lines: z.array(z.looseObject({ sku: wireId, quantityMilli: z.int(), unitPriceMinor: minor })).max(1000),
  }),
  'drawer-counted': z.looseObject({ ...act, shiftId: wireId, countedMinor: minor.min(0), pieces: z.array(z.looseObject({ denominationMinor: minor.min(1), pieces: z.int().min(0) })).max(100) }),
  'shift-closed': z.looseObject({
    ...act,
    shiftId: wireId,
    shiftNumber: z.int().min(1),
    zNumber: z.int().min(1),
    countedMinor: minor.min(0),
    varianceMinor: minor,
    varianceReason: reason.nullable(),
    note,
    report: z.looseObject({}),
    entries,
  }),
} as const
export type StaffEventKind = keyof typeof staffBodies
export type WireStaffBody = { readonly [Kind in StaffEventKind]: { readonly kind: Kind; readonly body: z.infer<(typeof staffBodies)[Kind]> } }[StaffEventKind]
