import { commonAccount } from './compare-returns.ts'
import type { Booked, RecountedHq, RecountedTill } from './facts.ts'

/** What HQ says that a member has must be her entries: points (her lots less her debt), stored value, and every coupon's uses. */
export function balanceDifferences(tills: readonly RecountedTill[], hq: RecountedHq): string[] {
  const found: string[] = []
  for (const [memberId, stated] of hq.stated) {
    const summed = (asset: string): number => hq.sums.get(`${asset} member/${memberId}`) ?? 0
    if (summed('points') !== stated.balancePoints)
      found.push(`${memberId}: HQ says ${stated.balancePoints} points, its entries sum to ${summed('points')}`)
    if (stated.lotPoints - stated.debtPoints !== stated.balancePoints)
      found.push(`${memberId}: lots ${stated.lotPoints} less debt ${stated.debtPoints} are not ${stated.balancePoints}`)
    for (const [asset, statedMinor] of [['principal', stated.principalMinor], ['bonus', stated.bonusMinor]] as const)
      if (summed(asset) !== statedMinor) found.push(`${memberId}: HQ says ${statedMinor} of ${asset}, its entries sum to ${summed(asset)}`)
  }
  found.push(...couponDifferences(hq))
  // A sale that waits at a till is not in HQ's sum yet; when nothing waits, the tills' sums must be inside HQ's.
  if (tills.every((till) => till.queuedEvents === 0)) found.push(...tillSumDifferences(tills, hq))
  return found
}

/** A coupon that was used more often than it had uses is listed by HQ's replay; its uses stay at none. */
function couponDifferences(hq: RecountedHq): string[] {
  return [...hq.couponUses]
    .map(([code, uses]) => ({ code, uses, booked: Math.max(0, hq.sums.get(`coupon coupon/${code}`) ?? 0) }))
    .filter(({ uses, booked }) => uses !== booked)
    .map(({ code, uses, booked }) => `coupon ${code}: HQ says ${uses} uses left, its entries sum to ${booked}`)
}

function tillSumDifferences(tills: readonly RecountedTill[], hq: RecountedHq): string[] {
  const known = new Set(tills.map((till) => till.tillId))
  const sums = new Map<string, number>()
  const add = (entry: Booked, isReturn: boolean, sign: 1 | -1): void => {
    const account = isReturn ? inReturns(entry) : entry.account
    if (account !== null) sums.set(`${entry.asset} ${account}`, (sums.get(`${entry.asset} ${account}`) ?? 0) + sign * entry.delta)
  }
  for (const till of tills) for (const row of till.booked) add(row, row.kind === 'return', 1)
  for (const sale of hq.sales) if (known.has(sale.tillId)) for (const entry of sale.entries) add(entry, false, -1)
  for (const other of hq.others) if (known.has(other.tillId)) for (const entry of other.entries) add(entry, false, -1)
  for (const each of hq.returns) if (known.has(each.tillId)) for (const entry of each.entries) add(entry, true, -1)
  return [...sums]
    .filter(([, rest]) => rest !== 0)
    .map(([account, rest]) => `${account}: the tills booked ${rest} more than HQ`)
}

/** Points of returns are compared return by return: what their tills left to HQ cannot be told from a sum. */
function inReturns(entry: Booked): string | null {
  return entry.asset === 'points' ? null : commonAccount(entry, false)
}
