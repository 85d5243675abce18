import { must } from '../assert.ts'
import { compareFractions, fraction, multiply, parseFraction, roundOf, sumFractions, ZERO } from '../fraction.ts'
import type { Fraction } from '../fraction.ts'
import type { EffectByKind } from '../programme.ts'
import { safeNumber } from '../rounding.ts'
import { splitByFractions } from '../split.ts'
import type { AcrossLinesAction, PricedLine } from './action.ts'

/**
 * Units, dearest first, are dealt into groups of buy + get; in each group, a last incomplete one included, the units
 * beyond `buy` get the percentage off. A group's discount is rounded once and split over all its lines by the worth of
 * their units in it: what is free is paid for in the allotment, so a return of the paid units pays back no more than
 * they cost.
 */
export function buyXGetY(effect: EffectByKind['buy-x-get-y']): AcrossLinesAction {
  const share = multiply(parseFraction(effect.percent), fraction(1, 100))
  return {
    kind: 'across-lines',
    suits: (line) => line.quantityMilli % 1000 === 0,
    offMinor: (lines) => discounts(lines, effect.buy, effect.get, share),
  }
}

/** Units of one line, alike in worth. */
interface Run {
  readonly line: number
  readonly unitWorth: Fraction
  readonly units: number
}

/** Units of a run that fell into one group; `free` of them get the discount. */
interface Hand extends Run {
  readonly free: number
}

/** Runs are dealt as a whole, never unit by unit: a line may hold millions of units. */
function discounts(lines: readonly PricedLine[], buy: number, get: number, share: Fraction): number[] {
  const groupUnits = buy + get
  const offMinor = lines.map(() => 0n)
  const addOff = (line: number, minor: bigint): void => {
    offMinor[line] = must(offMinor[line]) + minor
  }
  let open: Hand[] = []
  let openUnits = 0
  const closeGroup = (): void => {
    for (const [line, minor] of groupDiscounts(open, share)) addOff(line, BigInt(minor))
    open = []
    openUnits = 0
  }
  for (const run of dearestFirst(lines)) {
    let left = run.units
    while (left > 0) {
      if (openUnits === 0 && left >= groupUnits) {
        const groups = Math.floor(left / groupUnits)
        addOff(run.line, BigInt(groups) * roundOf(multiply(multiply(run.unitWorth, fraction(get)), share)))
        left -= groups * groupUnits
        continue
      }
      const units = Math.min(left, groupUnits - openUnits)
      open.push({ ...run, units, free: Math.max(0, openUnits + units - Math.max(buy, openUnits)) })
      openUnits += units
      left -= units
      if (openUnits === groupUnits) closeGroup()
    }
  }
  closeGroup()
  // Roundings of several groups may add up to more than a line of very cheap units costs.
  return lines.map((line, index) => Math.min(line.netMinor, safeNumber(must(offMinor[index]))))
}

function dearestFirst(lines: readonly PricedLine[]): Run[] {
  return lines
    .map((priced, line) => {
      const units = priced.quantityMilli / 1000
      return { line, units, unitWorth: fraction(priced.netMinor, units) }
    })
    .sort((a, b) => compareFractions(b.unitWorth, a.unitWorth) || a.line - b.line)
}

function groupDiscounts(hands: readonly Hand[], share: Fraction): [line: number, minor: number][] {
  const worthOf = (hand: Hand, units: number): Fraction => multiply(hand.unitWorth, fraction(units))
  const freeWorth = sumFractions(hands.map((hand) => (hand.free === 0 ? ZERO : worthOf(hand, hand.free))))
  const groupMinor = safeNumber(roundOf(multiply(freeWorth, share)))
  if (groupMinor === 0) return []
  const inLineOrder = [...hands].sort((a, b) => a.line - b.line)
  const parts = splitByFractions(
    groupMinor,
    inLineOrder.map((hand) => worthOf(hand, hand.units)),
  )
  return inLineOrder.map((hand, index) => [hand.line, must(parts[index])])
}
