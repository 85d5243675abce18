import { z } from 'zod'
import { call } from './call-spec.ts'
import type { DeskState } from './desk-state.ts'
import { minor, uuid } from './primitives.ts'

/** Gift cards, which are sold and pay, and value that is paid out again. */

const cardCode = z.string().min(4).max(64)

/** `gift_card_not_here`: HQ cannot be asked, or has lent the card to another sale. */
type GiftCardRefusal = 'gift_card_unknown' | 'gift_card_not_here' | 'gift_card_empty' | 'gift_card_expired'

/** What a gift card holds. */
export type GiftCardView = {
  /** All but its last four characters are hidden. */
  readonly codeMasked: string
  readonly balanceMinor: number
  /** First instant at which it is no longer taken; null: never. Its value can still be paid out. */
  readonly expiresAt: string | null
}

export const valueCalls = {
  /** What a gift card holds. No effect; needs HQ. */
  'giftCard.look': call<GiftCardView, 'gift_card_unknown' | 'gift_card_not_here'>()(z.strictObject({ code: cardCode })),
  /** Pays with a gift card, as far as it reaches; HQ lends it to this sale before this answers. */
  'giftCard.use': call<DeskState, 'locked_while_paying' | 'too_many_gift_cards' | GiftCardRefusal>()(z.strictObject({ code: cardCode })),
  'giftCard.putBack': call<DeskState, 'locked_while_paying' | 'unknown_gift_card'>()(z.strictObject({ code: cardCode })),
  /**
   * Sells a gift card: a line of the product `sku` (one with `asset` gift-card), which loads its price onto this card.
   * `gift_card_sold`: it holds value already.
   */
  'giftCard.sell': call<DeskState, 'locked_while_paying' | 'unknown_product' | 'not_a_gift_card' | 'gift_card_sold' | 'gift_card_not_here' | 'too_many_lines' | 'gift_card_over_cap'>()(
    z.strictObject({ code: cardCode, sku: z.string().min(1).max(64) }),
  ),
  /** What it would pay out to give value back: of the desk's member, or of a gift card. No effect; needs HQ. `principalMinor`: a sum, or all of it. */
  'value.quoteRefund': call<ValueRefundQuote, ValueRefundRefusal>()(
    z.strictObject({ code: cardCode.nullable(), principalMinor: z.union([minor.min(1), z.literal('max')]) }),
  ),
  /**
   * Pays out stored value of the desk's member (`code` null) or of a gift card, durable when it answers. `refundId` is the
   * page's own UUID: a repeat answers with the first result. `principalMinor` and `bonusMinor` are those that were quoted.
   */
  'value.refund': call<SavedValueRefund, ValueRefundRefusal | 'changed' | 'exists_with_different_content' | 'disk_full' | 'disk_read_only' | 'disk_failed'>()(
    z.strictObject({
      refundId: uuid,
      code: cardCode.nullable(),
      principalMinor: minor.min(1),
      bonusMinor: minor.min(0),
      kind: z.enum(['cash', 'card', 'wallet']),
      reference: z.string().max(64),
    }),
  ),
} as const

/** `locked_while_paying`: finish the sale first · `value_not_here`: HQ cannot be asked, or has lent it to a sale. */
type ValueRefundRefusal =
  | 'locked_while_paying'
  | 'no_member'
  | 'member_blocked'
  | 'not_with_phone_tail'
  | 'value_not_here'
  | 'gift_card_unknown'
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
