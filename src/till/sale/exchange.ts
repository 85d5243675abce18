import type { Result } from '../../contract/result.ts'
import type { ReturnRefusal } from '../../contract/exchange-calls.ts'
import type { LeasedLot } from '../db/leases.ts'
import type { LedgerRead } from '../db/sqlite-file.ts'
import type { MemberFacts } from '../members/member-facts.ts'
import { historyAfterReturn } from '../members/own-history.ts'
import { readReturnsOfSale } from '../db/returns.ts'
import type { ReturnAsked, ReturnWork } from '../return/quote-return.ts'
import type { SoFar } from '../return/return-source.ts'

/** A return that may be booked, and whether HQ must be asked for the right first. */
export type ReadyReturn = { readonly work: ReturnWork; readonly soFar: SoFar; readonly rightIsHere: boolean }

export type RefusedReturn<Code extends string> = { readonly code: Code; readonly detail?: string }

/** The right to return a sale. `without`: HQ cannot lend it now, and the sale is this till's own. */
export type RightAsked = { readonly kind: 'here' } | { readonly kind: 'without' } | { readonly kind: 'refused'; readonly refused: RefusedReturn<'changed' | 'return_not_here'> }

/** What the sale desk needs of the return desk: an exchange is a return and a sale under one receipt. */
export type Exchanges = {
  /** What the return comes to now. `lent`: points that are lent to the new sale. No effect. */
  ready(asked: ReturnAsked, at: { readonly atMs: number; readonly returnId: string; readonly lent: readonly LeasedLot[] }): Result<ReadyReturn, RefusedReturn<ReturnRefusal>>
  /** HQ lends the right to return (R8). */
  askForRight(asked: { readonly saleId: string; readonly returnId: string }, soFar: SoFar): Promise<RightAsked>
  /** It is booked: what HQ told of the sale is no longer all. */
  booked(saleId: string): void
}

/** The return in an open sale; `refused`: it cannot be computed here any more. */
export type OpenExchange = { readonly kind: 'ready'; readonly ready: ReadyReturn } | { readonly kind: 'refused'; readonly why: ReturnRefusal }

/**
 * A member as the sale finds her after the return under the same receipt. What came back to her is not lent to this till
 * yet, so it counts as unconfirmed; stored value likewise is left out.
 */
export function factsAfterReturn(facts: MemberFacts, ledger: LedgerRead, { source, quoted }: ReturnWork, businessDate: string): MemberFacts {
  const after = quoted.memberAfter
  if (after === null || source.memberId !== facts.member.memberId) return facts
  const before = new Map(facts.lots.map((lot) => [lot.lotId, lot.points]))
  const lots = after.lots.map(({ ref, points, earnedAtMs, availableAtMs, expiresAtMs, grace }) => ({ lotId: ref, points, earnedAtMs, availableAtMs, expiresAtMs, grace }))
  const takenBackPoints = readReturnsOfSale(ledger, source.saleId).reduce((sum, each) => sum + each.pointsClawedBack, quoted.result.pointsClawedBack)
  const back = { saleId: source.saleId, qualifyingReversed: quoted.qualifyingReversed, wholeSale: quoted.isWholeReturn, takenBackPoints }
  const lotsDelta = lots.reduce((sum, lot) => sum + lot.points - (before.get(lot.lotId) ?? 0), 0)
  return {
    ...facts,
    ...historyAfterReturn(facts, ledger, back, businessDate),
    lots: lots.filter((lot) => lot.points > 0),
    debtPoints: after.debtPoints,
    balancePoints: facts.balancePoints + lotsDelta - (after.debtPoints - facts.debtPoints),
    unconfirmedPoints: facts.unconfirmedPoints + lots.reduce((sum, lot) => sum + Math.max(0, lot.points - (before.get(lot.lotId) ?? 0)), 0),
  }
}
