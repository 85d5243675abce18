import type { Programme } from '../../domain/programme.ts'
import { isExpired } from '../../domain/lots.ts'
import { instantText } from '../../domain/business-date.ts'
import { readReturnsOfMemberAfter } from '../db/returns.ts'
import { readSalesOfMemberAfter } from '../db/sales.ts'
import { readMemberFacts } from '../members/member-facts.ts'
import { calledOf, headOf, lastDayText, stampText, worthMinor, type ReceiptSource } from './receipt.ts'
import type { StatementContent } from './statement-document.ts'

const MOVES_MAX = 20

/** Reads a member's statement as of now; null: she is not known here. */
export function statementContent(source: ReceiptSource, memberId: string, programme: Programme | null): StatementContent | null {
  const { ledger, mirror, nowMs, timeZone } = source
  const facts = readMemberFacts(ledger, mirror, memberId, source.businessDate)
  if (facts === null) return null
  const lots = facts.lots.filter((lot) => !isExpired(lot, nowMs))
  const { principalMinor, bonusMinor } = facts.storedValue
  return {
    ...headOf(source, '', nowMs),
    ...calledOf(source, memberId),
    tierName: programme?.tiers.levels.find((level) => level.id === facts.tier)?.name ?? null,
    balancePoints: facts.balancePoints,
    balanceWorthMinor: worthMinor(programme, facts.balancePoints),
    unconfirmedPoints: facts.unconfirmedPoints,
    vestingPoints: lots.reduce((sum, lot) => sum + (lot.availableAtMs !== null && lot.availableAtMs > nowMs ? lot.points : 0), 0),
    debtPoints: facts.debtPoints,
    storedBalanceMinor: principalMinor + bonusMinor === 0 ? null : principalMinor + bonusMinor,
    lots: [...lots]
      .sort((a, b) => (a.expiresAtMs ?? Infinity) - (b.expiresAtMs ?? Infinity))
      .map(({ points, expiresAtMs, availableAtMs }) => ({
        points,
        lastDay: lastDayText(expiresAtMs, source),
        fromDay: availableAtMs !== null && availableAtMs > nowMs ? instantText(availableAtMs, timeZone).slice(0, 10) : null,
      })),
    moves: movesOf(source, memberId),
  }
}

function movesOf(source: ReceiptSource, memberId: string): StatementContent['moves'] {
  const always = { epoch: 0, seq: 0 }
  const sales = readSalesOfMemberAfter(source.ledger, memberId, always).map((sale) => ({ ...sale, kind: 'sale' as const, deltaPoints: sale.earnPoints - sale.pointsUsed }))
  const returns = readReturnsOfMemberAfter(source.ledger, memberId, always).map((row) => ({ ...row, kind: 'return' as const, deltaPoints: row.pointsBack - row.pointsClawedBack }))
  return [...sales, ...returns]
    .sort((a, b) => b.epoch - a.epoch || b.seq - a.seq)
    .slice(0, MOVES_MAX)
    .map(({ kind, receiptCode, committedAtMs, deltaPoints }) => ({ kind, code: receiptCode, at: stampText(committedAtMs, source), deltaPoints }))
}
