import { daysBetween, addDays } from '../../domain/business-date.ts'
import { lastUsableDate } from '../../domain/expiry.ts'
import { compareFractions, ONE, parseFraction } from '../../domain/fraction.ts'
import type { CouponKind, ExpiryPolicy, Programme, Promotion } from '../../domain/programme.ts'
import { error, warning } from './finding.ts'
import type { Finding } from './finding.ts'
import { offersAtWork, promotionsAtWork } from './at-work.ts'

/** Settings by which a customer gains what nobody meant to give, and points that nobody can ever use. */
export function gainFindings(programme: Programme): Finding[] {
  return [...settingFindings(programme), ...offerFindings(programme), ...budgetFindings(programme)]
}

function settingFindings({ earn, returns, expiry, referral }: Programme): Finding[] {
  const findings: Finding[] = []
  if (earn.rounding === 'ceil') findings.push(warning('earn.rounding', 'splitting a sale in two gains points'))
  if (returns.shortage === 'clamp' && earn.pendingDays === 0) {
    findings.push(
      warning('returns.shortage', 'points can be spent and the goods returned: let them wait (earn.pendingDays)'),
    )
  }
  const referralPoints = referral.referrerPoints + referral.referredPoints
  if (returns.shortage === 'clamp' && referral.after === 'purchase' && referralPoints > 0) {
    findings.push(
      warning('referral.after', 'its points can be spent and the goods returned: pay after the return window'),
    )
  }
  const lifeDays = shortestLifeDays(expiry)
  if (lifeDays !== null && earn.pendingDays > lifeDays) {
    findings.push(error('earn.pendingDays', `points may expire after ${lifeDays} days, before they can be used`))
  }
  return findings
}

/** The fewest days from earning to the last usable one, over four years of earning dates; null: points never expire. */
function shortestLifeDays(expiry: ExpiryPolicy): number | null {
  let shortest: number | null = null
  for (let day = 0; day < 1_461; day += 1) {
    const earnedOn = addDays('2025-01-01', day)
    const lastDate = lastUsableDate(expiry, earnedOn)
    if (lastDate === null) return null
    const life = daysBetween(earnedOn, lastDate)
    shortest = shortest === null ? life : Math.min(shortest, life)
  }
  return shortest
}

function offerFindings(programme: Programme): Finding[] {
  const isKept = programme.returns.thresholdOffers === 'keep'
  return offersAtWork(programme).flatMap(({ path, offer }) => {
    const findings: Finding[] = []
    if (offer.kind === 'earn-bonus' && offer.effect.per === 'sale' && !isOnce(offer)) {
      findings.push(warning(`${path}.effect`, 'splitting a sale in two gains its bonus twice'))
    }
    const { savedMinor, fromMinor } = savingOf(offer)
    if (isKept && fromMinor > 0 && savedMinor * 3 > fromMinor) {
      findings.push(warning(`${path}.effect`, 'saves more than a third of its threshold, and a return keeps it'))
    }
    return findings
  })
}

/** A bonus that a member can have only once, or a coupon, gains nothing by splitting. */
function isOnce(offer: Promotion | CouponKind): boolean {
  if (!('limits' in offer)) return true
  return offer.who.firstPurchase || offer.limits.perMember?.count === 1
}

/** What an offer saves from which spending on; 0 and 0 where there is no threshold. */
function savingOf(offer: Promotion | CouponKind): { savedMinor: number; fromMinor: number } {
  const { minSpendMinor } = offer.what
  switch (offer.kind) {
    case 'spend-x-save-y':
      return { savedMinor: offer.effect.saveMinor, fromMinor: Math.max(offer.effect.spendMinor, minSpendMinor) }
    case 'amount-off':
      return { savedMinor: offer.effect.per === 'basket' ? offer.effect.minor : 0, fromMinor: minSpendMinor }
    case 'gift':
      return { savedMinor: offer.effect.unitPriceMinor, fromMinor: minSpendMinor }
    default:
      return { savedMinor: 0, fromMinor: 0 }
  }
}

function budgetFindings(programme: Programme): Finding[] {
  return promotionsAtWork(programme).flatMap(({ path, offer }) => {
    if (offer.kind === 'issue-coupon') return []
    const earns = offer.kind === 'earn-multiplier' || offer.kind === 'earn-bonus'
    const name = earns ? 'budgetPoints' : 'budgetMinor'
    if (offer.limits[name] === null) return [warning(`${path}.limits.${name}`, 'its budget is unbounded')]
    if (offer.kind !== 'earn-multiplier') return []
    const isBelowOne = compareFractions(parseFraction(offer.effect.multiplier), ONE) < 0
    return isBelowOne
      ? [warning(`${path}.limits.${name}`, 'a multiplier below 1 gives nothing that a budget could bound')]
      : []
  })
}
