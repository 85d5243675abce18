import { z } from 'zod'
import { call } from './call-spec.ts'
import { PRICE_MINOR_MAX, PRICE_REASONS } from './choices.ts'
import type { DeskState } from './desk-state.ts'
import { minor, uuid } from './primitives.ts'

const approvalId = uuid.nullable().default(null)

/** What is changed by hand. Beyond the role's right it wants `approvalId` (staff.ask, staff.approve). */
export const handCalls = {
  /** Sells a line at another price. Right `price-override`; subject of the approval: the line's id. */
  'basket.price': call<DeskState, 'locked_while_paying' | 'unknown_line' | 'price_fixed'>()(
    z.strictObject({ lineId: uuid, unitPriceMinor: minor.min(0).max(PRICE_MINOR_MAX), reason: z.enum(PRICE_REASONS), approvalId }),
  ),
  /**
   * Takes so much off the goods; 0: nothing. Right `discount`, above the programme's limit of the role
   * `discount-over-limit` (the error's `detail` says which); subject of the approval: the sale's id.
   */
  'sale.discount': call<DeskState, 'locked_while_paying' | 'empty_basket' | 'discount_over_due' | 'quote_rejected'>()(
    z.strictObject({ discountMinor: minor.min(0).max(PRICE_MINOR_MAX), reason: z.enum(PRICE_REASONS), approvalId }),
  ),
} as const
