import { bestWayAims, type BestWay, type BestWayAim } from '../../contract/best-way.ts'
import { ok } from '../../contract/result.ts'
import { bestUse, type BestUse } from '../../domain/best-use/best-use.ts'
import type { CouponInHand } from '../../domain/sale-case.ts'
import type { Basket } from './basket.ts'
import type { Look } from './desk-look.ts'
import { removeCoupon } from './basket.ts'
import type { SaleDesk } from './sale-desk.ts'

/**
 * How the open sale is best paid with points, coupons and stored value, for each aim that leads elsewhere; the best value
 * first. Stored value is her money already: only who wants to pay least now is told to spend it.
 */
export function bestWays(basket: Basket, { quote, rules, member, coupons, prepaid, exchange }: Look): BestWay[] {
  if (quote?.kind !== 'quoted' || rules === null || member === null || prepaid === null || exchange !== null) return []
  const { result } = quote.quoted
  const prepaidMinor = result.payMinor - prepaid.leftMinor
  const inHand = coupons.flatMap(({ code, couponId, expiresAt, state }): CouponInHand[] => {
    if (state.kind === 'refused') return []
    return [{ code, coupon: couponId, expiresAtMs: expiresAt === null ? null : Date.parse(expiresAt), usesLeft: 1 }]
  })
  const inSale = basket.coupons.filter(({ out, lent }) => !out && lent !== null).map(({ code }) => code)
  const waiting = coupons.filter(({ state }) => state.kind === 'refused').map(({ code }) => code)
  const loadsMinor = basket.lines.reduce((sum, line, index) => sum + (line.asset === null ? 0 : (result.lines[index]?.netMinor ?? 0)), 0)
  const held = quote.inputs.member?.storedValue ?? { principalMinor: 0, bonusMinor: 0 }
  const saleCase = { ...quote.inputs, programme: rules.programme, storedValueMinor: 0, returns: [] }
  const ways = bestWayAims.flatMap((aim): BestWay[] => {
    const best = bestUse(saleCase, inHand, aim)
    // Gift cards come after points: what they pay already is not paid twice.
    if (best === null || best.payMinor < prepaidMinor) return []
    const mostMinor = Math.min(held.principalMinor + held.bonusMinor, best.payMinor - prepaidMinor - loadsMinor)
    const storedValueMinor = aim === 'least-now' ? Math.max(0, mostMinor) : 0
    const codes = best.coupons.map(({ code }) => code)
    const usedMinor = result.storedValue.principalMinor + result.storedValue.bonusMinor
    const isTaken = result.pointsUsed === best.redeemPoints && usedMinor === storedValueMinor && sameSet(inSale.filter((code) => !waiting.includes(code)), codes)
    return [wayOf(best, { storedValueMinor, prepaidMinor, isTaken, named: coupons })]
  })
  return ways.filter((way, place) => ways.findIndex((other) => isSameWay(other, way)) === place)
}

function wayOf({ aim, coupons, redeemPoints, payMinor, earnPoints }: BestUse, at: Pick<BestWay, 'storedValueMinor' | 'isTaken'> & { readonly prepaidMinor: number; readonly named: Look['coupons'] }): BestWay {
  return {
    aim,
    coupons: coupons.map(({ code }) => ({ code, name: at.named.find((each) => each.code === code)?.name ?? {} })),
    ...{ redeemPoints, earnPoints, storedValueMinor: at.storedValueMinor, isTaken: at.isTaken },
    payMinor: payMinor - at.storedValueMinor - at.prepaidMinor,
  }
}

function isSameWay(a: BestWay, b: BestWay): boolean {
  return a.redeemPoints === b.redeemPoints && a.storedValueMinor === b.storedValueMinor && sameSet(a.coupons.map(({ code }) => code), b.coupons.map(({ code }) => code))
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each) => b.includes(each))
}

/** Pays the open sale as one of its ways says, step by step as a cashier would; the first step that is refused ends it. */
export async function takeBestWay(desk: SaleDesk, aim: BestWayAim) {
  const way = bestWays(desk.basket, desk.look).find((each) => each.aim === aim)
  if (way === undefined) return ok(desk.state())
  const codes = way.coupons.map(({ code }) => code)
  for (const { code, state } of desk.state().coupons) {
    if (state.kind !== 'applied' || codes.includes(code)) continue
    const removed = desk.change((basket) => removeCoupon(basket, code))
    if (!removed.ok) return removed
  }
  for (const code of codes) {
    if (desk.basket.coupons.some((coupon) => coupon.code === code && !coupon.out && coupon.lent !== null)) continue
    const added = await desk.addCoupon(code)
    if (!added.ok) return added
  }
  const redeemed = desk.redeem(way.redeemPoints)
  return redeemed.ok ? desk.payWithValue(way.storedValueMinor) : redeemed
}
