import { assert, must } from './assert.ts'
import type { Fraction } from './fraction.ts'

/**
 * The largest-remainder method: each part is floor(total × weight ÷ sum of weights), what is left goes one by one to
 * the largest remainders, ties to the earlier part. The parts always sum to `total`. With all weights zero the first
 * part gets everything. `total` is an integer ≥ 0, weights are integers ≥ 0; without weights there are no parts.
 */
export function split(total: number, weights: readonly number[]): number[] {
  assert(Number.isSafeInteger(total) && total >= 0, 'a split total is a whole number')
  const weightSum = weights.reduce((sum, weight) => sum + weight, 0)
  if (total * weightSum > Number.MAX_SAFE_INTEGER || weightSum === 0) return splitExact(total, weights.map(BigInt))
  // Most splits: every product is a safe integer, so numbers do, and no bigint is made of it.
  const remainders = weights.map((weight) => (total * weight) % weightSum)
  const parts = weights.map((weight, index) => (total * weight - must(remainders[index])) / weightSum)
  return withLeftOvers(total, parts, remainders)
}

/** `split` with exact fractions as weights. */
export function splitByFractions(total: number, weights: readonly Fraction[]): number[] {
  let common = 1n
  for (const weight of weights) {
    if (common % weight.denominator !== 0n) common *= weight.denominator
  }
  return splitExact(
    total,
    weights.map((weight) => weight.numerator * (common / weight.denominator)),
  )
}

function splitExact(total: number, weights: readonly bigint[]): number[] {
  assert(Number.isSafeInteger(total) && total >= 0, 'a split total is a whole number')
  if (weights.length === 0) return []
  const weightSum = weights.reduce((sum, weight) => sum + weight, 0n)
  if (weightSum === 0n) return weights.map((_, index) => (index === 0 ? total : 0))
  const exactTotal = BigInt(total)
  const remainders = weights.map((weight) => (exactTotal * weight) % weightSum)
  const parts = weights.map((weight) => Number((exactTotal * weight) / weightSum))
  return withLeftOvers(total, parts, remainders)
}

/** What the parts leave of the total goes one by one to the largest remainders, ties to the earlier part. */
function withLeftOvers<Remainder extends number | bigint>(total: number, parts: number[], remainders: readonly Remainder[]): number[] {
  const left = parts.reduce((rest, part) => rest - part, total)
  if (left === 0) return parts
  const order = remainders.map((remainder, index) => ({ index, remainder }))
  order.sort((a, b) => (a.remainder > b.remainder ? -1 : a.remainder < b.remainder ? 1 : a.index - b.index))
  for (const { index } of order.slice(0, left)) parts[index] = must(parts[index]) + 1
  return parts
}
