import type { LimitUse } from '../../contract/wire-rights.ts'
import type { SaleInputs } from '../../domain/sale-case.ts'
import type { SaleResult } from '../../domain/sale-result.ts'
import type { ReturnNumbers } from '../../journal/return-event.ts'
import type { JournalPosition } from '../db/journal.ts'
import { usesWith } from './limit-uses.ts'
import type { MirrorMember } from '../db/mirror/members.ts'
import { readReturnsOfMemberAfter, readReturnsOfSale, type ReturnRow } from '../db/returns.ts'
import { readSale, readSalesOfMemberAfter, type SaleRow } from '../db/sales.ts'
import type { LedgerRead } from '../db/sqlite-file.ts'

/** What a member's history says beside her lots. */
export type MemberHistory = {
  readonly tier: string | null
  readonly lastPurchase: string | null
  readonly purchases: number
  readonly qualifying: number
  readonly carry: string
  readonly earnedTodayPoints: number
  readonly earnedMonthPoints: number
  /** Uses of offers, by business date. */
  readonly limitUses: readonly LimitUse[]
}

/** HQ's word with this till's own sales and returns on top of it that HQ had not counted then, in their order. */
export function historyWithOwn(ledger: LedgerRead, member: MirrorMember, after: JournalPosition, businessDate: string): MemberHistory {
  const sales = readSalesOfMemberAfter(ledger, member.memberId, after).map((sale) => ({ ...sale, kind: 'sale' as const }))
  const returns = readReturnsOfMemberAfter(ledger, member.memberId, after).map((row) => ({ ...row, kind: 'return' as const }))
  const own = [...sales, ...returns].sort((a, b) => a.epoch - b.epoch || a.seq - b.seq)
  return own.reduce(
    (history, event) => (event.kind === 'sale' ? withSale(history, event, businessDate) : withReturn(history, ledger, event, businessDate)),
    startOf(member, businessDate),
  )
}

/** HQ's counters are those of one business date; on another date, or in another month, they start again. */
function startOf(member: MirrorMember, businessDate: string): MemberHistory {
  const { tier, lastPurchase, purchases, qualifying, carry, limitUses, countersDate } = member
  return {
    ...{ tier, lastPurchase, purchases, qualifying, carry, limitUses },
    earnedTodayPoints: countersDate === businessDate ? member.earnedTodayPoints : 0,
    earnedMonthPoints: countersDate?.startsWith(businessDate.slice(0, 7)) === true ? member.earnedMonthPoints : 0,
  }
}

type SoldNumbers = Pick<SaleResult, 'qualifying' | 'carry' | 'tierAfter' | 'applied'>

function withSale(history: MemberHistory, sale: SaleRow, businessDate: string): MemberHistory {
  const bought = {
    ...history,
    lastPurchase: sale.businessDate,
    purchases: history.purchases + 1,
    ...earnedWith(history, sale.businessDate, sale.earnPoints, businessDate),
  }
  const stored = storedOf(sale)
  if (stored === null) return bought
  const { result, member } = stored
  return {
    ...bought,
    tier: result.tierAfter,
    qualifying: history.qualifying + result.qualifying - (member?.qualifying ?? 0),
    carry: result.carry,
    limitUses: usesWith(history.limitUses, result.applied, sale.businessDate, 1),
  }
}

/** What a sale's row says of its quote; null: a failing disk has made it unreadable, and its member is served all the same. */
function storedOf(sale: SaleRow): { readonly result: SoldNumbers; readonly member: SaleInputs['member'] } | null {
  try {
    const result = JSON.parse(sale.resultJson) as Partial<SoldNumbers>
    const { member } = JSON.parse(sale.caseJson) as Partial<Pick<SaleInputs, 'member'>>
    const { qualifying, carry, tierAfter, applied } = result
    if (qualifying === undefined || carry === undefined || tierAfter === undefined || applied === undefined || member === undefined) return null
    return { result: { qualifying, carry, tierAfter, applied }, member }
  } catch {
    return null
  }
}

/** What is returned leaves the tier metric; a whole sale returned gives back the use of limits and counts no more. */
function withReturn(history: MemberHistory, ledger: LedgerRead, row: ReturnRow, businessDate: string): MemberHistory {
  const { qualifyingReversed, wholeSale } = JSON.parse(row.resultJson) as ReturnNumbers
  // All that came back of it, also in parts before: only the whole sale gives back what it counted against caps.
  const takenBackPoints = readReturnsOfSale(ledger, row.saleId).filter((each) => !isAfter(each, row)).reduce((sum, each) => sum + each.pointsClawedBack, 0)
  return historyAfterReturn(history, ledger, { saleId: row.saleId, qualifyingReversed, wholeSale, takenBackPoints }, businessDate)
}

/** What a return does to a history. */
export type HistoryReturn = { readonly saleId: string; readonly qualifyingReversed: number; readonly wholeSale: boolean; readonly takenBackPoints: number }

/** Also for a return that is not booked yet: the sale that its goods are exchanged for comes after it. */
export function historyAfterReturn(history: MemberHistory, ledger: LedgerRead, back: HistoryReturn, businessDate: string): MemberHistory {
  const qualifying = Math.max(0, history.qualifying - back.qualifyingReversed)
  const sale = back.wholeSale ? readSale(ledger, back.saleId) : null
  const stored = sale === null ? null : storedOf(sale)
  if (sale === null || stored === null) return { ...history, qualifying }
  const { result, member } = stored
  const earned = earnedWith(history, sale.businessDate, -back.takenBackPoints, businessDate)
  return {
    ...history,
    qualifying,
    // The purchase before it, where it was the last one.
    lastPurchase: history.lastPurchase === sale.businessDate ? (member?.lastPurchase ?? null) : history.lastPurchase,
    purchases: Math.max(0, history.purchases - 1),
    earnedTodayPoints: Math.max(0, earned.earnedTodayPoints),
    earnedMonthPoints: Math.max(0, earned.earnedMonthPoints),
    limitUses: usesWith(history.limitUses, result.applied, sale.businessDate, -1),
  }
}

function isAfter(a: JournalPosition, b: JournalPosition): boolean {
  return a.epoch > b.epoch || (a.epoch === b.epoch && a.seq > b.seq)
}

function earnedWith(history: MemberHistory, at: string, points: number, businessDate: string): Pick<MemberHistory, 'earnedTodayPoints' | 'earnedMonthPoints'> {
  return {
    earnedTodayPoints: history.earnedTodayPoints + (at === businessDate ? points : 0),
    earnedMonthPoints: history.earnedMonthPoints + (at.startsWith(businessDate.slice(0, 7)) ? points : 0),
  }
}
