import type { Programme } from '../programme.ts'
import type { SaleInputs } from '../sale-case.ts'
import type { Rejection } from '../sale-result.ts'
import type { Reasons } from './discount.ts'
import { applyManualDiscount, goodsNet } from './manual-discount.ts'
import { factsOf, isDiscount, offersAtWork, priceLines, wholeGift } from './pricing.ts'
import { notApplicable, reject } from './rejection.ts'
import type { PricedSale } from './sale-work.ts'
import { vetCoupons } from './vet-coupons.ts'

/** Line offers, basket offers, the manual discount: the first half of the order of evaluation, and its rejections. */
export function priceGoods(programme: Programme, inputs: SaleInputs): PricedSale | Rejection {
  const unfit = vetCoupons(programme, inputs)
  if (unfit !== null) return unfit
  const facts = factsOf(programme, inputs)
  const offers = offersAtWork(programme, inputs)
  const reasons: Reasons = new Map()
  const lines = priceLines(inputs, offers, wholeGift, { facts, reasons })
  const useless = offers.coupons.find((coupon) => isDiscount(coupon) && reasons.has(coupon.key))
  if (useless !== undefined) return notApplicable(useless, reasons)
  const goodsNetMinor = goodsNet(lines)
  const { manualDiscountMinor } = inputs
  if (manualDiscountMinor > goodsNetMinor) {
    return reject('manual_discount_over_due', { manualDiscountMinor, goodsNetMinor })
  }
  applyManualDiscount(lines, manualDiscountMinor)
  return { kind: 'priced', programme, inputs, facts, offers, lines, goodsNetMinor, reasons }
}
