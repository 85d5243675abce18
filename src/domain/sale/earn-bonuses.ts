import { must } from '../assert.ts'
import { fraction, ZERO } from '../fraction.ts'
import type { Fraction } from '../fraction.ts'
import type { BonusAction } from '../offers/action.ts'
import type { Offer } from '../offers/offer.ts'
import { safeNumber, sumOf } from '../rounding.ts'
import type { EarnLine } from './earn-base.ts'

export type BonusOffer = Offer<BonusAction>

/** What a bonus gives, and how much of it is each line's. */
export interface Bonus {
  readonly offer: BonusOffer
  readonly points: number
  /** Exact points, parallel to the lines: its units' own, or a share by net of a bonus per sale. */
  readonly shares: readonly Fraction[]
}

/**
 * Points never come from points: a bonus is given only where something of the eligible lines earns, and one per unit
 * counts only lines that do. `eligible` is parallel to the lines.
 */
export function bonusOf(offer: BonusOffer, lines: readonly EarnLine[], eligible: readonly boolean[]): Bonus {
  const { points, per } = offer.action
  const earning = lines.map(({ baseMinor }, index) => must(eligible[index]) && baseMinor > 0)
  if (!earning.includes(true)) return { offer, points: 0, shares: lines.map(() => ZERO) }
  if (per === 'sale') return { offer, points, shares: sharesByNet(points, lines, eligible) }
  const unitPoints = lines.map(({ line }, index) =>
    earning[index] ? BigInt(Math.floor(line.quantityMilli / 1000)) * BigInt(points) : 0n,
  )
  const total = safeNumber(unitPoints.reduce((sum, part) => sum + part, 0n))
  return { offer, points: total, shares: unitPoints.map((part) => fraction(part)) }
}

function sharesByNet(points: number, lines: readonly EarnLine[], eligible: readonly boolean[]): Fraction[] {
  const netOf = (index: number): number => (eligible[index] ? must(lines[index]).line.netMinor : 0)
  const totalMinor = sumOf(lines.map((_, index) => netOf(index)))
  const first = eligible.indexOf(true)
  return lines.map((_, index) => {
    if (totalMinor === 0) return index === first ? fraction(points) : ZERO
    return fraction(BigInt(points) * BigInt(netOf(index)), totalMinor)
  })
}
