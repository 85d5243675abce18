import type { Programme } from '../programme.ts'
import { proportion, sumOf } from '../rounding.ts'
import type { SaleInputs } from '../sale-case.ts'
import { giftLineOf } from '../sale/basket-line.ts'
import type { BasketLine } from '../sale/basket-line.ts'
import { applyManualDiscount, goodsNet } from '../sale/manual-discount.ts'
import { factsOf, offersAtWork, priceLines } from '../sale/pricing.ts'
import type { OffersAtWork } from '../sale/pricing.ts'
import type { SoldSale } from '../sold-sale.ts'

/**
 * What the goods that remain cost: quoted with the sale's own inputs, without tenders; coupons that no longer fit are
 * left out, the manual discount is scaled by gross, and a kept gift is the gift line where its offer still holds.
 * `remainingMilli` is parallel to the lines of the sale.
 */
export function remainingDue(programme: Programme, sold: SoldSale, remainingMilli: readonly number[]): number {
  const inputs = remainingInputs(sold, remainingMilli)
  const offers = offersAtWork(programme, inputs)
  const kept = keptGifts(sold, remainingMilli)
  const judgement = { facts: factsOf(programme, inputs), reasons: new Map() }
  const priced = priceLines(inputs, offers, (offer) => kept.get(offer.key)?.quantityMilli ?? 0, judgement)
  const lines = [...priced, ...giftsAtListPrice(priced, kept, offers)]
  const grossMinor = sumOf(lines.map((line) => line.grossMinor))
  const manualMinor = sold.grossMinor === 0 ? 0 : proportion(inputs.manualDiscountMinor, grossMinor, sold.grossMinor)
  applyManualDiscount(lines, Math.min(manualMinor, goodsNet(lines)))
  return sumOf(lines.map((line) => line.netMinor))
}

function remainingInputs(sold: SoldSale, remainingMilli: readonly number[]): SaleInputs {
  const lines = sold.inputs.lines.flatMap((line, index) => {
    const quantityMilli = remainingMilli[index] ?? 0
    return quantityMilli === 0 ? [] : [{ ...line, quantityMilli }]
  })
  return { ...sold.inputs, lines }
}

type KeptGift = Parameters<typeof giftLineOf>[1]

/** Gifts that the customer keeps, by the key of the offer that gave them. */
function keptGifts(sold: SoldSale, remainingMilli: readonly number[]): Map<string, KeptGift> {
  const kept = new Map<string, KeptGift>()
  sold.lines.forEach(({ giftOf, sku, category, unitPriceMinor }, index) => {
    const quantityMilli = remainingMilli[index] ?? 0
    if (giftOf !== null && quantityMilli > 0) kept.set(giftOf, { sku, category, unitPriceMinor, quantityMilli })
  })
  return kept
}

/** A kept gift whose offer no longer holds is an ordinary line. */
function giftsAtListPrice(
  priced: readonly BasketLine[],
  kept: ReadonlyMap<string, KeptGift>,
  offers: OffersAtWork,
): BasketLine[] {
  const given = new Set(priced.map((line) => line.giftOf))
  return offers.basket.flatMap((offer) => {
    const goods = kept.get(offer.key)
    return goods === undefined || given.has(offer.key) ? [] : [giftLineOf(offer, goods)]
  })
}
