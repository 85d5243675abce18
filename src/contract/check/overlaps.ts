import type { OfferWhen, Programme, Promotion } from '../../domain/programme.ts'
import { actionOf } from '../../domain/offers/table.ts'
import { warning } from './finding.ts'
import type { Finding } from './finding.ts'
import { promotionsAtWork } from './at-work.ts'

/** Pairs of promotions that may hold for the same goods at the same time and then add up, because no group joins them. */
export function overlapFindings(programme: Programme): Finding[] {
  const atWork = promotionsAtWork(programme)
  return atWork.flatMap(({ path, offer }, index) =>
    atWork
      .slice(0, index)
      .filter((earlier) => addsUp(programme, earlier.offer, offer) && mayMeet(earlier.offer, offer))
      .map((earlier) => warning(path, `may hold together with "${earlier.offer.id}", and they add up`)),
  )
}

/** Whether two offers act at the same step without a group that lets only one of them. */
function addsUp({ earn }: Programme, a: Promotion, b: Promotion): boolean {
  const [step, group] = stepOf(a)
  const [otherStep, otherGroup] = stepOf(b)
  if (step !== otherStep || step === 'none') return false
  if (step === 'multiplier' && earn.stacking === 'max') return false
  return group === null || group !== otherGroup
}

/** The step of evaluation at which an offer takes something off or joins the factor, and its group there. */
function stepOf(promotion: Promotion): readonly ['line' | 'basket' | 'multiplier' | 'none', string | null] {
  switch (actionOf(promotion).kind) {
    case 'each-line':
    case 'across-lines':
      return ['line', promotion.group ?? 'price']
    case 'basket':
    case 'gift':
      return ['basket', promotion.group]
    case 'multiplier':
      return ['multiplier', promotion.group]
    default:
      return ['none', null]
  }
}

function mayMeet(a: Promotion, b: Promotion): boolean {
  return (
    datesMeet(a.when, b.when) &&
    listsMeet(a.when.weekdays, b.when.weekdays) &&
    listsMeet(a.when.monthDays, b.when.monthDays) &&
    listsMeet(a.where.stores, b.where.stores) &&
    listsMeet(a.who.tiers, b.who.tiers) &&
    !(a.who.firstPurchase && b.who.lapsedDays !== null) &&
    !(b.who.firstPurchase && a.who.lapsedDays !== null) &&
    goodsMeet(a, b)
  )
}

function datesMeet(a: OfferWhen, b: OfferWhen): boolean {
  const inRange = (date: string, { from, to }: OfferWhen): boolean =>
    (from === null || from <= date) && (to === null || date <= to)
  if (a.dates.length > 0)
    return a.dates.some((date) => inRange(date, b) && (b.dates.length === 0 || b.dates.includes(date)))
  if (b.dates.length > 0) return b.dates.some((date) => inRange(date, a))
  return (a.to === null || b.from === null || b.from <= a.to) && (b.to === null || a.from === null || a.from <= b.to)
}

/** Empty lists do not restrict. */
function listsMeet<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === 0 || b.length === 0 || a.some((entry) => b.includes(entry))
}

/** Lists of SKUs are compared with SKUs, categories with categories: which SKU is of which category is not known here. */
function goodsMeet({ what: a }: Promotion, { what: b }: Promotion): boolean {
  const isForAll = (what: Promotion['what']): boolean => what.skus.length === 0 && what.categories.length === 0
  if (isForAll(a) || isForAll(b)) return true
  return a.skus.some((sku) => b.skus.includes(sku)) || a.categories.some((category) => b.categories.includes(category))
}
