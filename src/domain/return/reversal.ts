import { must } from '../assert.ts'
import { proportion, sumOf } from '../rounding.ts'
import type { ReturnRequest } from '../sale-case.ts'
import type { LineParts, ReversedLine, ReversedSoFar, SoldLine, SoldSale } from '../sold-sale.ts'

/** What one return reverses of one line. */
export interface LineReversal {
  readonly line: number
  /** Returned now; 0 for a line that only bears a share of the value. */
  readonly quantityMilli: number
  /** Share of the value reversed. */
  readonly netMinor: number
  readonly parts: LineParts
}

/** Reverses the lines of a return: those named, as they were first named, then others that it changes. */
export interface Reversal {
  readonly lines: readonly LineReversal[]
  /** Where the basket was quoted again: what the goods that remain cost; null where offers are kept. */
  readonly remainingDueMinor: number | null
}

export function nothingReversed(sold: SoldSale): ReversedSoFar {
  const lines = sold.lines.map(() => ({ quantityMilli: 0, netMinor: 0, parts: mapParts(NO_PARTS, () => 0) }))
  return { lines, lotsBackPoints: sold.lotsUsed.map(() => 0), expiredNotDuePoints: 0 }
}

/** Quantities by line, in the order in which lines are first named; a line named twice adds up. */
export function quantitiesByLine(request: ReturnRequest): Map<number, number> {
  const quantities = new Map<number, number>()
  for (const { line, quantityMilli } of request.lines) {
    quantities.set(line, (quantities.get(line) ?? 0) + quantityMilli)
  }
  return quantities
}

/** Cumulative targets of a line of which so much is returned: round(value × returned ÷ sold). */
export function keepTargets(line: SoldLine, returnedMilli: number): LineParts {
  return mapParts(line.parts, (part) => proportion(part, returnedMilli, line.quantityMilli))
}

export function netOfParts(parts: LineParts): number {
  return sumOf([parts.pointsTenderMinor, parts.storedPrincipalMinor, parts.storedBonusMinor, parts.restMinor])
}

/** The step from what is already reversed of a line to its new targets. */
export function stepTo(
  line: number,
  quantityMilli: number,
  netMinor: number,
  targets: LineParts,
  so: ReversedLine,
): LineReversal {
  return {
    line,
    quantityMilli,
    netMinor: netMinor - so.netMinor,
    parts: mapParts(targets, (target, name) => target - so.parts[name]),
  }
}

/** What is reversed after this return. */
export function reversedAfter(so: ReversedSoFar, reversal: Reversal): ReversedSoFar['lines'] {
  const steps = new Map(reversal.lines.map((step) => [step.line, step]))
  return so.lines.map((line, index) => {
    const step = steps.get(index)
    if (step === undefined) return line
    return {
      quantityMilli: line.quantityMilli + step.quantityMilli,
      netMinor: line.netMinor + step.netMinor,
      parts: mapParts(line.parts, (part, name) => part + step.parts[name]),
    }
  })
}

/** Reverses each line by its own quantity: offers that depended on the whole basket are kept. */
export function keepOffers(sold: SoldSale, so: ReversedSoFar, quantities: ReadonlyMap<number, number>): Reversal {
  const lines = [...quantities].map(([index, quantityMilli]) => {
    const reversed = must(so.lines[index])
    const targets = keepTargets(must(sold.lines[index]), reversed.quantityMilli + quantityMilli)
    return stepTo(index, quantityMilli, netOfParts(targets), targets, reversed)
  })
  return { lines, remainingDueMinor: null }
}

export function mapParts(parts: LineParts, change: (part: number, name: keyof LineParts) => number): LineParts {
  return {
    pointsTenderMinor: change(parts.pointsTenderMinor, 'pointsTenderMinor'),
    storedPrincipalMinor: change(parts.storedPrincipalMinor, 'storedPrincipalMinor'),
    storedBonusMinor: change(parts.storedBonusMinor, 'storedBonusMinor'),
    restMinor: change(parts.restMinor, 'restMinor'),
    pointsUsed: change(parts.pointsUsed, 'pointsUsed'),
    earnPoints: change(parts.earnPoints, 'earnPoints'),
    qualifying: change(parts.qualifying, 'qualifying'),
  }
}

const NO_PARTS: LineParts = {
  pointsTenderMinor: 0,
  storedPrincipalMinor: 0,
  storedBonusMinor: 0,
  restMinor: 0,
  pointsUsed: 0,
  earnPoints: 0,
  qualifying: 0,
}
