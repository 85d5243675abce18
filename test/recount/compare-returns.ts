import type { Booked, RecountedHq, RecountedTill, ReturnFacts, SaleFacts } from './facts.ts'
import { sorted } from './till-events.ts'

/** Every number of a till's returns, here and at HQ. */
export function returnDifferences(till: RecountedTill, hq: RecountedHq): string[] {
  const found: string[] = []
  const atHq = new Map(hq.returns.map((each) => [each.returnId, each]))
  for (const here of till.returns) {
    const name = `${till.name}: return ${here.returnId} of ${here.saleId}`
    found.push(...here.problems.map((problem) => `${till.name}: ${problem}`))
    const there = atHq.get(here.returnId)
    if (!there) continue
    for (const key of ['saleId', 'refundMinor', 'pointsBack', 'pointsClawedBack'] as const) {
      if (here[key] !== there[key]) found.push(`${name} has ${key} ${here[key]} here and ${there[key]} at HQ`)
    }
    const arePointsLeft = leavesPoints(here)
    if (JSON.stringify(settledAlike(here.entries, arePointsLeft)) !== JSON.stringify(settledAlike(there.entries, arePointsLeft))) found.push(`${name} is booked otherwise at HQ`)
  }
  return found
}

/** A return of a member whom its till did not know books no points: HQ settles them. */
function leavesPoints({ memberId, entries }: ReturnFacts): boolean {
  return memberId !== null && entries.every((entry) => entry.asset !== 'points')
}

/**
 * Entries of a return as far as both sides must book them alike. HQ settles points on its own lots: what is due is the
 * same, but more or less of it may be let go, and lapsed points may stand otherwise. Coupons are HQ's own, on top.
 */
export function settledAlike(entries: readonly Booked[], arePointsLeft: boolean): Booked[] {
  const sums = new Map<string, Booked>()
  for (const entry of entries) {
    const common = commonAccount(entry, arePointsLeft)
    if (common === null) continue
    const key = `${entry.asset} ${common}`
    sums.set(key, { asset: entry.asset, account: common, delta: (sums.get(key)?.delta ?? 0) + entry.delta })
  }
  return sorted([...sums.values()].filter((entry) => entry.delta !== 0))
}

/** The account that an entry of a return is compared under; null: not at all. */
export function commonAccount({ asset, account }: Booked, arePointsLeft: boolean): string | null {
  if (asset === 'coupon') return null
  if (asset !== 'points') return account
  if (arePointsLeft) return null
  return account.startsWith('member/') || account === 'programme/let-go' || account === 'programme/lapsed' ? 'member, let go or lapsed' : account
}

/** Over all tills: no line comes back beyond what was sold of it, no sale gives back more than it took. */
export function returnedTooOften(tills: readonly RecountedTill[]): string[] {
  const sales = new Map(tills.flatMap((till) => till.sales.map((sale): [string, SaleFacts] => [sale.saleId, sale])))
  const returnsOf = new Map<string, ReturnFacts[]>()
  for (const till of tills)
    for (const each of till.returns) returnsOf.set(each.saleId, [...(returnsOf.get(each.saleId) ?? []), each])
  return [...returnsOf].flatMap(([saleId, returns]) => {
    const sale = sales.get(saleId)
    return sale === undefined ? [] : tooMuchOf(sale, returns)
  })
}

function tooMuchOf(sale: SaleFacts, returns: readonly ReturnFacts[]): string[] {
  const names = returns.map((each) => each.returnId).join(' and ')
  const backMilli = new Map<number, number>()
  for (const each of returns)
    for (const { line, quantityMilli } of each.lines) backMilli.set(line, (backMilli.get(line) ?? 0) + quantityMilli)
  const lines = [...backMilli].filter(([line, quantityMilli]) => quantityMilli > (sale.quantitiesMilli[line] ?? 0))
  const total = (of: (each: ReturnFacts) => number): number => returns.reduce((sum, each) => sum + of(each), 0)
  const beyond = (what: string, back: number, taken: number): string[] => (back > taken ? [`${sale.saleId}: ${what} ${back} came back of ${taken} by ${names}`] : [])
  return [
    ...lines.map(([line, quantityMilli]) => `${sale.saleId}: of line ${line} ${quantityMilli} thousandths came back, ${sale.quantitiesMilli[line] ?? 0} were sold, by ${names}`),
    ...beyond('money', total((each) => each.refundMinor), sale.paidMinor),
    ...beyond('points', total((each) => each.pointsBack), sale.pointsUsed),
  ]
}
