import { balanceDifferences } from './compare-balances.ts'
import { returnDifferences, returnedTooOften } from './compare-returns.ts'
import type { Booked, RecountedHq, RecountedTill, Shown } from './facts.ts'

export type Verdict = {
  readonly lost: readonly string[]
  readonly doubled: readonly string[]
  readonly different: readonly string[]
}

/**
 * Holds what the screens said, what the tills' journals hold and what HQ booked against each other.
 * - lost: shown as saved and not in its till's journal, or in the journal (and not waiting there) and not at HQ;
 * - doubled: one purchase or return that counts twice anywhere, goods that came back more often than they were sold;
 * - different: any number that is not the same on both sides, or does not follow from its own rows.
 */
export function compare(shown: readonly Shown[], tills: readonly RecountedTill[], hq: RecountedHq): Verdict {
  const lost: string[] = []
  const doubled: string[] = []
  const different = [
    ...tills.flatMap((till) => till.problems.map((problem) => `${till.name}: ${problem}`)),
    ...hq.problems,
  ]
  for (const till of tills) {
    lost.push(...lostOf(till, shown, hq))
    doubled.push(...doubledOf(till, hq))
    different.push(...differencesOf(till, hq), ...returnDifferences(till, hq))
  }
  doubled.push(...strangeEvents(tills, hq), ...returnedTooOften(tills))
  different.push(...balanceDifferences(tills, hq))
  return { lost, doubled, different }
}

/** A sale or a return, as far as both are counted alike. */
type Deed = {
  readonly kind: 'sale' | 'return'
  readonly id: string
  readonly receiptCode: string
  readonly epoch: number
  readonly seq: number
  readonly atMs: number
  readonly entries: readonly Booked[]
}

function deedsOf(till: RecountedTill): Deed[] {
  return [
    ...till.sales.map((sale): Deed => ({ ...sale, kind: 'sale', id: sale.saleId })),
    ...till.returns.map((each): Deed => ({ ...each, kind: 'return', id: each.returnId })),
  ]
}

function lostOf(till: RecountedTill, shown: readonly Shown[], hq: RecountedHq): string[] {
  const deeds = deedsOf(till)
  const here = new Set(deeds.flatMap((deed) => [deed.id, deed.receiptCode]))
  const atHq = new Set([...hq.sales.map((sale) => sale.saleId), ...hq.returns.map((each) => each.returnId)])
  const held = heldOf(till, hq)
  // What HQ has not got yet is late, not lost, as long as the till still holds it for sending.
  const isWaiting = (deed: Deed): boolean => till.queuedEvents > 0 && deed.seq > (held.get(deed.epoch) ?? 0)
  return [
    ...shown
      .filter((deed) => deed.till === till.name)
      .map((deed) => ('eventId' in deed ? deed.eventId : deed.receiptCode))
      .filter((name) => !here.has(name))
      .map((name) => `${till.name}: ${name} was shown as saved and is not in the journal`),
    ...deeds
      .filter((deed) => !atHq.has(deed.id) && !isWaiting(deed))
      .map((deed) => `${till.name}: ${deed.kind} ${deed.id} (${deed.epoch}/${deed.seq}) is not booked at HQ`),
  ]
}

/** The last event of each epoch of a till that HQ holds. */
function heldOf(till: RecountedTill, hq: RecountedHq): Map<number, number> {
  const held = new Map<number, number>()
  for (const event of hq.events)
    if (event.tillId === till.tillId) held.set(event.epoch, Math.max(held.get(event.epoch) ?? 0, event.seq))
  return held
}

function doubledOf(till: RecountedTill, hq: RecountedHq): string[] {
  const found: string[] = []
  const firstByKey = new Map<string, Deed>()
  const deeds = deedsOf(till)
  for (const deed of deeds) {
    for (const key of [`id ${deed.id}`, `${deed.kind} pressed at ${deed.atMs}`]) {
      const first = firstByKey.get(key)
      if (first)
        found.push(`${till.name}: ${first.id} (${first.seq}) and ${deed.id} (${deed.seq}) are one ${deed.kind === 'sale' ? 'purchase' : 'return'} (${key})`)
      else firstByKey.set(key, deed)
    }
  }
  for (const deed of deeds) {
    const booked = [
      ...hq.sales.filter((sale) => sale.saleId === deed.id),
      ...hq.returns.filter((each) => each.returnId === deed.id),
    ]
    if (booked.length > 1 || booked.some((other) => isTwice(deed, other.entries))) found.push(`${till.name}: ${deed.kind} ${deed.id} is booked twice at HQ`)
  }
  return found
}

/** True when all money of a deed stands twice in these entries; without money, all of it. */
function isTwice({ entries }: Deed, booked: readonly Booked[]): boolean {
  const money = entries.filter((entry) => entry.asset === 'money')
  const counted = money.length > 0 ? money : entries
  return counted.length > 0 && counted.every((entry) => deltaOf(booked, entry) === 2 * entry.delta)
}

function deltaOf(booked: readonly Booked[], { asset, account }: Booked): number {
  return booked.find((entry) => entry.asset === asset && entry.account === account)?.delta ?? 0
}

/** What HQ holds from a till must be what that till wrote. */
function strangeEvents(tills: readonly RecountedTill[], hq: RecountedHq): string[] {
  return tills.flatMap((till) => {
    const own = new Set(till.events.map((event) => `${event.epoch}/${event.seq}/${event.hash}`))
    const strange = hq.events.filter(
      (event) => event.tillId === till.tillId && !own.has(`${event.epoch}/${event.seq}/${event.hash}`),
    )
    return strange.map(
      (event) => `${till.name}: HQ holds ${event.epoch}/${event.seq} (${event.kind}) that the till never wrote`,
    )
  })
}

function differencesOf(till: RecountedTill, hq: RecountedHq): string[] {
  const found: string[] = []
  const atHq = new Map(hq.sales.map((sale) => [sale.saleId, sale]))
  for (const sale of till.sales) {
    found.push(...sale.problems.map((problem) => `${till.name}: ${problem}`))
    const other = atHq.get(sale.saleId)
    if (!other) continue
    for (const name of ['dueMinor', 'paidMinor', 'pointsUsed', 'earnPoints'] as const) {
      if (sale[name] !== other[name])
        found.push(`${till.name}: ${sale.saleId} has ${name} ${sale[name]} here and ${other[name]} at HQ`)
    }
    if (JSON.stringify(sale.entries) !== JSON.stringify(other.entries))
      found.push(`${till.name}: ${sale.saleId} is booked otherwise at HQ`)
  }
  return found
}
