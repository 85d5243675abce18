import { sampleSale } from './sample-sale.ts'
import { START_MS } from './hq.ts'
import type { SaleBody } from '../../src/journal/sale-event.ts'

export type WireSale = {
  readonly memberId?: string | null
  readonly earnPoints?: number
  /** Lots and the points taken of each. */
  readonly used?: readonly { readonly lotId: string; readonly points: number }[]
  /** Points used without naming lots. */
  readonly unnamedPoints?: number
  readonly dueMinor?: number
  readonly leaseId?: string
  readonly newLotId?: string
  readonly tierAfter?: string
}

/** The body of a small sale whose numbers fit together; without a member it moves no points. */
export function wireSale({ memberId = null, earnPoints = 0, used = [], unnamedPoints = 0, dueMinor = 1000, leaseId, newLotId = 'new', tierAfter }: WireSale = {}): SaleBody {
  const body = sampleSale()
  const pointsUsed = unnamedPoints + used.reduce((sum, lot) => sum + lot.points, 0)
  const payMinor = dueMinor - pointsUsed
  const { member } = body.inputs
  const points = memberId === null ? [] : [
    { asset: 'points' as const, account: `member/${memberId}`, delta: earnPoints - pointsUsed },
    { asset: 'points' as const, account: 'programme/redeemed', delta: pointsUsed },
    { asset: 'points' as const, account: 'programme/issued', delta: -earnPoints },
  ]
  const nothing = { earnedAtMs: null, availableAtMs: null, expiresAtMs: null, grace: false }
  return {
    ...body,
    memberId,
    inputs: { ...body.inputs, atMs: START_MS, member: memberId === null ? null : member },
    result: { ...body.result, grossMinor: dueMinor, discountMinor: 0, dueMinor, payMinor, invoiceableMinor: payMinor, pointsUsed, pointsTenderMinor: pointsUsed, earnPoints, tierAfter: tierAfter ?? member?.tier ?? null },
    tenders: [{ kind: 'cash', paidMinor: payMinor, tenderedMinor: payMinor, changeMinor: 0, reference: null }],
    lease: leaseId === undefined ? null : { leaseId, points: pointsUsed },
    entries: [
      { asset: 'money', account: 'goods', delta: -dueMinor },
      { asset: 'money', account: 'tender/points', delta: pointsUsed },
      { asset: 'money', account: 'tender/cash', delta: payMinor },
      ...points,
    ],
    lotMovements: [
      ...used.map((lot) => ({ lotId: lot.lotId, deltaPoints: -lot.points, ...nothing })),
      ...(earnPoints > 0 && memberId !== null ? [{ lotId: newLotId, deltaPoints: earnPoints, ...nothing, earnedAtMs: START_MS }] : []),
    ],
  }
}
