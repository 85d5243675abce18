import { fractionText } from '../fraction.ts'
import { ownEntry } from '../ordering.ts'
import type { MemberState } from '../sale-case.ts'
import type { SaleWork } from './sale-work.ts'

/** The member as the next sale of the same day will find her. */
export function memberAfterSale(work: SaleWork): MemberState | null {
  const { inputs, facts, stored, earning, settlement } = work
  const { member } = inputs
  if (member === null || settlement === null) return null
  const { earnPoints } = earning.pass
  return {
    ...member,
    tier: earning.levelAfter?.id ?? null,
    lastPurchase: facts.moment.businessDate,
    purchases: member.purchases + 1,
    lots: settlement.lots,
    debtPoints: settlement.debtPoints,
    spendablePoints: member.spendablePoints === null ? null : member.spendablePoints - work.points.pointsUsed,
    qualifying: earning.qualifying,
    earnedTodayPoints: member.earnedTodayPoints + earnPoints,
    earnedMonthPoints: member.earnedMonthPoints + earnPoints,
    carry: fractionText(earning.pass.carry),
    promotionUses: usesAfter(work, member),
    storedValue: {
      principalMinor: member.storedValue.principalMinor - stored.principalMinor,
      bonusMinor: member.storedValue.bonusMinor - stored.bonusMinor,
    },
  }
}

function usesAfter(work: SaleWork, member: MemberState): Readonly<Record<string, number>> {
  const limited = work.offers.promotions.filter((offer) => offer.usesMax !== null && work.applied.has(offer.key))
  const entries = limited.map((offer): [string, number] => [
    offer.id,
    (ownEntry(member.promotionUses, offer.id) ?? 0) + 1,
  ])
  return Object.fromEntries([...Object.entries(member.promotionUses), ...entries])
}
