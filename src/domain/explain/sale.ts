import type { ExplainNode } from '../explain-node.ts'
import type { SaleWork } from '../sale/sale-work.ts'
import { groupNode } from './build.ts'
import { explainEarning } from './earn.ts'
import { explainLots } from './lots.ts'
import { explainPrice, explainTenders } from './price.ts'

/** Every number of a sale's result, with its tree. */
export function explainSale(work: SaleWork): ExplainNode {
  return groupNode('sale', 'explain.sale', [
    ...explainPrice(work),
    ...explainTenders(work),
    ...explainEarning(work),
    ...explainLots(work),
    issuedNode(work),
    notAppliedNode(work),
  ])
}

function issuedNode({ offers, issued }: SaleWork): ExplainNode {
  const children = offers.issue
    .filter((offer) => issued.has(offer.key))
    .map((offer) => ({
      ...groupNode(`issued/${offer.key}`, 'explain.couponIssued', []),
      ruleId: offer.id,
      params: { coupon: offer.action.coupon },
    }))
  return groupNode('issued', 'explain.issued', children)
}

/** Why the other promotions did nothing, and how far they were: "12.50 more for double points". */
function notAppliedNode({ offers, applied, reasons }: SaleWork): ExplainNode {
  const children = offers.promotions.flatMap((offer) => {
    const reason = reasons.get(offer.key)
    if (applied.has(offer.key) || reason === undefined) return []
    const { why, ...numbers } = reason
    const node = groupNode(`not-applied/${offer.key}`, `explain.notApplied.${why}`, [])
    return [{ ...node, ruleId: offer.id, params: { kind: offer.action.kind, ...numbers } }]
  })
  return groupNode('not-applied', 'explain.notApplied', children)
}
