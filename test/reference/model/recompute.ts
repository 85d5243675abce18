/** Returns under `recompute`: what remains is quoted again, and the value reversed is the difference of the dues. */
import { least, most, splitByWhole, total } from './fraction.ts'
import { dueOfRest } from './price.ts'
import { keepTarget, netOf, share } from './sold-line.ts'
import type { Books, Reversed, SoldLine } from './sold-line.ts'

const inSaleOrder = (lines: readonly SoldLine[]): SoldLine[] => [...lines].sort((a, b) => a.index - b.index)

/** The value reversed after this return. */
function valueReversed(books: Books, reason: string): bigint {
  const due = total(books.lines.map((line) => line.net))
  const left = books.lines.map((line) => line.quantityMilli - line.returnedMilli)
  const already = total(books.lines.map((line) => line.netAllotted))
  let reversed = due - dueOfRest(books.input, books.sale.lines, books.sale.coupons, left)
  if (reason === 'defect' || reason === 'statutory')
    reversed = most(reversed, total(books.lines.map((line) => netOf(keepTarget(line)))))
  return least(due, most(already, reversed))
}

/** Allots the increment to lines; every line that got a part. */
function allot(
  books: Books,
  named: readonly SoldLine[],
  increment: bigint,
  keepIncrements: readonly bigint[],
): Set<SoldLine> {
  const touched = new Set<SoldLine>()
  let excess = 0n
  const give = (line: SoldLine, wanted: bigint): void => {
    const part = least(wanted + excess, line.net - line.netAllotted)
    excess = wanted + excess - part
    line.netAllotted += part
    if (part > 0n) touched.add(line)
  }
  const inOrder = inSaleOrder(named)
  const parts = splitByWhole(
    increment,
    inOrder.map((line) => keepIncrements[line.index] ?? 0n),
  )
  inOrder.forEach((line, index) => give(line, parts[index] ?? 0n))
  if (named.length === 0) excess = increment
  for (const line of books.lines) if (line.returnedMilli > 0n) give(line, 0n)
  for (const line of books.lines) give(line, 0n)
  return touched
}

/** Cumulative targets of the lines named, in that order, then of the others that the value changed. */
export function recomputeTargets(
  books: Books,
  named: readonly SoldLine[],
  keptBefore: readonly bigint[],
  reason: string,
): Map<SoldLine, Reversed> {
  const already = total(books.lines.map((line) => line.netAllotted))
  const increment = valueReversed(books, reason) - already
  const keepIncrements = books.lines.map((line, index) => netOf(keepTarget(line)) - (keptBefore[index] ?? 0n))
  const touched = allot(books, named, increment, keepIncrements)
  const others = inSaleOrder([...touched].filter((line) => !named.includes(line)))
  return new Map(
    [...named, ...others].map((line): [SoldLine, Reversed] => {
      const keep = keepTarget(line)
      if (line.net === 0n) return [line, keep]
      const target = share(line.whole, line.netAllotted, line.net)
      return [
        line,
        { ...target, earned: line.returnedMilli === 0n ? line.reversed.earned : most(target.earned, keep.earned) },
      ]
    }),
  )
}
