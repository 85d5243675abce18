import { z } from 'zod'
import { minor } from './primitives.ts'
import { hashHex, wireId, wireMs } from './wire-common.ts'
import { refundKind, returnReason, reversedSoFar } from './wire-return.ts'

/** What a cashier's counter asks of HQ while somebody waits: a sale by its receipt, and the right to return it (R8). */

export const findSaleRequest = z.object({ receiptCode: z.string().min(1).max(64) })

const knownReturn = z.object({
  returnId: wireId,
  receiptCode: z.string().max(64),
  committedAtMs: wireMs,
  reason: returnReason,
  refunds: z.array(z.object({ tender: z.int().min(0), kind: refundKind, refundMinor: minor.min(1), reference: z.string().max(64).nullable() })).max(80),
  pointsBack: z.int(),
  pointsClawedBack: z.int(),
})
export type KnownReturn = z.infer<typeof knownReturn>

/** The sale's own event, and what HQ knows to have come back of it. */
export const findSaleAnswer = z.object({
  saleId: wireId,
  receiptCode: z.string().max(64),
  /** The exact bytes of the sale's event as JSON text, its hash, and the hash of the event before it. */
  event: z.string().max(4 * 1024 * 1024),
  hash: hashHex,
  previousHash: hashHex,
  reversed: reversedSoFar.nullable(),
  returns: z.array(knownReturn).max(10_000),
  /** The rules that it was sold by. */
  programme: z.object({ version: z.int().min(1), hash: hashHex, programme: z.record(z.string(), z.unknown()) }),
})
export type FindSaleAnswer = z.infer<typeof findSaleAnswer>

/** Asks for the right to return a sale. Lent until a return event of this till is in; asking again is the same question. */
export const lendReturnRequest = z.object({ saleId: wireId, returnId: wireId })
export const lendReturnAnswer = z.object({ lent: z.literal(true), returnIds: z.array(wireId).max(10_000) })
export type LendReturnAnswer = z.infer<typeof lendReturnAnswer>
