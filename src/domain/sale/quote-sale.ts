import { must } from '../assert.ts'
import { measuredReason, personalReason } from '../conditions/table.ts'
import type { OfferFacts } from '../conditions/condition.ts'
import { explainSale } from '../explain/sale.ts'
import type { IssueCouponAction } from '../offers/action.ts'
import type { Offer } from '../offers/offer.ts'
import type { MemberState, SaleInputs, SaleCase } from '../sale-case.ts'
import type { Programme } from '../programme.ts'
import type { Rejection, SaleResult } from '../sale-result.ts'
import type { SoldSale } from '../sold-sale.ts'
import type { BasketLine } from './basket-line.ts'
import type { Reasons } from './discount.ts'
import { earnLines } from './earn-base.ts'
import { earn } from './earning.ts'
import { basisOf } from './eligibility.ts'
import { eligibleIndices } from './discount.ts'
import { applyManualDiscount, goodsNet } from './manual-discount.ts'
import { payWithPoints } from './points-tender.ts'
import { factsOf, isDiscount, levelHeld, offersAtWork, priceLines, wholeGift } from './pricing.ts'
import type { OffersAtWork } from './pricing.ts'
import { reject } from './rejection.ts'
import type { SaleWork } from './sale-work.ts'
import { saleResult } from './sale-result-of.ts'
import { settleLots } from './settle-lots.ts'
import { soldSaleOf } from './sold-sale-of.ts'
import { memberAfterSale } from './member-after.ts'
import { payWithStoredValue } from './stored-value-tender.ts'
import { budgetUses } from './budget-use.ts'
import type { BudgetUse } from './budget-use.ts'
import { vetCoupons } from './vet-coupons.ts'

/** A sale, quoted: its result and what a commit needs beyond it. */
export interface QuotedSale {
  readonly kind: 'quoted'
  readonly result: SaleResult
  /** What returns of this sale will need; plain data to store with it. */
  readonly sold: SoldSale
  /** The member after the sale, all lots included (empty ones too); null without a member. */
  readonly memberAfter: MemberState | null
  /** Kinds of coupons to issue after the commit. */
  readonly couponsIssued: readonly string[]
  readonly budgetUses: readonly BudgetUse[]
}

/** `ref` of the lot that a sale makes, unless the caller names it. */
export const NEW_LOT_REF = 'new'

/** Quotes a sale without its returns. Throws `RangeError` where a number would leave the safe integers. */
export function quoteSale(
  saleCase: Omit<SaleCase, 'returns'>,
  newLotRef: string = NEW_LOT_REF,
): QuotedSale | Rejection {
  const { programme, ...inputs } = saleCase
  const work = workOut(programme, inputs, newLotRef)
  if ('rejected' in work) return work
  return {
    kind: 'quoted',
    result: saleResult(work, explainSale(work)),
    sold: soldSaleOf(work),
    memberAfter: memberAfterSale(work),
    couponsIssued: work.offers.issue.filter((offer) => work.issued.has(offer.key)).map((offer) => offer.action.coupon),
    budgetUses: budgetUses(work),
  }
}

/** The order of evaluation of the rules, and of their rejections. */
function workOut(programme: Programme, inputs: SaleInputs, newLotRef: string): SaleWork | Rejection {
  const unfit = vetCoupons(programme, inputs)
  if (unfit !== null) return unfit
  const facts = factsOf(programme, inputs)
  const offers = offersAtWork(programme, inputs)
  const reasons: Reasons = new Map()
  const lines = priceLines(inputs, offers, wholeGift, { facts, reasons })
  const useless = offers.coupons.find((coupon) => isDiscount(coupon) && reasons.has(coupon.key))
  if (useless !== undefined) return notApplicable(useless, reasons)
  const goodsNetMinor = goodsNet(lines)
  const { manualDiscountMinor } = inputs
  if (manualDiscountMinor > goodsNetMinor) {
    return reject('manual_discount_over_due', { manualDiscountMinor, goodsNetMinor })
  }
  applyManualDiscount(lines, manualDiscountMinor)
  const points = payWithPoints(programme, inputs, lines)
  if (points.kind === 'rejected') return points
  const stored = payWithStoredValue(inputs, lines, points.worthShares)
  if (stored.kind === 'rejected') return stored
  const { member } = inputs
  const baseLines = earnLines(programme.earn, member !== null, lines, points, stored)
  const earning = earn(
    { programme, member, lines: baseLines, offers: offers.earn, facts },
    levelHeld(programme, inputs),
  )
  for (const [key, reason] of earning.pass.reasons) reasons.set(key, reason)
  const vain = offers.coupons.find((coupon) => !isDiscount(coupon) && !earning.pass.applied.has(coupon.key))
  if (vain !== undefined) return notApplicable(vain, reasons)
  const used = { usedPoints: points.pointsUsed, earnPoints: earning.pass.earnPoints }
  const settlement = member === null ? null : settleLots(programme, member, facts.moment, used, newLotRef)
  const issued = issueCoupons(offers, lines, facts, reasons)
  const cuts = lines.flatMap((line) => line.cuts.map((cut) => cut.offer.key))
  const applied = new Set([...cuts, ...earning.pass.applied, ...issued])
  const priced = { programme, inputs, facts, offers, lines, goodsNetMinor }
  return { ...priced, points, stored, earning, settlement, issued, applied, reasons }
}

/** Coupons are issued on what was sold in the end: their minimums are measured on net. */
function issueCoupons(
  offers: OffersAtWork,
  lines: readonly BasketLine[],
  facts: OfferFacts,
  reasons: Reasons,
): Set<string> {
  const reasonOf = (offer: Offer<IssueCouponAction>): ReturnType<typeof personalReason> => {
    const chosen = eligibleIndices(offer, lines).map((index) => must(lines[index]))
    return (
      personalReason(offer, facts) ??
      measuredReason(
        offer,
        facts,
        basisOf(chosen, (line) => line.netMinor),
      )
    )
  }
  const issued = new Set<string>()
  for (const offer of offers.issue) {
    const reason = reasonOf(offer)
    if (reason === null) issued.add(offer.key)
    else reasons.set(offer.key, reason)
  }
  return issued
}

/** Refused, so that no coupon is used up in vain. */
function notApplicable(coupon: Offer, reasons: Reasons): Rejection {
  const { why, ...numbers } = reasons.get(coupon.key) ?? { why: 'nothing-to-take-off' }
  return reject('coupon_not_applicable', { code: coupon.id, why, ...numbers })
}
