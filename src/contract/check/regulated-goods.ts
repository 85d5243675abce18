import type { OfferRule, Programme } from '../../domain/programme.ts'
import { warning } from './finding.ts'
import type { Finding } from './finding.ts'
import { offersAtWork } from './at-work.ts'

/** Goods that mainland China does not let shops promote. */
const REGULATED = ['tobacco', 'infant-formula'] as const

/** Tobacco and infant formula that a programme of region CN lets earn, redeem or be promoted. */
export function regulatedGoodsFindings(programme: Programme): Finding[] {
  if (programme.region !== 'CN') return []
  const { earn, redeem } = programme
  return REGULATED.flatMap((category) => {
    const findings: Finding[] = []
    if (!earn.exclude.categories.includes(category)) {
      findings.push(warning('earn.exclude.categories', `"${category}" earns points`))
    }
    if (!redeem.excludeCategories.includes(category)) {
      findings.push(warning('redeem.excludeCategories', `"${category}" can be paid with points`))
    }
    for (const { path, offer } of offersAtWork(programme)) {
      const earnsOnly = offer.kind === 'earn-multiplier' || offer.kind === 'earn-bonus'
      if (earnsOnly && earn.exclude.categories.includes(category)) continue
      if (mayPromote(offer, category)) findings.push(warning(`${path}.what`, `promotes "${category}"`))
    }
    return findings
  })
}

function mayPromote({ what }: OfferRule, category: string): boolean {
  if (what.excludeCategories.includes(category)) return false
  const isForAll = what.skus.length === 0 && what.categories.length === 0
  return isForAll || what.categories.includes(category)
}
