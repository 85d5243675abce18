import type { SaleResult } from '../../domain/sale-result.ts'
import { readDeltaAfter } from '../db/entries.ts'
import type { JournalPosition } from '../db/journal.ts'
import { readLeasesLentTo } from '../db/leases.ts'
import { readLotMovementsAfter } from '../db/lot-movements.ts'
import { readCursor } from '../db/mirror/cursor.ts'
import { readLots, type MirrorLot } from '../db/mirror/lots.ts'
import { readMember, type MirrorMember } from '../db/mirror/members.ts'
import { readSalesOfMemberAfter } from '../db/sales.ts'
import type { LedgerRead, MirrorRead } from '../db/sqlite-file.ts'

/**
 * What this till knows of a member: HQ's word, and on top of it this till's own events that HQ had not yet counted
 * then. Nothing is counted twice: the mirror says which of our events its rows include.
 */
export type MemberFacts = {
  readonly member: MirrorMember
  /** With what own sales took from them and made. Earliest earned first. */
  readonly lots: readonly MirrorLot[]
  readonly balancePoints: number
  readonly debtPoints: number
  /** Earned, not yet counted or confirmed by HQ. */
  readonly unconfirmedPoints: number
  readonly lentElsewherePoints: number
  readonly tier: string | null
  readonly lastPurchase: string | null
  readonly purchases: number
  readonly qualifying: number
  readonly carry: string
  readonly earnedTodayPoints: number
  readonly earnedMonthPoints: number
  readonly promotionUses: Readonly<Record<string, number>>
}

/** Null: not known here. */
export function readMemberFacts(
  ledger: LedgerRead,
  mirror: MirrorRead,
  memberId: string,
  businessDate: string,
): MemberFacts | null {
  const member = readMember(mirror, memberId)
  if (member === null || member.status === 'closed') return null
  const after = readCursor(mirror)?.included ?? { epoch: 0, seq: 0 }
  const points = readPoints(ledger, mirror, member, after)
  const sales = readSalesOfMemberAfter(ledger, memberId, after).map((sale) => ({
    businessDate: sale.businessDate,
    earnPoints: sale.earnPoints,
    result: JSON.parse(sale.resultJson) as Pick<SaleResult, 'qualifying' | 'carry' | 'tierAfter' | 'applied'>,
  }))
  const last = sales.at(-1)
  return {
    member,
    ...points,
    tier: last?.result.tierAfter ?? member.tier,
    lastPurchase: last?.businessDate ?? member.lastPurchase,
    purchases: member.purchases + sales.length,
    qualifying: last?.result.qualifying ?? member.qualifying,
    carry: last?.result.carry ?? member.carry,
    ...earnedCounters(member, sales, businessDate),
    promotionUses: usesWith(member.promotionUses, sales.flatMap((sale) => sale.result.applied)),
  }
}

type PointFacts = Pick<MemberFacts, 'lots' | 'balancePoints' | 'debtPoints' | 'unconfirmedPoints' | 'lentElsewherePoints'>

function readPoints(ledger: LedgerRead, mirror: MirrorRead, member: MirrorMember, after: JournalPosition): PointFacts {
  const { memberId } = member
  const movements = readLotMovementsAfter(ledger, memberId, after)
  const balanceDelta = readDeltaAfter(ledger, 'points', `member/${memberId}`, after)
  const lotsDelta = movements.reduce((sum, movement) => sum + movement.deltaPoints, 0)
  const earnedHere = movements.reduce((sum, movement) => sum + Math.max(0, movement.deltaPoints), 0)
  const lentHere = readLeasesLentTo(ledger, memberId, after).reduce((sum, lease) => sum + lease.grantedPoints, 0)
  return {
    lots: lotsWith(readLots(mirror, memberId), movements),
    balancePoints: member.balancePoints + balanceDelta,
    // balance = lots − debt, so what moved one without the other was debt.
    debtPoints: Math.max(0, member.debtPoints + lotsDelta - balanceDelta),
    unconfirmedPoints: member.unconfirmedPoints + earnedHere,
    lentElsewherePoints: Math.max(0, member.lentPoints - lentHere),
  }
}

type OwnMovement = Omit<MirrorLot, 'points' | 'earnedAtMs'> & { readonly deltaPoints: number; readonly earnedAtMs: number | null }

function lotsWith(lots: readonly MirrorLot[], movements: readonly OwnMovement[]): MirrorLot[] {
  const byId = new Map(lots.map((lot) => [lot.lotId, lot]))
  for (const { deltaPoints, earnedAtMs, ...movement } of movements) {
    const lot = byId.get(movement.lotId) ?? (earnedAtMs === null ? undefined : { ...movement, earnedAtMs, points: 0 })
    if (lot !== undefined) byId.set(lot.lotId, { ...lot, points: lot.points + deltaPoints })
  }
  return [...byId.values()].filter((lot) => lot.points > 0)
}

type OwnSale = { readonly businessDate: string; readonly earnPoints: number }

/** HQ's counters are those of one business date; on another date, or in another month, they start again. */
function earnedCounters(
  member: MirrorMember,
  sales: readonly OwnSale[],
  businessDate: string,
): Pick<MemberFacts, 'earnedTodayPoints' | 'earnedMonthPoints'> {
  const month = businessDate.slice(0, 7)
  const earnedIn = (period: string): number =>
    sales.filter((sale) => sale.businessDate.startsWith(period)).reduce((sum, sale) => sum + sale.earnPoints, 0)
  const isToday = member.countersDate === businessDate
  const isThisMonth = member.countersDate?.startsWith(month) === true
  return {
    earnedTodayPoints: (isToday ? member.earnedTodayPoints : 0) + earnedIn(businessDate),
    earnedMonthPoints: (isThisMonth ? member.earnedMonthPoints : 0) + earnedIn(month),
  }
}

function usesWith(uses: Readonly<Record<string, number>>, applied: readonly string[]): Record<string, number> {
  const counted: Record<string, number> = { ...uses }
  for (const id of applied) counted[id] = (counted[id] ?? 0) + 1
  return counted
}

