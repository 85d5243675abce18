import { must } from '../assert.ts'
import type { OfferFacts } from '../conditions/condition.ts'
import { measuredReason, personalReason } from '../conditions/table.ts'
import type { SaleInputs } from '../sale-case.ts'
import type { Rejection } from '../sale-result.ts'
import type { BasketLine } from './basket-line.ts'
import { eligibleIndices } from './discount.ts'
import type { Reasons } from './discount.ts'
import { earnLines } from './earn-base.ts'
import { earn } from './earning.ts'
import { basisOf } from './eligibility.ts'
import { payWithPoints } from './points-tender.ts'
import { isDiscount, levelHeld } from './pricing.ts'
import type { OffersAtWork } from './pricing.ts'
import { notApplicable } from './rejection.ts'
import type { PricedSale, SaleWork } from './sale-work.ts'
import { settleLots } from './settle-lots.ts'
import { payWithStoredValue } from './stored-value-tender.ts'

/** Tenders, earning, lots, tier: the second half of the order of evaluation, and its rejections. */
export function payAndEarn(
  priced: PricedSale,
  redeemPoints: SaleInputs['redeemPoints'],
  newLotRef: string,
): SaleWork | Rejection {
  const { programme, inputs, facts, offers, lines } = priced
  const points = payWithPoints(programme, inputs, redeemPoints, lines)
  if (points.kind === 'rejected') return points
  const stored = payWithStoredValue(inputs, lines, points.worthShares)
  if (stored.kind === 'rejected') return stored
  const { member } = inputs
  const baseLines = earnLines(programme.earn, member !== null, lines, points, stored)
  const earning = earn(
    { programme, member, lines: baseLines, offers: offers.earn, facts },
    levelHeld(programme, inputs),
  )
  const reasons: Reasons = new Map([...priced.reasons, ...earning.pass.reasons])
  const vain = offers.coupons.find((coupon) => !isDiscount(coupon) && !earning.pass.applied.has(coupon.key))
  if (vain !== undefined) return notApplicable(vain, reasons)
  const used = { usedPoints: points.pointsUsed, earnPoints: earning.pass.earnPoints }
  const settlement = member === null ? null : settleLots(programme, member, facts.moment, used, newLotRef)
  const issued = issueCoupons(offers, lines, facts, reasons)
  const cuts = lines.flatMap((line) => line.cuts.map((cut) => cut.offer.key))
  const applied = new Set([...cuts, ...earning.pass.applied, ...issued])
  return { ...priced, kind: 'done', points, stored, earning, settlement, issued, applied, reasons }
}

/** Coupons are issued on what was sold in the end: their minimums are measured on net. */
function issueCoupons(
  { issue }: OffersAtWork,
  lines: readonly BasketLine[],
  facts: OfferFacts,
  reasons: Reasons,
): Set<string> {
  const issued = new Set<string>()
  for (const offer of issue) {
    const chosen = eligibleIndices(offer, lines).map((index) => must(lines[index]))
    const basis = basisOf(chosen, (line) => line.netMinor)
    const reason = personalReason(offer, facts) ?? measuredReason(offer, facts, basis)
    if (reason === null) issued.add(offer.key)
    else reasons.set(offer.key, reason)
  }
  return issued
}
