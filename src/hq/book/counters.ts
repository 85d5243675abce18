import type { Account } from './account.ts'

/** What one sale adds to a member's history, from the event's own result. */
export type SaleCounts = {
  readonly businessDate: string
  readonly earnPoints: number
  /** By how much the tier metric grew. */
  readonly qualifyingGain: number
  readonly tierBefore: string | null
  readonly tierAfter: string | null
  readonly carry: string
}

/** Purchases, last purchase, points of the day and month, tier metric and tier. Late events count where they belong. */
export function countSale({ member }: Account, sale: SaleCounts): void {
  member.purchases += 1
  if (member.last_purchase === null || sale.businessDate > member.last_purchase) member.last_purchase = sale.businessDate
  countPoints(member, sale)
  member.qualifying += sale.qualifyingGain
  // A sale says what it changed, not what holds: where it changed nothing, HQ's own tier stays.
  if (sale.tierAfter !== sale.tierBefore) {
    member.tier = sale.tierAfter
    member.tier_qualified_on = sale.businessDate
  }
  member.carry = sale.carry
}

/** A whole sale came back: it is no purchase any more, and what it earned counts against no cap. */
export function uncountSale({ member }: Account, sale: { readonly businessDate: string; readonly purchaseBefore: string | null; readonly earnPoints: number }): void {
  member.purchases = Math.max(0, member.purchases - 1)
  if (member.last_purchase === sale.businessDate) member.last_purchase = sale.purchaseBefore
  if (member.counters_date === sale.businessDate) member.earned_today_points = Math.max(0, member.earned_today_points - sale.earnPoints)
  if (member.counters_date?.slice(0, 7) === sale.businessDate.slice(0, 7)) member.earned_month_points = Math.max(0, member.earned_month_points - sale.earnPoints)
}

function countPoints(member: Account['member'], { businessDate, earnPoints }: SaleCounts): void {
  const sameMonth = member.counters_date?.slice(0, 7) === businessDate.slice(0, 7)
  if (member.counters_date === null || businessDate > member.counters_date) {
    member.earned_month_points = (sameMonth ? member.earned_month_points : 0) + earnPoints
    member.earned_today_points = earnPoints
    member.counters_date = businessDate
  } else if (sameMonth) {
    member.earned_month_points += earnPoints
    if (businessDate === member.counters_date) member.earned_today_points += earnPoints
  }
}
