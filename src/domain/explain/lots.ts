import type { ExplainNode } from '../explain-node.ts'
import { isExpired } from '../lots.ts'
import { sumOf } from '../rounding.ts'
import type { LotState } from '../sale-case.ts'
import type { SaleWork } from '../sale/sale-work.ts'
import { pointsNode } from './build.ts'

/** The new lot and the balance after a sale; nothing without a member. */
export function explainLots({ inputs, earning, settlement }: SaleWork): ExplainNode[] {
  if (settlement === null) return []
  const { newLot, debtRepaidPoints, debtPoints, lots } = settlement
  const { earnPoints } = earning.pass
  return [
    pointsNode('new-lot', newLot?.points ?? 0, {
      key: 'explain.newLot',
      params: { availableAtMs: newLot?.availableAtMs ?? null, expiresAtMs: newLot?.expiresAtMs ?? null },
      children: [
        pointsNode('new-lot/earned', earnPoints, { key: 'explain.newLotEarned' }),
        pointsNode('new-lot/debt', -debtRepaidPoints, { key: 'explain.debtRepaid' }),
      ],
    }),
    balanceNode('balance', lots, debtPoints, inputs.atMs),
  ]
}

/** A balance: every lot that has not expired, less the debt. */
export function balanceNode(id: string, lots: readonly LotState[], debtPoints: number, atMs: number): ExplainNode {
  const inBalance = lots.filter((lot) => lot.points > 0 && !isExpired(lot, atMs))
  const children = inBalance.map((lot) =>
    pointsNode(`${id}/lot:${lot.ref}`, lot.points, {
      key: lot.grace ? 'explain.lotGrace' : 'explain.lot',
      params: { lot: lot.ref, availableAtMs: lot.availableAtMs, expiresAtMs: lot.expiresAtMs },
    }),
  )
  children.push(pointsNode(`${id}/debt`, -debtPoints, { key: 'explain.debt' }))
  return pointsNode(id, sumOf([...inBalance.map((lot) => lot.points), -debtPoints]), {
    key: 'explain.balance',
    children,
  })
}
