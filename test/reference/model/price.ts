/** Steps 1 to 4: from list prices to the due, for a sale and for what is left of one. */
import type { Verdict } from './conditions.ts'
import { runBasketOffers } from './basket-offers.ts'
import type { GiftQuantity } from './basket-offers.ts'
import { roundOf, least, splitByWhole, total } from './fraction.ts'
import type { CaseLine, Input, Offer } from './case.ts'
import { runLineOffers } from './line-offers.ts'
import { grossOf } from './measure.ts'
import type { PricedLine } from './measure.ts'

const atListPrice = (line: CaseLine): PricedLine => {
  const grossMinor = grossOf(line.quantityMilli, line.unitPriceMinor)
  return { ...line, grossMinor, gift: null, netMinor: grossMinor, offers: [] }
}

/** Offers on lines and basket; the manual discount is not yet off. */
export function priceBasket(
  input: Input,
  sold: readonly CaseLine[],
  coupons: readonly Offer[],
  giftQuantity: GiftQuantity,
  verdicts: Map<Offer, Verdict>,
): PricedLine[] {
  const lines = sold.map(atListPrice)
  runLineOffers(input, lines, verdicts)
  runBasketOffers(input, coupons, lines, giftQuantity, verdicts)
  return lines
}

export const goodsNet = (lines: readonly PricedLine[]): bigint =>
  total(lines.filter((line) => !line.isAsset).map((line) => line.netMinor))

/** The manual discount, split by net over the lines without asset. */
export function takeManualDiscount(lines: readonly PricedLine[], minor: bigint): void {
  const goods = lines.filter((line) => !line.isAsset)
  const parts = splitByWhole(
    minor,
    goods.map((line) => line.netMinor),
  )
  goods.forEach((line, index) => {
    line.netMinor -= parts[index] ?? 0n
  })
}

/**
 * The due of what remains of a sale: `left` thousandths of each of its lines, gifts included, quoted with the
 * sale's own inputs; the manual discount scaled by gross.
 */
export function dueOfRest(
  input: Input,
  sale: readonly PricedLine[],
  coupons: readonly Offer[],
  left: readonly bigint[],
): bigint {
  const leftOf = (line: PricedLine): bigint => left[sale.indexOf(line)] ?? 0n
  const ordinary = sale
    .filter((line) => line.gift === null && leftOf(line) > 0n)
    .map((line) => ({ ...line, quantityMilli: leftOf(line) }))
  const gifts = sale.filter((line) => line.gift !== null && leftOf(line) > 0n)
  const keptOf: GiftQuantity = (offer) => {
    const kept = gifts.find((line) => line.gift === offer)
    return kept === undefined ? 0n : leftOf(kept)
  }
  const lines = priceBasket(input, ordinary, coupons, keptOf, new Map())
  for (const gift of gifts) {
    if (lines.some((line) => line.gift === gift.gift)) continue
    lines.push(atListPrice({ ...gift, quantityMilli: leftOf(gift) }))
  }
  const due = total(lines.map((line) => line.netMinor))
  const grossOfSale = total(sale.map((line) => line.grossMinor))
  const gross = total(lines.map((line) => line.grossMinor))
  if (grossOfSale === 0n) return due
  return due - least(roundOf(input.manualDiscountMinor, gross, grossOfSale), goodsNet(lines))
}
