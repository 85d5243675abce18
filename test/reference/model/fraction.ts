/** Exact fractions over bigint, always in lowest terms with a positive denominator, and the largest-remainder split. */

export interface Fraction {
  readonly over: bigint
  readonly under: bigint
}

function greatestCommon(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a
  let y = b < 0n ? -b : b
  while (y !== 0n) {
    const rest = x % y
    x = y
    y = rest
  }
  return x
}

export function fraction(over: bigint, under: bigint = 1n): Fraction {
  if (under === 0n) throw new Error('a fraction over zero')
  const sign = under < 0n ? -1n : 1n
  const common = greatestCommon(over, under)
  if (common === 0n) return { over: 0n, under: 1n }
  return { over: (sign * over) / common, under: (sign * under) / common }
}

export const ZERO = fraction(0n)
export const ONE = fraction(1n)

export const plus = (a: Fraction, b: Fraction): Fraction =>
  fraction(a.over * b.under + b.over * a.under, a.under * b.under)
export const minus = (a: Fraction, b: Fraction): Fraction =>
  fraction(a.over * b.under - b.over * a.under, a.under * b.under)
export const times = (a: Fraction, b: Fraction): Fraction => fraction(a.over * b.over, a.under * b.under)
export const over = (a: Fraction, b: Fraction): Fraction => fraction(a.over * b.under, a.under * b.over)
/** Below zero, zero or above zero: how a compares with b. */
export const compare = (a: Fraction, b: Fraction): number => {
  const difference = a.over * b.under - b.over * a.under
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}
export const sumOf = (all: readonly Fraction[]): Fraction => all.reduce(plus, ZERO)

/** The largest whole number not above it. */
export function floor(a: Fraction): bigint {
  const cut = a.over / a.under
  return a.over < 0n && cut * a.under !== a.over ? cut - 1n : cut
}

export const ceiling = (a: Fraction): bigint => -floor({ over: -a.over, under: a.under })

/** Half away from zero. */
export function round(a: Fraction): bigint {
  if (a.over < 0n) return -round({ over: -a.over, under: a.under })
  return floor(plus(a, fraction(1n, 2n)))
}

/** round(a × b ÷ c). */
export const roundOf = (a: bigint, b: bigint, c: bigint): bigint => round(fraction(a * b, c))

/** "1.5", "-0.02" or "3/5" as an exact fraction. */
export function parseFraction(text: string): Fraction {
  const [before = '0', after] = text.split('/')
  if (after !== undefined) return fraction(BigInt(before), BigInt(after))
  const [whole = '0', digits = ''] = text.split('.')
  return fraction(BigInt(whole + digits), 10n ** BigInt(digits.length))
}

export const fractionText = (a: Fraction): string => (a.under === 1n ? a.over.toString() : `${a.over}/${a.under}`)

export const total = (all: readonly bigint[]): bigint => all.reduce((sum, one) => sum + one, 0n)
export const least = (a: bigint, b: bigint): bigint => (a < b ? a : b)
export const most = (a: bigint, b: bigint): bigint => (a > b ? a : b)

/**
 * The largest-remainder method: floors first, then one by one to the largest remainders, ties to the earlier.
 * All weights zero: the first gets everything.
 */
export function split(whole: bigint, weights: readonly Fraction[]): bigint[] {
  const sum = sumOf(weights)
  if (sum.over === 0n) return weights.map((_, index) => (index === 0 ? whole : 0n))
  const shares = weights.map((weight) => over(times(fraction(whole), weight), sum))
  const parts = shares.map(floor)
  const remainders = shares.map((share, index) => minus(share, fraction(parts[index] ?? 0n)))
  for (let left = whole - total(parts); left > 0n; left -= 1n) {
    let best = 0
    remainders.forEach((remainder, index) => {
      if (compare(remainder, remainders[best] ?? ZERO) > 0) best = index
    })
    parts[best] = (parts[best] ?? 0n) + 1n
    remainders[best] = fraction(-1n)
  }
  return parts
}

export const splitByWhole = (whole: bigint, weights: readonly bigint[]): bigint[] =>
  split(
    whole,
    weights.map((weight) => fraction(weight)),
  )
