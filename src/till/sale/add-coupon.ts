import type { Counter } from '../counter.ts'
import { putCoupon } from './basket.ts'
import type { BasketStore } from './basket-store.ts'
import { askForCoupon, COUPONS_MAX, type CouponRefusal } from './sale-rights.ts'

type Adding = { readonly store: BasketStore; readonly counter: Counter; readonly isOnline: () => boolean; readonly isLocked: () => boolean }

/** Puts a coupon into the open sale once HQ has lent it. @returns why not; null: it is in, or its sale has ended meanwhile */
export async function addCoupon({ store, counter, isOnline, isLocked }: Adding, code: string): Promise<CouponRefusal | 'too_many_coupons' | 'locked_while_paying' | null> {
  const { basket } = store
  const known = basket.coupons.find((coupon) => coupon.code === code)
  if (known !== undefined && known.lent !== null) {
    store.put(putCoupon(basket, { ...known, out: false }))
    return null
  }
  if (known === undefined && basket.coupons.length >= COUPONS_MAX) return 'too_many_coupons'
  if (!isOnline()) return 'coupon_not_here'
  // Written down before asking: after a crash the till knows what it may hold.
  store.put(putCoupon(basket, { code, lent: null, out: true }))
  const asked = await askForCoupon(counter, basket, code)
  // Meanwhile the sale may have ended; what it had asked for went back with it.
  if (store.basket.saleId !== basket.saleId) return null
  if (isLocked()) return 'locked_while_paying'
  if (asked.kind === 'no-answer') return 'coupon_not_here'
  if (asked.kind === 'refused') {
    store.put({ ...store.basket, coupons: store.basket.coupons.filter((coupon) => coupon.code !== code) })
    return asked.refused
  }
  store.put(putCoupon(store.basket, asked.coupon))
  return null
}
