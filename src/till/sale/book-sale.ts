import type { SaleResult } from '../../domain/sale-result.ts'
import type { Entry } from '../db/entries.ts'
import type { Lease } from '../db/leases.ts'
import type { LotMovement } from '../../journal/sale-event.ts'
import type { Settlement } from './settle.ts'

/** The numbers of a result that are booked. */
export type BookedNumbers = Pick<
  SaleResult,
  'grossMinor' | 'discountMinor' | 'pointsTenderMinor' | 'pointsUsed' | 'earnPoints' | 'newLot' | 'lotsUsed'
>

/**
 * The entries of a sale. Money: goods go out at gross; discount, points worth, tenders and cash rounding come in.
 * Points: what is issued comes to the member, what is used leaves her. Each asset sums to zero.
 */
export function saleEntries(numbers: BookedNumbers, settlement: Settlement, memberId: string | null): Entry[] {
  const money = new Map<string, number>()
  const points = new Map<string, number>()
  add(money, 'goods', -numbers.grossMinor)
  add(money, 'discount', numbers.discountMinor)
  add(money, 'tender/points', numbers.pointsTenderMinor)
  for (const tender of settlement.tenders) add(money, `tender/${tender.kind}`, tender.paidMinor)
  add(money, 'rounding', settlement.roundingMinor)
  if (memberId !== null) {
    add(points, `member/${memberId}`, numbers.earnPoints - numbers.pointsUsed)
    add(points, 'programme/issued', -numbers.earnPoints)
    add(points, 'programme/redeemed', numbers.pointsUsed)
  }
  return [...entriesOf('money', money), ...entriesOf('points', points)]
}

function add(deltas: Map<string, number>, account: string, delta: number): void {
  deltas.set(account, (deltas.get(account) ?? 0) + delta)
}

function entriesOf(asset: Entry['asset'], deltas: ReadonlyMap<string, number>): Entry[] {
  return [...deltas].filter(([, delta]) => delta !== 0).map(([account, delta]) => ({ asset, account, delta }))
}

/**
 * How the member's lots change: what was lent is spent in the order in which HQ lent it (R2), what is earned beyond her
 * debt is a lot of its own that carries the sale's id. For a sale with a member.
 */
export function saleLotMovements(sale: {
  readonly saleId: string
  readonly atMs: number
  readonly numbers: BookedNumbers
  readonly lease: Lease | null
}): LotMovement[] {
  const { saleId, numbers } = sale
  const movements: LotMovement[] = []
  let left = numbers.pointsUsed
  for (const lot of sale.lease?.lots ?? []) {
    const points = Math.min(lot.points, left)
    if (points > 0) movements.push({ lotId: lot.lotId, deltaPoints: -points, ...UNDATED })
    left -= points
  }
  if (left > 0) throw new Error(`sale ${saleId} spends ${left} points more than its lease holds`)
  const { newLot } = numbers
  if (newLot !== null) {
    movements.push({
      lotId: saleId,
      deltaPoints: newLot.points,
      earnedAtMs: sale.atMs,
      availableAtMs: Date.parse(newLot.availableAt),
      expiresAtMs: newLot.expiresAt === null ? null : Date.parse(newLot.expiresAt),
      grace: false,
    })
  }
  return movements
}

const UNDATED = { earnedAtMs: null, availableAtMs: null, expiresAtMs: null, grace: false } as const
