import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  add,
  fraction,
  fractionText,
  multiply,
  parseFraction,
  roundOf,
  subtract,
  ZERO,
} from '../../src/domain/fraction.ts'
import {
  ceilDiv,
  floorDiv,
  priceOfQuantity,
  proportion,
  roundDiv,
  safeNumber,
  sumOf,
} from '../../src/domain/rounding.ts'

describe('rounding', () => {
  it.each([
    [5n, 2n, 3n],
    [-5n, 2n, -3n],
    [4n, 3n, 1n],
    [-4n, 3n, -1n],
    [7n, 4n, 2n],
    [0n, 9n, 0n],
  ])('%i/%i is %i, half away from zero', (numerator, denominator, rounded) => {
    expect(roundDiv(numerator, denominator)).toBe(rounded)
  })
  it('floors and ceils negative numbers too', () => {
    expect([floorDiv(-1n, 2n), ceilDiv(-1n, 2n), floorDiv(1n, 2n), ceilDiv(1n, 2n)]).toEqual([-1n, 0n, 0n, 1n])
  })
  it('a proportion is the same by numbers and by bigints', () => {
    const whole = fc.nat(2 ** 26)
    fc.assert(
      fc.property(whole, whole, fc.integer({ min: 1, max: 2 ** 30 }), (part, numerator, denominator) => {
        expect(proportion(part, numerator, denominator)).toBe(
          safeNumber(roundDiv(BigInt(part) * BigInt(numerator), BigInt(denominator))),
        )
      }),
    )
  })
  it('prices a weighed quantity', () => {
    expect([priceOfQuantity(1999, 1250), priceOfQuantity(1, 500), priceOfQuantity(1, 499)]).toEqual([2499, 1, 0])
  })
  it('refuses what is not exact', () => {
    expect(() => sumOf([2 ** 53 - 1, 1])).toThrow(RangeError)
    expect(() => safeNumber(2n ** 53n)).toThrow(RangeError)
  })
})

describe('fractions', () => {
  it.each([
    ['0', '0'],
    ['1.50', '3/2'],
    ['0.02', '1/50'],
    ['6/10', '3/5'],
    ['007', '7'],
  ])('%s is %s in lowest terms', (text, lowest) => {
    expect(fractionText(parseFraction(text))).toBe(lowest)
  })
  it('knows no float', () => {
    expect(() => parseFraction('1e3')).toThrow()
    expect(fractionText(add(parseFraction('0.1'), parseFraction('0.2')))).toBe('3/10')
    expect(fractionText(subtract(fraction(1, 3), fraction(1, 3)))).toBe(fractionText(ZERO))
    expect(roundOf(multiply(fraction(1, 3), fraction(3, 2)))).toBe(1n)
  })
})
