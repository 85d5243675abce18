/** Whole-number division over bigint. Every denominator is positive. */

export function floorDiv(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator
  return numerator % denominator < 0n ? quotient - 1n : quotient
}

export function ceilDiv(numerator: bigint, denominator: bigint): bigint {
  return -floorDiv(-numerator, denominator)
}

/** Half away from zero. */
export function roundDiv(numerator: bigint, denominator: bigint): bigint {
  const doubled = 2n * (numerator < 0n ? -numerator : numerator) + denominator
  const magnitude = doubled / (2n * denominator)
  return numerator < 0n ? -magnitude : magnitude
}

/** A bigint as a number. Throws `RangeError` beyond 2^53 − 1: no result is ever silently inexact. */
export function safeNumber(whole: bigint): number {
  const asNumber = Number(whole)
  if (!Number.isSafeInteger(asNumber)) throw new RangeError('a number of the result is beyond 2^53 − 1')
  return asNumber
}

/** The exact sum. Throws `RangeError` beyond 2^53 − 1. */
export function sumOf(parts: readonly number[]): number {
  // No iterator: they are much of what a quote allocates.
  return parts.reduce((total, part) => {
    const sum = total + part
    if (!Number.isSafeInteger(sum)) throw new RangeError('a number of the result is beyond 2^53 − 1')
    return sum
  }, 0)
}

/** round(whole × numerator ÷ denominator), half away from zero. */
export function proportion(whole: number, numerator: number, denominator: number): number {
  const product = whole * numerator
  // Products inside the safe range are exact as numbers; the remainder decides the rounding without dividing.
  if (product >= 0 && product < 2 ** 51) {
    const remainder = product % denominator
    const floor = (product - remainder) / denominator
    return 2 * remainder >= denominator ? floor + 1 : floor
  }
  return safeNumber(roundDiv(BigInt(whole) * BigInt(numerator), BigInt(denominator)))
}

/** Price of a quantity: round(unitPriceMinor × quantityMilli / 1000). */
export function priceOfQuantity(unitPriceMinor: number, quantityMilli: number): number {
  return proportion(unitPriceMinor, quantityMilli, 1000)
}
