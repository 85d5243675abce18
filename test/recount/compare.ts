import type { HqSale, RecountedHq, RecountedTill, SaleFacts, Shown } from './facts.ts'

export type Verdict = {
  readonly lost: readonly string[]
  readonly doubled: readonly string[]
  readonly different: readonly string[]
}

/**
 * Holds what the screens said, what the tills' journals hold and what HQ booked against each other.
 * - lost: shown as saved and not in its till's journal, or in the journal (and not waiting there) and not at HQ;
 * - doubled: one purchase that counts twice anywhere;
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
    different.push(...differencesOf(till, hq))
  }
  doubled.push(...strangeEvents(tills, hq))
  different.push(...balanceDifferences(tills, hq))
  return { lost, doubled, different }
}

function lostOf(till: RecountedTill, shown: readonly Shown[], hq: RecountedHq): string[] {
  const here = new Set(till.sales.flatMap((sale) => [sale.saleId, sale.receiptCode]))
  const atHq = new Set(hq.sales.map((sale) => sale.saleId))
  const waiting = waitingSales(till, hq)
  return [
    ...shown
      .filter((sale) => sale.till === till.name)
      .map((sale) => ('saleId' in sale ? sale.saleId : sale.receiptCode))
      .filter((name) => !here.has(name))
      .map((name) => `${till.name}: ${name} was shown as saved and is not in the journal`),
    ...till.sales
      .filter((sale) => !atHq.has(sale.saleId) && !waiting.has(sale.saleId))
      .map((sale) => `${till.name}: ${sale.saleId} (${sale.epoch}/${sale.seq}) is not booked at HQ`),
  ]
}

/** Sales that HQ has not got yet; they are late, not lost, as long as the till still holds them for sending. */
function waitingSales(till: RecountedTill, hq: RecountedHq): Set<string> {
  const held = new Map<number, number>()
  for (const event of hq.events)
    if (event.tillId === till.tillId) held.set(event.epoch, Math.max(held.get(event.epoch) ?? 0, event.seq))
  const waiting = till.queuedEvents > 0 ? till.sales.filter((sale) => sale.seq > (held.get(sale.epoch) ?? 0)) : []
  return new Set(waiting.map((sale) => sale.saleId))
}

function doubledOf(till: RecountedTill, hq: RecountedHq): string[] {
  const found: string[] = []
  const firstByKey = new Map<string, SaleFacts>()
  for (const sale of till.sales) {
    for (const key of [`id ${sale.saleId}`, `pressed at ${sale.atMs}`]) {
      const first = firstByKey.get(key)
      if (first)
        found.push(
          `${till.name}: ${first.saleId} (${first.seq}) and ${sale.saleId} (${sale.seq}) are one purchase (${key})`,
        )
      else firstByKey.set(key, sale)
    }
  }
  for (const sale of till.sales) {
    const booked = hq.sales.filter((other) => other.saleId === sale.saleId)
    const twice = booked.some(
      (other) =>
        sale.entries.length > 0 &&
        sale.entries.every((entry) => deltaOf(other, entry.asset, entry.account) === 2 * entry.delta),
    )
    if (booked.length > 1 || twice) found.push(`${till.name}: ${sale.saleId} is booked twice at HQ`)
  }
  return found
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

function deltaOf(sale: HqSale, asset: string, account: string): number {
  return sale.entries.find((entry) => entry.asset === asset && entry.account === account)?.delta ?? 0
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

/** HQ's balance of a member must be her entries, and her lots less her debt. */
function balanceDifferences(tills: readonly RecountedTill[], hq: RecountedHq): string[] {
  const found: string[] = []
  for (const [memberId, stated] of hq.statedPoints) {
    const summed = hq.memberPoints.get(memberId) ?? 0
    if (summed !== stated.balancePoints)
      found.push(`${memberId}: HQ says ${stated.balancePoints} points, its entries sum to ${summed}`)
    if (stated.lotPoints - stated.debtPoints !== stated.balancePoints) {
      found.push(`${memberId}: lots ${stated.lotPoints} less debt ${stated.debtPoints} are not ${stated.balancePoints}`)
    }
  }
  // A sale that waits at a till is not in HQ's sum yet; when nothing waits, the tills' sums must be inside HQ's.
  if (tills.every((till) => till.queuedEvents === 0)) found.push(...tillSumDifferences(tills, hq))
  return found
}

function tillSumDifferences(tills: readonly RecountedTill[], hq: RecountedHq): string[] {
  const known = new Set(tills.map((till) => till.tillId))
  const sums = new Map<string, number>()
  for (const till of tills) for (const row of till.booked) add(sums, `${row.asset} ${row.account}`, row.delta)
  for (const sale of hq.sales)
    if (known.has(sale.tillId))
      for (const entry of sale.entries) add(sums, `${entry.asset} ${entry.account}`, -entry.delta)
  return [...sums]
    .filter(([, rest]) => rest !== 0)
    .map(([account, rest]) => `${account}: the tills booked ${rest} more than HQ`)
}

function add(sums: Map<string, number>, key: string, delta: number): void {
  sums.set(key, (sums.get(key) ?? 0) + delta)
}
