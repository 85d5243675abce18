import { z } from 'zod'
import { call } from './call-spec.ts'
import { APPROVAL_REASONS, PIN_DIGITS_MAX, RIGHTS, type Right } from './staff-rights.ts'
import type { SignInRefusal, StaffTile, StaffView } from './staff-view.ts'

const staffId = z.string().min(1).max(64)
const pin = z.string().max(PIN_DIGITS_MAX)

/** Calls about who is at the till. All of them work on a locked one. */
export const staffCalls = {
  'staff.list': call<{ readonly staff: readonly StaffTile[] }>()(z.strictObject({})),
  /** In place of whoever was there; the basket stays. */
  'staff.signIn': call<StaffView, SignInRefusal>()(z.strictObject({ staffId, pin })),
  'staff.lock': call<StaffView>()(z.strictObject({})),
  /**
   * The screen waits for somebody to allow one act of whoever is signed in; `null`: no longer. `subject`: what the act is
   * about, as its call names it. A badge that is scanned then allows it.
   */
  'staff.ask': call<StaffView, 'no_right'>()(
    z.strictObject({
      wanted: z
        .strictObject({
          right: z.enum(Object.keys(RIGHTS) as [Right, ...Right[]]),
          subject: z.string().min(1).max(64),
          reason: z.enum(APPROVAL_REASONS),
          note: z.string().max(200).default(''),
        })
        .nullable(),
    }),
  ),
  /** Allows it by PIN: the act is then asked for again with `approvalId`, within two minutes. */
  'staff.approve': call<{ readonly approvalId: string }, SignInRefusal | 'no_right' | 'nothing_asked'>()(z.strictObject({ staffId, pin })),
} as const
