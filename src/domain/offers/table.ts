import type { EffectByKind, OfferKind, Offering } from '../programme.ts'
import type { OfferAction } from './action.ts'
import { amountOff } from './amount-off.ts'
import { buyXGetY } from './buy-x-get-y.ts'
import { earnBonus } from './earn-bonus.ts'
import { earnMultiplier } from './earn-multiplier.ts'
import { fixedPrice } from './fixed-price.ts'
import { gift } from './gift.ts'
import { issueCoupon } from './issue-coupon.ts'
import { percentOff } from './percent-off.ts'
import { spendXSaveY } from './spend-x-save-y.ts'

/** Every kind of offer. A new kind is a row of `EffectByKind`, a file of its own and a row here. */
const offerKinds: { readonly [K in OfferKind]: (effect: EffectByKind[K]) => OfferAction } = {
  'earn-multiplier': earnMultiplier,
  'earn-bonus': earnBonus,
  'percent-off': percentOff,
  'amount-off': amountOff,
  'fixed-price': fixedPrice,
  'buy-x-get-y': buyXGetY,
  'spend-x-save-y': spendXSaveY,
  gift,
  'issue-coupon': issueCoupon,
}

/** What a promotion or coupon kind does. */
export function actionOf<K extends OfferKind>(offering: Offering<K>): OfferAction {
  const known = actions.get(offering)
  if (known !== undefined) return known
  // The union of kinds cannot be followed through the table; `Offering` ties kind and effect.
  const make = offerKinds[offering.kind] as (effect: Offering['effect']) => OfferAction
  const action = make(offering.effect)
  actions.set(offering, action)
  return action
}

/** Programmes live through thousands of quotes. */
const actions = new WeakMap<object, OfferAction>()
