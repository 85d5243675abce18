import { inSpendingOrder, isUsable, recount, takeFromLot, type Account, type Lot } from './account.ts'

/** Where an event stands: whose journal, and where in it. */
export type EventPlace = { readonly tillId: string; readonly epoch: number; readonly seq: number }
export type LotChange = { readonly lotId: string; readonly deltaPoints: number }

/**
 * Books what a sale spent: from the lots that it names, then, where they hold less than the till believed, from others
 * in spending order, and what then is missing becomes debt. Goods were handed over: a spend is never refused.
 * @param named what the event says it took, positive points a lot.
 */
export function spend(account: Account, place: EventPlace, named: ReadonlyMap<string, number>, spentPoints: number, atMs: number): { readonly changes: LotChange[]; readonly debtPoints: number } {
  const changes: LotChange[] = []
  let missing = spentPoints
  const take = (lot: Lot, wanted: number): void => {
    const taken = takeFromLot(account, lot, Math.min(wanted, missing))
    if (taken > 0) changes.push({ lotId: lot.lotId, deltaPoints: -taken })
    missing -= taken
  }
  const mayTake = (lot: Lot): boolean => lot.held === null || lot.held.tillId === place.tillId
  for (const [lotId, points] of named) {
    const lot = account.lots.get(lotId)
    if (lot && mayTake(lot)) take(lot, points)
  }
  const others = inSpendingOrder(account.lots.values()).filter((lot) => mayTake(lot) && isUsable(lot, atMs))
  for (const lot of others) if (missing > 0) take(lot, missing)
  account.member.debt_points += missing
  recount(account)
  return { changes, debtPoints: missing }
}

export type NewLot = Pick<Lot, 'lotId' | 'earnedAtMs' | 'availableAtMs' | 'expiresAtMs' | 'grace'>

/**
 * Books what was earned: debt first, the rest is a lot. One of a sale stays with its till until the ack is known there
 * (R6); one of HQ's own (place null) is free at once.
 */
export function earn(account: Account, place: EventPlace | null, earnedPoints: number, newLot: NewLot): LotChange[] {
  const repaid = Math.min(account.member.debt_points, earnedPoints)
  account.member.debt_points -= repaid
  const points = earnedPoints - repaid
  if (points > 0) {
    if (account.lots.has(newLot.lotId)) throw new Error(`lot ${newLot.lotId} is there already`)
    account.lots.set(newLot.lotId, { ...newLot, points, lentPoints: 0, held: place && { ...place } })
    account.changedLots.add(newLot.lotId)
  }
  recount(account)
  return points > 0 ? [{ lotId: newLot.lotId, deltaPoints: points }] : []
}

/** The till has the acks up to here: what it earned there becomes free. @returns whether anything did. */
export function confirmHeld(account: Account, { tillId, epoch, seq }: EventPlace): boolean {
  let confirmed = false
  for (const lot of account.lots.values()) {
    if (lot.held?.tillId !== tillId || lot.held.epoch !== epoch || lot.held.seq > seq) continue
    lot.held = null
    account.changedLots.add(lot.lotId)
    confirmed = true
  }
  if (confirmed) recount(account)
  return confirmed
}
