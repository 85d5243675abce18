import { parseFraction } from '../fraction.ts'
import type { EffectByKind } from '../programme.ts'
import type { MultiplierAction } from './action.ts'

/** More points, or fewer, for what is bought. */
export function earnMultiplier(effect: EffectByKind['earn-multiplier']): MultiplierAction {
  return { kind: 'multiplier', multiplier: parseFraction(effect.multiplier) }
}
