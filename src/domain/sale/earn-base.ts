import { assertNever, must } from '../assert.ts'
import type { EarnRules } from '../programme.ts'
import { isGoods } from './basket-line.ts'
import type { BasketLine } from './basket-line.ts'
import type { PointsTender } from './points-tender.ts'
import type { StoredValueTender } from './stored-value-tender.ts'

/** A line as earning sees it. */
export interface EarnLine {
  readonly line: BasketLine
  /** Whether the line earns at all, and so is eligible for earning promotions. */
  readonly earns: boolean
  readonly baseMinor: number
}

/**
 * The base of each line: what was paid for it without points and stored-value bonus, or its net, or its gross; zero for
 * what is excluded, for value bought (unless `onTopUp`), and for all of a sale without a member.
 */
export function earnLines(
  rules: EarnRules,
  hasMember: boolean,
  lines: readonly BasketLine[],
  points: PointsTender,
  stored: StoredValueTender,
): EarnLine[] {
  return lines.map((line, index) => {
    const earns = (isGoods(line) || rules.onTopUp) && !isExcluded(rules, line)
    const paidMinor = line.netMinor - must(points.worthShares[index]) - must(stored.shares[index]).bonusMinor
    return { line, earns, baseMinor: earns && hasMember ? baseOf(rules, line, paidMinor) : 0 }
  })
}

function baseOf(rules: EarnRules, line: BasketLine, paidMinor: number): number {
  switch (rules.base) {
    case 'paid':
      return paidMinor
    case 'due':
      return line.netMinor
    case 'gross':
      // A gift's gross was never to be paid by anybody.
      return line.giftOf === null ? line.grossMinor : Math.min(line.grossMinor, line.netMinor)
    default:
      return assertNever(rules.base)
  }
}

function isExcluded({ exclude }: EarnRules, { sku, category }: BasketLine): boolean {
  return exclude.skus.includes(sku) || (category !== null && exclude.categories.includes(category))
}
