import { z } from 'zod'
import { call } from './call-spec.ts'
import { minor, uuid } from './primitives.ts'

/** Stored value that is paid out again. */

export const valueCalls = {
  /** What giving back stored value of the desk's member would pay out. No effect. `principalMinor`: a sum, or all of it. */
  'value.quoteRefund': call<ValueRefundQuote, ValueRefundRefusal>()(
    z.strictObject({ principalMinor: z.union([minor.min(1), z.literal('max')]) }),
  ),
  /**
   * Pays out stored value of the desk's member, durable when it answers; HQ lends it first. `refundId` is the page's own UUID:
   * a repeat answers with the first result. `principalMinor` and `bonusMinor` are those that were quoted.
   */
  'value.refund': call<SavedValueRefund, ValueRefundRefusal | 'changed' | 'exists_with_different_content' | 'disk_full' | 'disk_read_only' | 'disk_failed'>()(
    z.strictObject({
      refundId: uuid,
      principalMinor: minor.min(1),
      bonusMinor: minor.min(0),
      kind: z.enum(['cash', 'card', 'wallet']),
      reference: z.string().max(64),
    }),
  ),
} as const

/** `locked_while_paying`: finish the sale first · `value_not_here`: HQ cannot be asked, or has lent it to a sale. */
export type ValueRefundRefusal =
  | 'locked_while_paying'
  | 'no_member'
  | 'member_blocked'
  | 'not_with_phone_tail'
  | 'value_not_here'
  | 'insufficient_stored_value'

/** Value given back: the principal is paid out, its share of the bonus goes. */
export type ValueRefundQuote = {
  readonly principalMinor: number
  readonly bonusMinor: number
  /** Money paid out: the principal. */
  readonly refundMinor: number
  readonly leftPrincipalMinor: number
  readonly leftBonusMinor: number
}
export type SavedValueRefund = {
  readonly refundId: string
  readonly receiptCode: string
  readonly committedAtMs: number
  readonly refundMinor: number
  readonly principalMinor: number
  readonly bonusMinor: number
}
