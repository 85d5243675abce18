import type { DeskCoupon } from '../../contract/desk-state.ts'
import type { MemberCoupon } from '../../contract/wire-rights.ts'
import { isoUtc } from '../clock.ts'
import type { Rules } from '../rules.ts'
import type { Basket, BasketCoupon } from './basket.ts'
import { quoteBasket, type BasketQuote, type QuoteSetting } from './quote-basket.ts'

/** More proposals than this help nobody at a counter. */
const OFFERED_MAX = 5

/**
 * The coupons of a sale: those in it with what each takes off, then hers that would do something.
 * @param hers what the member has; only what can be used here
 */
export function deskCoupons(basket: Basket, quote: BasketQuote | null, setting: QuoteSetting, hers: readonly MemberCoupon[]): DeskCoupon[] {
  const { rules } = setting
  const inSale = basket.coupons.flatMap((coupon) => (coupon.out || coupon.lent === null ? [] : [{ code: coupon.code, ...coupon.lent }]))
  const shown = inSale.map((coupon) => {
    const refused = quote?.kind === 'quoted' ? quote.refusedCoupons.get(coupon.code) : undefined
    if (refused !== undefined || quote?.kind !== 'quoted') return view(rules, coupon, 0, { kind: 'refused', ...(refused ?? { why: 'no_goods' }) })
    const without = quoteBasket({ ...basket, coupons: basket.coupons.filter((each) => each.code !== coupon.code) }, setting)
    return view(rules, coupon, takenOff(without, quote), { kind: 'applied' })
  })
  if (quote?.kind !== 'quoted') return shown
  const offered = hers
    .filter((coupon) => !basket.coupons.some((each) => each.code === coupon.code && !each.out))
    .flatMap((coupon) => {
      const { code, ...lent } = coupon
      const asked: BasketCoupon = { code, lent, out: false }
      const withIt = quoteBasket({ ...basket, coupons: [...basket.coupons.filter((each) => each.code !== code), asked] }, setting)
      if (withIt.kind !== 'quoted' || withIt.refusedCoupons.has(code)) return []
      return [view(rules, coupon, takenOff(quote, withIt), { kind: 'offered' })]
    })
  return [...shown, ...offered.sort((a, b) => b.discountMinor - a.discountMinor).slice(0, OFFERED_MAX)]
}

function takenOff(without: BasketQuote, withIt: BasketQuote): number {
  if (without.kind !== 'quoted' || withIt.kind !== 'quoted') return 0
  return without.quoted.result.dueMinor - withIt.quoted.result.dueMinor
}

function view({ programme }: Rules, { code, coupon, expiresAtMs }: MemberCoupon, discountMinor: number, state: DeskCoupon['state']): DeskCoupon {
  const name = programme.coupons.find((kind) => kind.id === coupon)?.name ?? {}
  return { code, couponId: coupon, name, discountMinor, expiresAt: expiresAtMs === null ? null : isoUtc(expiresAtMs), state }
}
