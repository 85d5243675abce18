import { z } from 'zod'
import { call } from './call-spec.ts'
import type { DeskState } from './desk-state.ts'

/** Gift cards: value for whoever holds the card. They are sold, pay, and tell what they hold. */

const cardCode = z.string().min(4).max(64)

/** `gift_card_not_here`: HQ cannot be asked, or has lent the card to another sale. */
type GiftCardRefusal = 'gift_card_unknown' | 'gift_card_not_here' | 'gift_card_empty'

/** What a gift card holds. */
export type GiftCardView = {
  /** All but its last four characters are hidden. */
  readonly codeMasked: string
  readonly balanceMinor: number
}

export const giftCardCalls = {
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
  /** Nobody buys the gift card whose code the sale waits for. */
  'giftCard.notNow': call<DeskState, 'locked_while_paying'>()(z.strictObject({})),
} as const
