import type { LimitUse } from '../../contract/wire-rights.ts'
import { assertNever } from '../../domain/assert.ts'
import { daysBetween } from '../../domain/business-date.ts'
import type { LimitPeriod, Programme } from '../../domain/programme.ts'

/** Uses of offers with one more, or one less, of each on a business date. */
export function usesWith(uses: readonly LimitUse[], promotionIds: readonly string[], businessDate: string, step: 1 | -1): LimitUse[] {
  const counted = new Map(uses.map((use) => [`${use.promotionId} ${use.businessDate}`, use]))
  for (const promotionId of promotionIds) {
    const key = `${promotionId} ${businessDate}`
    counted.set(key, { promotionId, businessDate, uses: (counted.get(key)?.uses ?? 0) + step })
  }
  return [...counted.values()].filter((use) => use.uses > 0)
}

/** How often she used each limited offer within its own period, seen from a business date. */
export function usesInPeriods(programme: Programme, uses: readonly LimitUse[], businessDate: string): Record<string, number> {
  const limited = programme.promotions.flatMap(({ id, limits }) => (limits.perMember === null ? [] : [{ id, period: limits.perMember.period }]))
  const counts = limited.map(({ id, period }): [string, number] => {
    const own = uses.filter((use) => use.promotionId === id && isInPeriod(period, use.businessDate, businessDate))
    return [id, own.reduce((sum, use) => sum + use.uses, 0)]
  })
  return Object.fromEntries(counts.filter(([, count]) => count > 0))
}

/** Weeks run from Monday to Sunday. */
function isInPeriod(period: LimitPeriod, usedOn: string, businessDate: string): boolean {
  switch (period) {
    case 'day':
      return usedOn === businessDate
    case 'week':
      return weekOf(usedOn) === weekOf(businessDate)
    case 'month':
      return usedOn.slice(0, 7) === businessDate.slice(0, 7)
    case 'year':
      return usedOn.slice(0, 4) === businessDate.slice(0, 4)
    case 'ever':
      return true
    default:
      return assertNever(period)
  }
}

const A_MONDAY = '1970-01-05'

function weekOf(date: string): number {
  return Math.floor(daysBetween(A_MONDAY, date) / 7)
}
