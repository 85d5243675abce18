import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fraction } from '../../src/domain/fraction.ts'
import { sumOf } from '../../src/domain/rounding.ts'
import { split, splitByFractions } from '../../src/domain/split.ts'

describe('split', () => {
  it.each([
    [10, [1, 1, 1], [4, 3, 3]],
    [1000, [3333, 3333, 3334], [333, 333, 334]],
    [2, [99, 99, 99], [1, 1, 0]],
    [500, [1000, 800], [278, 222]],
    [7, [0, 0, 0], [7, 0, 0]],
    [7, [0, 1, 0], [0, 7, 0]],
    [0, [5, 5], [0, 0]],
    [7, [], []],
    [1, [1, 2, 2], [0, 1, 0]],
  ])('%i by %j is %j', (total, weights, parts) => {
    expect(split(total, weights)).toEqual(parts)
  })
  it('sums to the whole, and no part strays by one from its share', () => {
    const weights = fc.array(fc.nat(10_000), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(fc.nat(1_000_000), weights, (total, shares) => {
        const parts = split(total, shares)
        const all = sumOf(shares)
        expect(sumOf(parts)).toBe(total)
        if (all > 0) {
          parts.forEach((part, index) => expect(Math.abs(part - (total * (shares[index] ?? 0)) / all)).toBeLessThan(1))
        }
      }),
    )
  })
  it('is exact where numbers are large', () => {
    const most = Number.MAX_SAFE_INTEGER
    expect(sumOf(split(most, [most, most, 1]))).toBe(most)
  })
  it('takes fractions for weights', () => {
    expect(splitByFractions(3, [fraction(1, 3), fraction(1, 6), fraction(1, 2)])).toEqual([1, 1, 1])
  })
})
