import { must } from '../assert.ts'
import type { ExplainNode } from '../explain-node.ts'
import { sumOf } from '../rounding.ts'
import type { BasketLine } from '../sale/basket-line.ts'
import type { SaleWork } from '../sale/sale-work.ts'
import type { Offer } from '../offers/offer.ts'
import { groupNode, minorNode, pointsNode } from './build.ts'

/** Gross, discounts and due: what the goods cost. */
export function explainPrice(work: SaleWork): ExplainNode[] {
  const { lines } = work
  const gross = lines.map((line) => grossNode(`gross/${lineId(line)}`, line))
  return [
    minorNode('gross', sumOf(lines.map((line) => line.grossMinor)), { key: 'explain.gross', children: gross }),
    discountNode(lines),
    minorNode('due', sumOf(lines.map((line) => line.netMinor)), { key: 'explain.due', children: lines.map(netNode) }),
  ]
}

/** Points, stored value, and what is left to pay. */
export function explainTenders({ programme, inputs, lines, points, stored, settlement }: SaleWork): ExplainNode[] {
  const dueMinor = sumOf(lines.map((line) => line.netMinor))
  const storedMinor = stored.principalMinor + stored.bonusMinor
  const lots = (settlement?.lotsUsed ?? []).map(({ lot, points: used }) =>
    pointsNode(`points-used/lot:${lot.ref}`, used, {
      key: 'explain.lotUsed',
      params: { lot: lot.ref, leftPoints: lot.points - used, expiresAtMs: lot.expiresAtMs },
    }),
  )
  const { limitMinor, usablePoints, worthMinor, pointsUsed } = points
  return [
    groupNode('points-bounds', 'explain.pointsBounds', [
      minorNode('points-bounds/share', limitMinor, {
        key: 'explain.pointsShare',
        params: { maxShare: programme.redeem.maxShare },
        join: 'cap',
      }),
      pointsNode('points-bounds/usable', usablePoints, { key: 'explain.pointsUsable', join: 'cap' }),
    ]),
    pointsNode('points-used', pointsUsed, {
      key: inputs.redeemPoints === 'max' ? 'explain.pointsUsedMax' : 'explain.pointsUsed',
      children: lots,
    }),
    minorNode('points-tender', worthMinor, {
      key: 'explain.pointsTender',
      params: { perPoints: programme.redeem.points, perMinor: programme.redeem.minor, points: pointsUsed },
      children: lines.map((line, index) =>
        minorNode(`points-tender/${lineId(line)}`, must(points.worthShares[index]), {
          key: 'explain.pointsTenderLine',
          params: { sku: line.sku, points: must(points.pointsShares[index]) },
        }),
      ),
    }),
    minorNode('stored-value', storedMinor, {
      key: 'explain.storedValue',
      params: { principalMinor: stored.principalMinor, bonusMinor: stored.bonusMinor },
      children: lines.map((line, index) => {
        const { principalMinor, bonusMinor } = must(stored.shares[index])
        return minorNode(`stored-value/${lineId(line)}`, principalMinor + bonusMinor, {
          key: 'explain.storedValueLine',
          params: { sku: line.sku, principalMinor, bonusMinor },
        })
      }),
    }),
    minorNode('pay', dueMinor - worthMinor - storedMinor, {
      key: 'explain.pay',
      children: [
        minorNode('pay/due', dueMinor, { key: 'explain.payDue' }),
        minorNode('pay/points', -worthMinor, { key: 'explain.payPoints' }),
        minorNode('pay/stored-value', -storedMinor, { key: 'explain.payStoredValue' }),
      ],
    }),
  ]
}

export function lineId(line: BasketLine): string {
  return `line:${line.name}`
}

function grossNode(id: string, line: BasketLine): ExplainNode {
  const { sku, unitPriceMinor, quantityMilli } = line
  return minorNode(id, line.grossMinor, {
    key: quantityMilli % 1000 === 0 ? 'explain.lineGross' : 'explain.lineGrossRounded',
    params: { sku, unitPriceMinor, quantityMilli },
    ruleId: giftRule(line),
    join: quantityMilli % 1000 === 0 ? 'leaf' : 'rounding',
  })
}

function netNode(line: BasketLine): ExplainNode {
  const id = `due/${lineId(line)}`
  const cuts = line.cuts.map(({ offer, offMinor }) =>
    minorNode(`${id}/${offer.key}`, -offMinor, {
      key: `explain.cut.${offer.action.kind}`,
      params: { source: offer.source },
      ruleId: offer.id,
    }),
  )
  const manual =
    line.manualMinor === 0 ? [] : [minorNode(`${id}/manual`, -line.manualMinor, { key: 'explain.cut.manual' })]
  return minorNode(id, line.netMinor, {
    key: 'explain.lineNet',
    params: { sku: line.sku },
    ruleId: giftRule(line),
    children: [grossNode(`${id}/gross`, line), ...cuts, ...manual],
  })
}

/** Each discount by its offer, in the order in which they first took something off. */
function discountNode(lines: readonly BasketLine[]): ExplainNode {
  const partsByOffer = new Map<Offer, OfferPart[]>()
  for (const line of lines) {
    for (const { offer, offMinor } of line.cuts) {
      const parts = partsByOffer.get(offer) ?? []
      parts.push({ line, offMinor })
      partsByOffer.set(offer, parts)
    }
  }
  const children = [...partsByOffer].map(([offer, parts]) => offerNode(offer, parts))
  const manualMinor = sumOf(lines.map((line) => line.manualMinor))
  if (manualMinor > 0) children.push(manualNode(lines, manualMinor))
  const totalMinor = sumOf(lines.map((line) => line.grossMinor - line.netMinor))
  return minorNode('discount', totalMinor, { key: 'explain.discount', children })
}

interface OfferPart {
  readonly line: BasketLine
  readonly offMinor: number
}

function offerNode(offer: Offer, parts: readonly OfferPart[]): ExplainNode {
  const id = `discount/${offer.key}`
  const children = parts.map(({ line, offMinor }) =>
    minorNode(`${id}/${lineId(line)}`, offMinor, {
      key: 'explain.offerLine',
      params: { sku: line.sku },
      ruleId: offer.id,
    }),
  )
  const totalMinor = sumOf(parts.map((part) => part.offMinor))
  const isBudgetUsedUp = offer.budgetLeft !== null && totalMinor >= offer.budgetLeft
  return minorNode(id, totalMinor, {
    key: isBudgetUsedUp ? 'explain.offerToBudget' : 'explain.offer',
    params: { kind: offer.action.kind, source: offer.source, budgetLeftMinor: offer.budgetLeft },
    ruleId: offer.id,
    children,
  })
}

function manualNode(lines: readonly BasketLine[], manualMinor: number): ExplainNode {
  const children = lines
    .filter((line) => line.manualMinor > 0)
    .map((line) =>
      minorNode(`discount/manual/${lineId(line)}`, line.manualMinor, {
        key: 'explain.offerLine',
        params: { sku: line.sku },
      }),
    )
  return minorNode('discount/manual', manualMinor, { key: 'explain.manualDiscount', children })
}

function giftRule(line: BasketLine): string | null {
  return line.giftOf === null ? null : (line.cuts.find((cut) => cut.offer.key === line.giftOf)?.offer.id ?? null)
}
