import type { CouponInHand, SaleCase } from '../sale-case.ts'
import { payAndEarn } from '../sale/pay-and-earn.ts'
import { priceGoods } from '../sale/price-goods.ts'
import { NEW_LOT_REF } from '../sale/quote-sale.ts'
import type { PricedSale } from '../sale/sale-work.ts'
import { allowsCoupon, choiceOf, compareChoices } from './aim.ts'
import type { BestUseAim, Choice } from './aim.ts'
import { allSets, EXACT_COUPONS_MAX } from './coupon-sets.ts'
import { pointsCandidates, slightlyFewer } from './points-candidates.ts'

/** The coupons and points that serve an aim best, with the numbers that say why. */
export interface BestUse {
  readonly aim: BestUseAim
  /** Message key, as "bestUse.best-value". */
  readonly key: string
  readonly coupons: readonly CouponInHand[]
  readonly redeemPoints: number
  readonly payMinor: number
  /** Less to pay now than without points and coupons. */
  readonly savedMinor: number
  /** Worth of the points used that would have lasted beyond 30 days, and of those earned. */
  readonly lastingMinor: number
  readonly earnedMinor: number
  readonly earnPoints: number
}

/**
 * The best use of points and of the coupons in hand for a basket; null where the basket itself is refused, as for too
 * much stored value. The coupons and points of the case are ignored. Exact for up to 8 coupons;
 * with more, coupons are added one by one as long as that helps.
 */
export function bestUse(saleCase: SaleCase, inHand: readonly CouponInHand[], aim: BestUseAim): BestUse | null {
  const choose = chooserFor(saleCase, aim)
  const nothing = chooserFor(saleCase, 'keep')([])
  const allowed = inHand.filter((coupon) => allowsCoupon(aim, coupon, saleCase.atMs))
  const isFew = allowed.length <= EXACT_COUPONS_MAX
  const found = isFew ? bestOf(aim, allSets(allowed).map(choose)) : oneByOne(aim, allowed, choose)
  const best = found === null ? null : refined(saleCase, aim, found)
  if (best === null || nothing === null) return null
  const { coupons, pointsUsed, payMinor, lastingMinor, earnedMinor, earnPoints } = best
  return {
    aim,
    key: `bestUse.${aim}`,
    coupons,
    redeemPoints: pointsUsed,
    payMinor,
    savedMinor: nothing.payMinor - payMinor,
    lastingMinor,
    earnedMinor,
    earnPoints,
  }
}

type Choose = (coupons: readonly CouponInHand[]) => Choice | null

/** Finds the best number of points for a set of coupons; null where the set cannot be used. */
function chooserFor(saleCase: SaleCase, aim: BestUseAim): Choose {
  return (coupons) => {
    const sale = priced(saleCase, coupons)
    if (sale === null) return null
    const without = paid(sale, 0)
    if (aim === 'keep') return without
    const most = paid(sale, 'max')
    if (aim === 'least-now') return bestOf(aim, [without, most])
    const tried = pointsCandidates(sale, most?.pointsUsed ?? 0).map((points) => paid(sale, points))
    return bestOf(aim, [...tried, without, most])
  }
}

/** A few points less may serve as well, where rounding of the points earned makes up for them. */
function refined(saleCase: SaleCase, aim: BestUseAim, best: Choice): Choice | null {
  const sale = aim === 'best-value' && best.pointsUsed > 0 ? priced(saleCase, best.coupons) : null
  if (sale === null) return best
  return bestOf(aim, [best, ...slightlyFewer(sale, best.pointsUsed).map((points) => paid(sale, points))])
}

function oneByOne(aim: BestUseAim, coupons: readonly CouponInHand[], choose: Choose): Choice | null {
  let best = choose([])
  for (;;) {
    const used = best?.coupons ?? []
    const next = coupons.filter((coupon) => !used.includes(coupon)).map((coupon) => choose([...used, coupon]))
    const better = bestOf(aim, [best, ...next])
    if (better === best) return best
    best = better
  }
}

function bestOf(aim: BestUseAim, choices: readonly (Choice | null)[]): Choice | null {
  return choices.reduce<Choice | null>((best, choice) => {
    if (choice === null || best === null) return best ?? choice
    return compareChoices(aim, choice, best) < 0 ? choice : best
  }, null)
}

function priced(saleCase: SaleCase, coupons: readonly CouponInHand[]): PricedSale | null {
  const { programme, returns: _returns, ...inputs } = saleCase
  const sale = priceGoods(programme, { ...inputs, coupons })
  return sale.kind === 'priced' ? sale : null
}

function paid(sale: PricedSale, points: number | 'max'): Choice | null {
  const work = payAndEarn(sale, points, NEW_LOT_REF)
  return work.kind === 'done' ? choiceOf(work) : null
}
