import { must } from '../assert.ts'
import type { Programme } from '../programme.ts'
import { proportion, sumOf } from '../rounding.ts'
import type { ReturnReason } from '../sale-case.ts'
import type { LineParts, ReversedLine, ReversedSoFar, SoldLine, SoldSale } from '../sold-sale.ts'
import { split } from '../split.ts'
import { remainingDue } from './remaining-due.ts'
import { keepOffers, keepTargets, mapParts, netOfParts, stepTo } from './reversal.ts'
import type { Reversal } from './reversal.ts'

/**
 * Takes offers on the whole basket back: the value reversed so far is the due of the sale − the due of what remains,
 * and the other numbers of each line follow its share of that value.
 */
export function recomputeOffers(
  programme: Programme,
  sold: SoldSale,
  so: ReversedSoFar,
  quantities: ReadonlyMap<number, number>,
  reason: ReturnReason,
): Reversal {
  if (sold.dueMinor === 0) return keepOffers(sold, so, quantities)
  const returnedMilli = so.lines.map((line, index) => line.quantityMilli + (quantities.get(index) ?? 0))
  const remainingMilli = sold.lines.map((line, index) => line.quantityMilli - must(returnedMilli[index]))
  const remainingDueMinor = remainingDue(programme, sold, remainingMilli)
  const alreadyMinor = sumOf(so.lines.map((line) => line.netMinor))
  // Nobody pays for a fault: what `keep` would give back is the least.
  const leastMinor = isShopsFault(reason) ? keepValue(sold, returnedMilli) : 0
  const valueMinor = Math.min(sold.dueMinor, Math.max(alreadyMinor, leastMinor, sold.dueMinor - remainingDueMinor))
  const shares = shareOut(sold, so, quantities, returnedMilli, valueMinor - alreadyMinor)
  const others = [...shares.keys()].filter((index) => !quantities.has(index)).sort((a, b) => a - b)
  const touched = [...quantities.keys(), ...others]
  const lines = touched.map((index) => {
    const line = must(sold.lines[index])
    const reversed = must(so.lines[index])
    const netMinor = reversed.netMinor + (shares.get(index) ?? 0)
    const targets = targetsAt(line, reversed, netMinor, must(returnedMilli[index]))
    return stepTo(index, quantities.get(index) ?? 0, netMinor, targets, reversed)
  })
  return { lines, remainingDueMinor }
}

export function isShopsFault(reason: ReturnReason): boolean {
  return reason === 'defect' || reason === 'statutory'
}

function keepValue(sold: SoldSale, returnedMilli: readonly number[]): number {
  return sumOf(sold.lines.map((line, index) => netOfParts(keepTargets(line, must(returnedMilli[index])))))
}

/**
 * Splits a value over the lines named, in the order of the sale, by what `keep` would reverse of them now, none beyond
 * what is left of it. An excess goes to the named lines after it, then to all lines returned so far, then to any line.
 */
function shareOut(
  sold: SoldSale,
  so: ReversedSoFar,
  quantities: ReadonlyMap<number, number>,
  returnedMilli: readonly number[],
  valueMinor: number,
): Map<number, number> {
  const named = [...quantities.keys()].sort((a, b) => a - b)
  const parts = split(
    valueMinor,
    named.map((index) => keepStep(must(sold.lines[index]), must(so.lines[index]), must(returnedMilli[index]))),
  )
  const shares = new Map<number, number>()
  const put = (index: number, wantedMinor: number): number => {
    const leftMinor = must(sold.lines[index]).netMinor - must(so.lines[index]).netMinor - (shares.get(index) ?? 0)
    const shareMinor = Math.min(wantedMinor, leftMinor)
    if (shareMinor > 0) shares.set(index, (shares.get(index) ?? 0) + shareMinor)
    return wantedMinor - shareMinor
  }
  let excessMinor = named.length === 0 ? valueMinor : 0
  named.forEach((index, at) => {
    excessMinor = put(index, must(parts[at]) + excessMinor)
  })
  const all = sold.lines.map((_, index) => index)
  const returned = all.filter((index) => must(returnedMilli[index]) > 0)
  for (const index of [...returned, ...all]) excessMinor = put(index, excessMinor)
  return shares
}

function keepStep(line: SoldLine, reversed: ReversedLine, returnedMilli: number): number {
  return netOfParts(keepTargets(line, returnedMilli)) - netOfParts(keepTargets(line, reversed.quantityMilli))
}

/** Numbers of a line follow round(value × net reversed ÷ net); earned points are never less than under `keep`. */
function targetsAt(line: SoldLine, reversed: ReversedLine, netMinor: number, returnedMilli: number): LineParts {
  const kept = keepTargets(line, returnedMilli)
  if (line.netMinor === 0) return kept
  return mapParts(line.parts, (part, name) => {
    const target = proportion(part, netMinor, line.netMinor)
    if (name !== 'earnPoints' && name !== 'qualifying') return target
    return returnedMilli === 0 ? reversed.parts[name] : Math.max(target, kept[name])
  })
}
