/** What an offer would take off: line by line, and by units dealt into groups. */
import { isWhole } from './conditions.ts'
import {
  compare,
  floor,
  fraction,
  least,
  most,
  over,
  plus,
  round,
  roundOf,
  split,
  sumOf,
  times,
  total,
  ZERO,
} from './fraction.ts'
import type { Fraction } from './fraction.ts'
import type { CaseLine, Offer } from './case.ts'

/** A line of the sale on its way from gross to net. `gift` is the offer that gave it. */
export interface PricedLine extends CaseLine {
  readonly grossMinor: bigint
  readonly gift: Offer | null
  netMinor: bigint
  readonly offers: string[]
}

export const grossOf = (quantityMilli: bigint, unitPriceMinor: bigint): bigint =>
  roundOf(unitPriceMinor, quantityMilli, 1000n)

export const percentOf = (netMinor: bigint, percent: Fraction): bigint =>
  round(over(times(fraction(netMinor), percent), fraction(100n)))

/** What a price per unit takes off a line; it never raises a price. */
export const offToPrice = (line: PricedLine, unitMinor: bigint): bigint =>
  most(0n, line.netMinor - grossOf(line.quantityMilli, unitMinor))

/** What a single-line offer takes off one line, never more than its net. */
export function takenOffLine(offer: Offer, line: PricedLine): bigint {
  if (offer.kind === 'percent-off') return least(line.netMinor, percentOf(line.netMinor, offer.effect.percent))
  if (offer.kind === 'amount-off') return least(line.netMinor, grossOf(line.quantityMilli, offer.effect.minor))
  return offToPrice(line, offer.effect.minor)
}

interface Unit {
  readonly line: number
  readonly worth: Fraction
}

/** Units of the eligible lines, dearest first, ties in the order of lines. */
function unitsDearestFirst(lines: readonly PricedLine[], eligible: readonly number[]): Unit[] {
  const units: Unit[] = []
  for (const index of eligible) {
    const line = lines[index]
    if (line === undefined || !isWhole(line)) continue
    const unitCount = line.quantityMilli / 1000n
    for (let one = 0n; one < unitCount; one += 1n)
      units.push({ line: index, worth: fraction(line.netMinor, unitCount) })
  }
  return units.sort((a, b) => compare(b.worth, a.worth) || a.line - b.line)
}

/** buy-x-get-y: parts by line, in the order of all lines. */
export function takenByUnits(offer: Offer, lines: readonly PricedLine[], eligible: readonly number[]): bigint[] {
  const parts = lines.map(() => 0n)
  const units = unitsDearestFirst(lines, eligible)
  const { buy, get, percent } = offer.effect
  const size = Number(buy + get)
  for (let begin = 0; begin < units.length; begin += size) {
    const group = units.slice(begin, begin + size)
    const free = group.slice(Number(buy))
    const discount = round(over(times(sumOf(free.map((unit) => unit.worth)), percent), fraction(100n)))
    const worthOfLine = lines.map((_, index) =>
      group.filter((unit) => unit.line === index).reduce((sum, unit) => plus(sum, unit.worth), ZERO),
    )
    if (discount === 0n) continue
    split(discount, worthOfLine).forEach((part, index) => {
      parts[index] = (parts[index] ?? 0n) + part
    })
  }
  return parts.map((part, index) => least(part, lines[index]?.netMinor ?? 0n))
}

/** The parts cut, lines in order, to what is left of a budget. */
export function cutInOrder(parts: readonly bigint[], budgetLeft: bigint | null): bigint[] {
  let left = budgetLeft
  return parts.map((part) => {
    if (left === null) return part
    const kept = least(part, left)
    left -= kept
    return kept
  })
}

/** What a line offer, or a coupon of a line kind, takes off every line. */
export function takenByLines(offer: Offer, lines: readonly PricedLine[], eligible: readonly number[]): bigint[] {
  if (offer.kind === 'buy-x-get-y') return takenByUnits(offer, lines, eligible)
  return lines.map((line, index) => (eligible.includes(index) ? takenOffLine(offer, line) : 0n))
}

export const netOf = (lines: readonly PricedLine[], indexes: readonly number[]): bigint =>
  total(indexes.map((index) => lines[index]?.netMinor ?? 0n))

/** The points' worth in minor units. */
export const worthOf = (points: bigint, redeem: { readonly points: bigint; readonly minor: bigint }): bigint =>
  floor(fraction(points * redeem.minor, redeem.points))
