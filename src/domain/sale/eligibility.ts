import type { Basis } from '../conditions/condition.ts'
import type { OfferWhat } from '../programme.ts'
import { sumOf } from '../rounding.ts'

interface Goods {
  readonly sku: string
  readonly category: string | null
}

/** Whether an offer is for these goods: one of its SKUs or categories where it names any, and none that it excludes. */
export function isFor(what: OfferWhat, goods: Goods): boolean {
  const named = namedGoods(what)
  if (named.excludes(goods)) return false
  return named.includesAll || named.includes(goods)
}

/** What minimums are measured on. */
export function basisOf<T extends { readonly quantityMilli: number }>(
  lines: readonly T[],
  spendMinorOf: (line: T) => number,
): Basis {
  return {
    lineCount: lines.length,
    spendMinor: sumOf(lines.map(spendMinorOf)),
    quantityMilli: sumOf(lines.map((line) => line.quantityMilli)),
  }
}

interface NamedGoods {
  readonly includesAll: boolean
  includes(goods: Goods): boolean
  excludes(goods: Goods): boolean
}

/** Offers may name thousands of SKUs; their sets are made once a programme. */
const named = new WeakMap<OfferWhat, NamedGoods>()

function namedGoods(what: OfferWhat): NamedGoods {
  const known = named.get(what)
  if (known !== undefined) return known
  const fresh: NamedGoods = {
    includesAll: what.skus.length === 0 && what.categories.length === 0,
    includes: oneOf(what.skus, what.categories),
    excludes: oneOf(what.excludeSkus, what.excludeCategories),
  }
  named.set(what, fresh)
  return fresh
}

function oneOf(skus: readonly string[], categories: readonly string[]): (goods: Goods) => boolean {
  const skuSet = new Set(skus)
  const categorySet = new Set(categories)
  return ({ sku, category }) => skuSet.has(sku) || (category !== null && categorySet.has(category))
}
