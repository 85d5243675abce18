import type { MemberCoupon } from '../../contract/wire-rights.ts'
import { readDeltaAfter } from '../db/entries.ts'
import type { JournalPosition } from '../db/journal.ts'
import { readLeasesLentTo } from '../db/leases.ts'
import { readLotMovementsAfter } from '../db/lot-movements.ts'
import { readCursor } from '../db/mirror/cursor.ts'
import { readLots, type MirrorLot } from '../db/mirror/lots.ts'
import { readMember, type MirrorMember } from '../db/mirror/members.ts'
import type { LedgerRead, MirrorRead } from '../db/sqlite-file.ts'
import { historyWithOwn, type MemberHistory } from './own-history.ts'

/**
 * What this till knows of a member: HQ's word, and on top of it this till's own events that HQ had not yet counted
 * then. Nothing is counted twice: the mirror says which of our events its rows include.
 */
export type MemberFacts = MemberHistory & {
  readonly member: MirrorMember
  /** With what own sales took from them and made. Earliest earned first. */
  readonly lots: readonly MirrorLot[]
  readonly balancePoints: number
  readonly debtPoints: number
  /** Earned, not yet counted or confirmed by HQ. */
  readonly unconfirmedPoints: number
  readonly lentElsewherePoints: number
  readonly storedValue: { readonly principalMinor: number; readonly bonusMinor: number }
  /** Hers, with uses left after own sales. */
  readonly coupons: readonly MemberCoupon[]
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
  return {
    member,
    ...readPoints(ledger, mirror, member, after),
    ...historyWithOwn(ledger, member, after, businessDate),
    storedValue: {
      principalMinor: member.storedPrincipalMinor + readDeltaAfter(ledger, 'principal', `member/${memberId}`, after),
      bonusMinor: member.storedBonusMinor + readDeltaAfter(ledger, 'bonus', `member/${memberId}`, after),
    },
    coupons: member.coupons.flatMap((coupon) => {
      const usesLeft = coupon.usesLeft + readDeltaAfter(ledger, 'coupon', `coupon/${coupon.code}`, after)
      return usesLeft > 0 ? [{ ...coupon, usesLeft }] : []
    }),
  }
}

type PointFacts = Pick<MemberFacts, 'lots' | 'balancePoints' | 'debtPoints' | 'unconfirmedPoints' | 'lentElsewherePoints'>

function readPoints(ledger: LedgerRead, mirror: MirrorRead, member: MirrorMember, after: JournalPosition): PointFacts {
  const { memberId } = member
  const movements = readLotMovementsAfter(ledger, memberId, after)
  const balanceDelta = readDeltaAfter(ledger, 'points', `member/${memberId}`, after)
  const lotsDelta = movements.reduce((sum, movement) => sum + movement.deltaPoints, 0)
  const lentHere = readLeasesLentTo(ledger, memberId, after).reduce((sum, lease) => sum + lease.grantedPoints, 0)
  return {
    lots: lotsWith(readLots(mirror, memberId), movements),
    balancePoints: member.balancePoints + balanceDelta,
    // balance = lots − debt, so what moved one without the other was debt.
    debtPoints: Math.max(0, member.debtPoints + lotsDelta - balanceDelta),
    unconfirmedPoints: member.unconfirmedPoints + gainedPoints(movements),
    lentElsewherePoints: Math.max(0, member.lentPoints - lentHere),
  }
}

/** What own events added to lots, a lot at a time: what a return took out of a lot again was not gained. */
function gainedPoints(movements: readonly OwnMovement[]): number {
  const deltas = new Map<string, number>()
  for (const { lotId, deltaPoints } of movements) deltas.set(lotId, (deltas.get(lotId) ?? 0) + deltaPoints)
  return [...deltas.values()].reduce((sum, delta) => sum + Math.max(0, delta), 0)
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
