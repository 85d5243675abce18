import type { Offer } from '../offers/offer.ts'
import type { LineAsset, SaleLine } from '../sale-case.ts'
import { priceOfQuantity } from '../rounding.ts'

/**
 * A line while its price is being found. `netMinor` falls as offers take their parts; nothing outside the pricing of
 * one quote ever sees it change.
 */
export interface BasketLine {
  /** Names the line in explanations: its index in the case, or the offer that gave it. */
  readonly name: string
  /** Index into the lines of the case, or null for a gift. */
  readonly caseIndex: number | null
  readonly sku: string
  readonly category: string | null
  readonly quantityMilli: number
  readonly unitPriceMinor: number
  readonly memberPriceMinor: number | null
  readonly asset: LineAsset | null
  /** Key of the offer that gave this line, or null. */
  readonly giftOf: string | null
  readonly grossMinor: number
  netMinor: number
  readonly cuts: LineCut[]
  manualMinor: number
}

/** What an offer took off a line. A gift names itself on its own line even where no part of it fell there. */
export interface LineCut {
  readonly offer: Offer
  readonly offMinor: number
}

export function basketLineOf(line: SaleLine, caseIndex: number): BasketLine {
  return openLine({ ...line, name: `${caseIndex}`, caseIndex, giftOf: null })
}

/** A gift of an offer, at its list price. */
export function giftLineOf(
  offer: Offer,
  goods: Pick<SaleLine, 'sku' | 'category' | 'quantityMilli' | 'unitPriceMinor'>,
): BasketLine {
  const { sku, category, quantityMilli, unitPriceMinor } = goods
  return openLine({
    name: `gift:${offer.key}`,
    caseIndex: null,
    sku,
    category,
    quantityMilli,
    unitPriceMinor,
    memberPriceMinor: null,
    asset: null,
    giftOf: offer.key,
  })
}

export function cutLine(line: BasketLine, offer: Offer, offMinor: number): void {
  line.netMinor -= offMinor
  line.cuts.push({ offer, offMinor })
}

/** Goods, as opposed to value bought: only they take part in offers, manual discounts and points. */
export function isGoods(line: Pick<BasketLine, 'asset'>): boolean {
  return line.asset === null
}

function openLine(line: Omit<BasketLine, 'grossMinor' | 'netMinor' | 'cuts' | 'manualMinor'>): BasketLine {
  const grossMinor = priceOfQuantity(line.unitPriceMinor, line.quantityMilli)
  return { ...line, grossMinor, netMinor: grossMinor, cuts: [], manualMinor: 0 }
}
