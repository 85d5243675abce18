import { z } from 'zod'
import { call } from './call-spec.ts'
import type { DeskState } from './desk-state.ts'
import { quantityMilli, uuid } from './primitives.ts'

/** Goods that come back for others, under one receipt. */

const LINES_MAX = 2000
const QUANTITY_MILLI_MAX = 99_999_000

/** What comes back: `line` is an index into the sale's lines, gifts included; parts of a unit are allowed. */
export const returnedGoods = {
  saleId: z.string().min(1).max(64),
  reason: z.enum(['change-of-mind', 'defect', 'statutory', 'exchange']),
  lines: z
    .array(z.strictObject({ line: z.int().min(0), quantityMilli: quantityMilli.max(QUANTITY_MILLI_MAX) }))
    .min(1)
    .max(LINES_MAX),
}

/**
 * `unknown_sale`: find it first · `return_not_here`: this till may not return it now (HQ lends the right, and is out of
 * reach or has lent it to another till) · `rules_not_here`: the rules of its day cannot be had.
 */
export type ReturnRefusal = 'unknown_sale' | 'return_exceeds_sale' | 'return_not_here' | 'rules_not_here'

export const exchangeCalls = {
  /**
   * Puts goods that come back into the open sale: what they are worth pays for the new ones (`exchange` of the desk says
   * how much), the rest goes back as a return would. Pay fixes both, commit books both at once. A second call replaces the
   * first. `returnId` is the page's own UUID for the return. Find the sale by `return.find` before. Her points of that sale come to this one's member only where she is the same.
   */
  'exchange.begin': call<DeskState, 'locked_while_paying' | ReturnRefusal>()(z.strictObject({ returnId: uuid, ...returnedGoods })),
  'exchange.drop': call<DeskState, 'locked_while_paying'>()(z.strictObject({})),
} as const
