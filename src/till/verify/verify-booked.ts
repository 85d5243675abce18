import type { LotMovement, SaleEntry } from '../../journal/sale-event.ts'
import { readEntriesOfEvent } from '../db/entries.ts'
import { readLotMovementsOfEvent } from '../db/lot-movements.ts'
import type { LedgerRead } from '../db/sqlite-file.ts'
import { compare, compareRows, type LedgerDifference } from './difference.ts'

/** What an event booked, as it says itself. */
export type Booked = { readonly memberId: string | null; readonly entries: readonly SaleEntry[]; readonly lotMovements: readonly LotMovement[] }

/**
 * Compares entries and lot movements with their event, and with each other: entries sum to zero per asset, and what the
 * member's account gained is what her lots gained less what her debt grew (balance = lots − debt).
 */
export function compareBooked(ledger: LedgerRead, where: string, eventId: string, booked: Booked, debt: { readonly before: number; readonly after: number }): LedgerDifference[] {
  const entries = readEntriesOfEvent(ledger, eventId)
  const movements = readLotMovementsOfEvent(ledger, eventId)
  const assets = [...new Set(entries.map((entry) => entry.asset))]
  const gained = sumOf(entries.filter((entry) => entry.asset === 'points' && entry.account === `member/${booked.memberId ?? ''}`).map((entry) => entry.delta))
  const moved = sumOf(movements.map((movement) => movement.deltaPoints))
  return [
    ...compareRows(`${where} entry`, entries, inOrder(booked.entries, (entry) => `${entry.asset} ${entry.account}`)),
    ...compareRows(`${where} lot movement`, movements, inOrder(booked.lotMovements, (movement) => movement.lotId).map((movement) => ({ memberId: booked.memberId, ...movement }))),
    ...assets.flatMap((asset) => compare(`${where} sum of ${asset}`, sumOf(entries.filter((entry) => entry.asset === asset).map((entry) => entry.delta)), 0)),
    ...compare(`${where} balance = lots − debt`, gained, booked.memberId === null ? 0 : moved - (debt.after - debt.before)),
  ]
}

/** As the tables give them: by code unit of the key. */
function inOrder<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Row[] {
  return [...rows].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0)
}
