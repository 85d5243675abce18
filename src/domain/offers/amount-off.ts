import type { EffectByKind } from '../programme.ts'
import { priceOfQuantity } from '../rounding.ts'
import type { BasketAction, EachLineAction } from './action.ts'

/** A sum off each unit, or off the whole basket, never below zero. */
export function amountOff(effect: EffectByKind['amount-off']): EachLineAction | BasketAction {
  if (effect.per === 'basket') return { kind: 'basket', spendMinor: 0, offMinor: () => effect.minor }
  return {
    kind: 'each-line',
    suits: () => true,
    offMinor: (line) => Math.min(line.netMinor, priceOfQuantity(effect.minor, line.quantityMilli)),
  }
}
