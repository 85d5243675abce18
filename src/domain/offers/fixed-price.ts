import type { EffectByKind } from '../programme.ts'
import { priceOfQuantity } from '../rounding.ts'
import type { EachLineAction, PricedLine } from './action.ts'

/** A price a unit, never above what the line costs already. */
export function fixedPrice(effect: EffectByKind['fixed-price']): EachLineAction {
  return { kind: 'each-line', suits: () => true, offMinor: (line) => downTo(effect.minor, line) }
}

/** The price that a line names for members: a fixed price of its own for each line. */
export const memberPrice: EachLineAction = {
  kind: 'each-line',
  suits: (line) => line.memberPriceMinor !== null,
  offMinor: (line) => (line.memberPriceMinor === null ? 0 : downTo(line.memberPriceMinor, line)),
}

function downTo(unitMinor: number, line: PricedLine): number {
  return Math.max(0, line.netMinor - priceOfQuantity(unitMinor, line.quantityMilli))
}
