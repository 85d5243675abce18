import type { DeskLine, DeskQuote, NearMiss } from '../../contract/desk-state.ts'
import type { RuleName } from '../../contract/rule-name.ts'
import { priceOfQuantity } from '../../domain/rounding.ts'
import type { LineResult, SaleResult } from '../../domain/sale-result.ts'
import type { Promotion } from '../../domain/programme.ts'
import type { Rules } from '../rules.ts'
import type { Basket, BasketLine } from './basket.ts'
import type { BasketQuote } from './quote-basket.ts'

/** The numbers of a basket as the page gets them. */
export function deskQuote(basket: Basket, quote: BasketQuote | null, rules: Rules | null): DeskQuote {
  if (basket.lines.length === 0) return { kind: 'empty' }
  if (quote === null || rules === null) return { kind: 'rejected', rejected: 'no_rules', detail: 'no programme has come from HQ' }
  if (quote.kind === 'rejected') return quote
  const { result } = quote.quoted
  return {
    kind: 'quoted',
    result,
    explain: result.explain,
    nearMisses: nearMisses(result, rules),
    names: ruleNames(rules, quote.inputs.coupons),
    programme: { version: rules.version, hash: rules.hash },
  }
}

/** Offers that only want more goods, the nearest first. */
function nearMisses(result: SaleResult, rules: Rules): NearMiss[] {
  return result.notApplied
    .flatMap((offer) => {
      const promotion = rules.programme.promotions.find((candidate) => candidate.id === offer.id)
      if (offer.why !== 'below-minimum-spend' || promotion === undefined) return []
      return [{ promotionId: offer.id, name: promotion.name, missingMinor: offer.missingMinor, thresholdMinor: thresholdOf(promotion) }]
    })
    .sort((a, b) => a.missingMinor - b.missingMinor)
}

function thresholdOf(promotion: Promotion): number {
  const ownMinor = promotion.kind === 'spend-x-save-y' ? promotion.effect.spendMinor : 0
  return Math.max(promotion.what.minSpendMinor, ownMinor)
}

/**
 * What people call every offer, coupon and level of the rules.
 * @param coupons those of the sale: results name a coupon by its code, people by its kind
 */
export function ruleNames({ programme }: Pick<Rules, 'programme'>, coupons: readonly { readonly code: string; readonly coupon: string }[] = []): RuleName[] {
  const kinds = [...programme.promotions, ...programme.coupons, ...programme.tiers.levels].map(({ id, name }) => ({ id, name }))
  return [...kinds, ...coupons.flatMap(({ code, coupon }) => kinds.filter(({ id }) => id === coupon).map(({ name }) => ({ id: code, name })))]
}

/**
 * The lines with their numbers: those of the basket, then gifts. Where the quote was refused they show what the goods
 * alone come to.
 */
export function deskLines(basket: Basket, quote: BasketQuote | null, giftName: (sku: string) => DeskLine['name']): DeskLine[] {
  const results = quote?.kind === 'quoted' ? quote.quoted.result.lines : []
  const own = basket.lines.map((line, index) => deskLine(line, results[index] ?? plainResult(line), false))
  const gifts = results.slice(basket.lines.length).map((result, index) => deskLine(giftLine(result, index, giftName), result, true))
  return [...own, ...gifts]
}

function deskLine(line: BasketLine, result: LineResult, gift: boolean): DeskLine {
  const { lineId, sku, name, unit, quantityMilli, unitPriceMinor, memberPriceMinor } = line
  const { grossMinor, discountMinor, netMinor, earnPoints, offers } = result
  // As on paper, whose code pages have no better mark for what is hidden.
  const packing = line.giftCard === null ? line.packing : [line.packing, `****${line.giftCard.slice(-4)}`].filter((part) => part !== '').join(' ')
  return {
    ...{ lineId, sku, name, packing, unit, quantityMilli, unitPriceMinor, memberPriceMinor },
    ...{ grossMinor, discountMinor, netMinor, earnPoints, offers, gift },
  }
}

function plainResult(line: BasketLine): LineResult {
  const grossMinor = priceOfQuantity(line.unitPriceMinor, line.quantityMilli)
  return { sku: line.sku, grossMinor, discountMinor: 0, netMinor: grossMinor, pointsTenderMinor: 0, pointsUsed: 0, earnPoints: 0, offers: [] }
}

function giftLine(result: LineResult, index: number, giftName: (sku: string) => DeskLine['name']): BasketLine {
  return {
    lineId: `gift-${index}`,
    sku: result.sku,
    name: giftName(result.sku),
    packing: '',
    unit: 'piece',
    category: '',
    quantityMilli: 1000,
    unitPriceMinor: result.grossMinor,
    memberPriceMinor: null,
    asset: null,
    giftCard: null,
    loadBonusMinor: 0,
    priceOverride: null,
  }
}
