import type { EffectByKind } from '../programme.ts'
import type { BonusAction } from './action.ts'

/** Fixed points. */
export function earnBonus(effect: EffectByKind['earn-bonus']): BonusAction {
  return { kind: 'bonus', points: effect.points, per: effect.per }
}
