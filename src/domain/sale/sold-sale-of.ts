import { must } from '../assert.ts'
import { sumOf } from '../rounding.ts'
import type { SoldLine, SoldSale } from '../sold-sale.ts'
import type { SaleWork } from './sale-work.ts'
import { lotUses } from './settle-lots.ts'
import { growthShares } from './tier-metric.ts'

/** What is stored of a sale for its returns. */
export function soldSaleOf(work: SaleWork): SoldSale {
  const { inputs, lines, settlement } = work
  return {
    inputs,
    grossMinor: sumOf(lines.map((line) => line.grossMinor)),
    dueMinor: sumOf(lines.map((line) => line.netMinor)),
    lines: soldLines(work),
    lotsUsed: settlement === null ? [] : lotUses(settlement).map(({ lot, points }) => ({ ...lot, points })),
    newLotRef: settlement?.newLot?.ref ?? null,
  }
}

function soldLines({ programme, lines, points, stored, earning }: SaleWork): SoldLine[] {
  const growth = growthShares(programme, earning.pass, earning.growth)
  return lines.map((line, index) => {
    const { sku, category, quantityMilli, unitPriceMinor, grossMinor, netMinor, asset, giftOf } = line
    const pointsTenderMinor = must(points.worthShares[index])
    const { principalMinor, bonusMinor } = must(stored.shares[index])
    const parts = {
      pointsTenderMinor,
      storedPrincipalMinor: principalMinor,
      storedBonusMinor: bonusMinor,
      restMinor: netMinor - pointsTenderMinor - principalMinor - bonusMinor,
      pointsUsed: must(points.pointsShares[index]),
      earnPoints: must(earning.pass.linePoints[index]),
      qualifying: must(growth[index]),
    }
    return { sku, category, quantityMilli, unitPriceMinor, grossMinor, netMinor, asset, giftOf, parts }
  })
}
