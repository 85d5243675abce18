import type { EffectByKind } from '../programme.ts'
import type { BasketAction } from './action.ts'

/** A sum off from a threshold on, once or for each whole threshold. */
export function spendXSaveY(effect: EffectByKind['spend-x-save-y']): BasketAction {
  const { spendMinor, saveMinor, repeat } = effect
  return {
    kind: 'basket',
    spendMinor,
    offMinor: (netMinor) => {
      const times = repeat ? Math.floor(netMinor / spendMinor) : 1
      // Never more than the net, so that the product need not be exact beyond it.
      return Math.min(netMinor, saveMinor * times)
    },
  }
}
