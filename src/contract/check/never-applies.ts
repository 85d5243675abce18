import { recursOn } from '../../domain/recurrence.ts'
import { addDays } from '../../domain/business-date.ts'
import { earnMultiplier } from '../../domain/offers/earn-multiplier.ts'
import { equalFractions, ONE } from '../../domain/fraction.ts'
import type { CouponKind, OfferWhen, Programme, Promotion } from '../../domain/programme.ts'
import { error, warning } from './finding.ts'
import type { Finding } from './finding.ts'
import { offersAtWork } from './at-work.ts'

/** Offers that can never apply, and things they name that do not exist. */
export function neverAppliesFindings(programme: Programme): Finding[] {
  const levels = new Set(programme.tiers.levels.map((level) => level.id))
  const kinds = new Set(programme.coupons.map((kind) => kind.id))
  const findings = offersAtWork(programme).flatMap(({ path, offer }) => [
    ...whenProblems(offer.when).map((problem) => warning(`${path}.when`, problem)),
    ...offer.who.tiers
      .filter((tier) => !levels.has(tier))
      .map((tier) => warning(`${path}.who.tiers`, `"${tier}" is no level of the programme`)),
    ...goodsProblems(offer, programme).map((problem) => warning(`${path}.what`, problem)),
    ...limitProblems(offer).map((problem) => warning(`${path}.limits`, problem)),
    ...effectProblems(offer).map((problem) => warning(`${path}.effect`, problem)),
    ...(offer.kind === 'issue-coupon' && !kinds.has(offer.effect.coupon)
      ? [error(`${path}.effect.coupon`, `"${offer.effect.coupon}" is no kind of coupon`)]
      : []),
  ])
  const benefits = programme.tiers.levels.flatMap((level, index) =>
    level.benefits.flatMap(({ coupon }, at) =>
      coupon === null || kinds.has(coupon)
        ? []
        : [error(`tiers.levels[${index}].benefits[${at}].coupon`, `"${coupon}" is no kind of coupon`)],
    ),
  )
  return [...findings, ...benefits]
}

function whenProblems(when: OfferWhen): string[] {
  const { from, to, dates, rrule } = when
  if (from !== null && to !== null && from > to) return ['ends before it begins']
  const inRange = (date: string): boolean => (from === null || from <= date) && (to === null || date <= to)
  if (dates.length > 0 && !dates.some(inRange)) return ['none of its dates lies between "from" and "to"']
  if (rrule !== null && from !== null && !recursWithin(rrule, from, to)) return ['its recurrence never comes']
  return []
}

/** Looks a few years ahead, as far as any calendar rule needs to come round: leap years are four (or eight) apart. */
function recursWithin(rrule: string, from: string, to: string | null): boolean {
  for (let day = 0; day <= 3_000; day += 1) {
    const date = addDays(from, day)
    if (to !== null && date > to) return false
    if (recursOn(date, rrule, from)) return true
  }
  return false
}

function goodsProblems({ what, kind }: Promotion | CouponKind, { earn }: Programme): string[] {
  const earns = kind === 'earn-multiplier' || kind === 'earn-bonus'
  const excludedSkus = [...what.excludeSkus, ...(earns ? earn.exclude.skus : [])]
  const excludedCategories = [...what.excludeCategories, ...(earns ? earn.exclude.categories : [])]
  const isForAll = what.skus.length === 0 && what.categories.length === 0
  const isLeft =
    what.skus.some((sku) => !excludedSkus.includes(sku)) ||
    what.categories.some((category) => !excludedCategories.includes(category))
  return isForAll || isLeft ? [] : ['everything it is for is excluded']
}

function limitProblems(offer: Promotion | CouponKind): string[] {
  if (!('limits' in offer)) return offer.uses === 0 ? ['has no uses'] : []
  const problems: string[] = []
  if (offer.limits.perMember?.count === 0) problems.push('allows a member no use')
  if (offer.limits.budgetPoints === 0 || offer.limits.budgetMinor === 0) problems.push('its budget is empty')
  return problems
}

function effectProblems(offer: Promotion | CouponKind): string[] {
  switch (offer.kind) {
    case 'earn-multiplier':
      return equalFractions(earnMultiplier(offer.effect).multiplier, ONE) ? ['a multiplier of 1 changes nothing'] : []
    case 'earn-bonus':
      return offer.effect.points === 0 ? ['gives no points'] : []
    case 'percent-off':
    case 'buy-x-get-y':
      return /[1-9]/.test(offer.effect.percent) ? [] : ['takes nothing off']
    case 'amount-off':
      return offer.effect.minor === 0 ? ['takes nothing off'] : []
    case 'spend-x-save-y':
      return offer.effect.saveMinor === 0 ? ['takes nothing off'] : []
    case 'gift':
      return offer.effect.unitPriceMinor === 0 ? ['a gift without a list price is not given'] : []
    case 'issue-coupon':
    case 'fixed-price':
      return []
  }
}
