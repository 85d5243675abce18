import type { EffectByKind } from '../programme.ts'
import type { GiftAction } from './action.ts'

/** Goods at their list price, paid for by the discount of that price. */
export function gift(effect: EffectByKind['gift']): GiftAction {
  return { kind: 'gift', gift: effect }
}
