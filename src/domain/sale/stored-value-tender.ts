import { must } from '../assert.ts'
import { proportion, sumOf } from '../rounding.ts'
import type { SaleInputs, StoredValue } from '../sale-case.ts'
import type { Rejection } from '../sale-result.ts'
import { split } from '../split.ts'
import { isGoods } from './basket-line.ts'
import type { BasketLine } from './basket-line.ts'
import { reject } from './rejection.ts'

/** Paid with stored value: what it took of principal and bonus, in all and a line. */
export interface StoredValueTender extends StoredValue {
  readonly kind: 'tender'
  /** Parallel to the lines. */
  readonly shares: readonly StoredValue[]
}

/** A payment takes round(payment × bonus ÷ (principal + bonus)) from the bonus and the rest from the principal. */
export function payWithStoredValue(
  inputs: SaleInputs,
  lines: readonly BasketLine[],
  worthShares: readonly number[],
): StoredValueTender | Rejection {
  const paymentMinor = inputs.storedValueMinor
  const held = inputs.member?.storedValue ?? { principalMinor: 0, bonusMinor: 0 }
  const heldMinor = held.principalMinor + held.bonusMinor
  const leftToPay = lines.map((line, index) => (isGoods(line) ? line.netMinor - must(worthShares[index]) : 0))
  const leftMinor = sumOf(leftToPay)
  if (paymentMinor > heldMinor) return reject('insufficient_stored_value', { paymentMinor, heldMinor })
  if (paymentMinor > leftMinor) return reject('stored_value_over_due', { paymentMinor, leftMinor })
  const bonusMinor = paymentMinor === 0 ? 0 : proportion(paymentMinor, held.bonusMinor, heldMinor)
  // With nothing paid all parts are 0; otherwise some goods have a weight, so none falls on other lines.
  const payments = split(paymentMinor, leftToPay)
  const bonuses = split(bonusMinor, payments)
  const shares = payments.map((payment, index) => {
    const bonus = must(bonuses[index])
    return { principalMinor: payment - bonus, bonusMinor: bonus }
  })
  return { kind: 'tender', principalMinor: paymentMinor - bonusMinor, bonusMinor, shares }
}
