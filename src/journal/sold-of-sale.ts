import type { Programme } from '../domain/programme.ts'
import { quoteSale, type QuotedSale } from '../domain/sale/quote-sale.ts'
import type { SaleInputs } from '../domain/sale-case.ts'
import type { Rejection } from '../domain/sale-result.ts'
import type { LotUse, SoldSale } from '../domain/sold-sale.ts'
import type { LotMovement, SaleNumbers } from './sale-event.ts'

/** What a sale is computed again from: its inputs, and what its lease really gave. */
export type StoredSale = { readonly saleId: string; readonly inputs: SaleInputs; readonly lotMovements: readonly LotMovement[] }

/** Computes a stored sale again with the rules of its moment. */
export function replaySale(programme: Programme, { saleId, inputs, lotMovements }: StoredSale): QuotedSale | Rejection {
  const outcome = quoteSale({ ...inputs, programme }, saleId)
  return outcome.kind === 'rejected' ? outcome : { ...outcome, sold: withLotsTaken(outcome.sold, inputs, lotMovements) }
}

/**
 * The engine takes lots in spending order; what HQ lent may have left out some of them (lent elsewhere). Returns go by
 * the lots that really gave.
 */
export function withLotsTaken(sold: SoldSale, inputs: SaleInputs, lotMovements: readonly LotMovement[]): SoldSale {
  const lotsUsed = lotMovements.flatMap(({ lotId, deltaPoints, expiresAtMs }): LotUse[] => {
    if (deltaPoints >= 0) return []
    const known = inputs.member?.lots.find((lot) => lot.ref === lotId)
    const facts = known ?? { earnedAtMs: inputs.atMs, availableAtMs: null, expiresAtMs, grace: false }
    const { earnedAtMs, availableAtMs, grace } = facts
    return [{ ref: lotId, id: lotId, points: -deltaPoints, earnedAtMs, availableAtMs, expiresAtMs: facts.expiresAtMs, grace }]
  })
  return { ...sold, inputs, lotsUsed }
}

/** The result without what can be computed again: why, and what did not apply. */
export function saleNumbers({ result }: Pick<QuotedSale, 'result'>): SaleNumbers {
  const { grossMinor, discountMinor, dueMinor, pointsUsed, pointsTenderMinor, storedValue, payMinor, invoiceableMinor } = result
  const { earnPoints, debtRepaidPoints, carry, balancePoints, debtPoints, qualifying, tierAfter, needs } = result
  const { lines, lotsUsed, newLot, applied } = result
  return {
    ...{ grossMinor, discountMinor, dueMinor, pointsUsed, pointsTenderMinor, storedValue, payMinor, invoiceableMinor },
    ...{ earnPoints, debtRepaidPoints, carry, balancePoints, debtPoints, qualifying, tierAfter, needs },
    ...{ lines, lotsUsed, newLot, applied },
  }
}
