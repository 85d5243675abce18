import { explainSale } from '../explain/sale.ts'
import type { MemberState, SaleCase } from '../sale-case.ts'
import type { Rejection, SaleResult } from '../sale-result.ts'
import type { SoldSale } from '../sold-sale.ts'
import { budgetUses } from './budget-use.ts'
import type { BudgetUse } from './budget-use.ts'
import { memberAfterSale } from './member-after.ts'
import { payAndEarn } from './pay-and-earn.ts'
import { priceGoods } from './price-goods.ts'
import { saleResult } from './sale-result-of.ts'
import { soldSaleOf } from './sold-sale-of.ts'

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
  const priced = priceGoods(programme, inputs)
  if (priced.kind === 'rejected') return priced
  const work = payAndEarn(priced, inputs.redeemPoints, newLotRef)
  if (work.kind === 'rejected') return work
  return {
    kind: 'quoted',
    result: saleResult(work, explainSale(work)),
    sold: soldSaleOf(work),
    memberAfter: memberAfterSale(work),
    couponsIssued: work.offers.issue.filter((offer) => work.issued.has(offer.key)).map((offer) => offer.action.coupon),
    budgetUses: budgetUses(work),
  }
}
