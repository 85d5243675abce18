import { must } from '../assert.ts'
import { instantText } from '../business-date.ts'
import type { ExplainNode } from '../explain-node.ts'
import { fractionText } from '../fraction.ts'
import { sumOf } from '../rounding.ts'
import type { LotState } from '../sale-case.ts'
import type { LineResult, NewLotResult, NotApplied, SaleNeed, SaleResult } from '../sale-result.ts'
import { needsManager } from './manual-discount.ts'
import type { SaleWork } from './sale-work.ts'

/** The result of a sale, in the form of the contract, without returns. */
export function saleResult(work: SaleWork, explain: ExplainNode): SaleResult {
  const { lines, points, stored, earning, settlement } = work
  const { principalMinor, bonusMinor } = stored
  const grossMinor = sumOf(lines.map((line) => line.grossMinor))
  const dueMinor = sumOf(lines.map((line) => line.netMinor))
  const payMinor = dueMinor - points.worthMinor - principalMinor - bonusMinor
  return {
    grossMinor,
    discountMinor: grossMinor - dueMinor,
    dueMinor,
    pointsUsed: points.pointsUsed,
    pointsTenderMinor: points.worthMinor,
    storedValue: { principalMinor, bonusMinor },
    payMinor,
    invoiceableMinor: payMinor,
    earnPoints: earning.pass.earnPoints,
    debtRepaidPoints: settlement?.debtRepaidPoints ?? 0,
    carry: fractionText(earning.pass.carry),
    balancePoints: settlement?.balancePoints ?? 0,
    debtPoints: settlement?.debtPoints ?? 0,
    qualifying: earning.qualifying,
    tierAfter: earning.levelAfter?.id ?? null,
    needs: needsOf(work),
    lines: lineResults(work),
    lotsUsed: (settlement?.lotsUsed ?? []).map(({ index, points: used }) => ({ lot: index, points: used })),
    newLot: newLotResult(settlement?.newLot ?? null, work.programme.timeZone),
    applied: appliedIds(work),
    notApplied: notApplied(work),
    explain,
    returns: [],
  }
}

function appliedIds({ offers: { line, basket, earn, issue }, applied }: SaleWork): string[] {
  const offers = [...line, ...basket, ...earn, ...issue]
  return [...new Set(offers.filter((offer) => applied.has(offer.key)).map((offer) => offer.id))]
}

function notApplied({ offers, applied, reasons }: SaleWork): NotApplied[] {
  return offers.promotions
    .filter((offer) => !applied.has(offer.key))
    .map((offer) => ({ id: offer.id, ...must(reasons.get(offer.key), `reason for ${offer.id}`) }))
}

function lineResults({ lines, points, earning }: SaleWork): LineResult[] {
  return lines.map((line, index) => ({
    sku: line.sku,
    grossMinor: line.grossMinor,
    discountMinor: line.grossMinor - line.netMinor,
    netMinor: line.netMinor,
    pointsTenderMinor: must(points.worthShares[index]),
    pointsUsed: must(points.pointsShares[index]),
    earnPoints: must(earning.pass.linePoints[index]),
    offers: line.cuts.map((cut) => cut.offer.id),
  }))
}

function newLotResult(lot: LotState | null, timeZone: string): NewLotResult | null {
  if (lot === null) return null
  const { points, availableAtMs, earnedAtMs, expiresAtMs } = lot
  return {
    points,
    availableAt: instantText(availableAtMs ?? earnedAtMs, timeZone),
    expiresAt: expiresAtMs === null ? null : instantText(expiresAtMs, timeZone),
  }
}

function needsOf({ programme, inputs, goodsNetMinor, points }: SaleWork): SaleNeed[] {
  const needs: SaleNeed[] = []
  if (needsManager(programme, inputs.role, inputs.manualDiscountMinor, goodsNetMinor)) needs.push('manager-approval')
  const { verifyAbovePoints } = programme.redeem
  if (verifyAbovePoints !== null && points.pointsUsed > verifyAbovePoints) needs.push('verification')
  return needs
}
