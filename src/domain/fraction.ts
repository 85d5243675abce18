import { ceilDiv, floorDiv, roundDiv } from './rounding.ts'

/** An exact rational number in lowest terms, its denominator positive. */
export interface Fraction {
  readonly numerator: bigint
  readonly denominator: bigint
}

export const ZERO: Fraction = { numerator: 0n, denominator: 1n }
export const ONE: Fraction = { numerator: 1n, denominator: 1n }

export function fraction(numerator: bigint | number, denominator: bigint | number = 1n): Fraction {
  return reduced(BigInt(numerator), BigInt(denominator))
}

/** Reads "3", "1.5" or "3/5", the notations of programme and case files. Throws on anything else. */
export function parseFraction(text: string): Fraction {
  const known = parsed.get(text)
  if (known !== undefined) return known
  const match = /^(\d+)(?:\.(\d+)|\/(\d+))?$/.exec(text)
  if (match === null) throw new Error(`not a fraction: ${text}`)
  const [, whole = '0', decimals = '', denominator] = match
  const read =
    denominator === undefined
      ? reduced(BigInt(whole + decimals), 10n ** BigInt(decimals.length))
      : reduced(BigInt(whole), BigInt(denominator))
  if (parsed.size >= PARSED_MAX) parsed.clear()
  parsed.set(text, read)
  return read
}

/** Notation of results: "0", "3/5", in lowest terms. */
export function fractionText(a: Fraction): string {
  return a.denominator === 1n ? `${a.numerator}` : `${a.numerator}/${a.denominator}`
}

export function add(a: Fraction, b: Fraction): Fraction {
  if (a.denominator === b.denominator) return reduced(a.numerator + b.numerator, a.denominator)
  return reduced(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator)
}

export function subtract(a: Fraction, b: Fraction): Fraction {
  return add(a, { numerator: -b.numerator, denominator: b.denominator })
}

export function multiply(a: Fraction, b: Fraction): Fraction {
  return reduced(a.numerator * b.numerator, a.denominator * b.denominator)
}

/** Negative, zero or positive as a is less than, equal to or greater than b. */
export function compareFractions(a: Fraction, b: Fraction): number {
  const left = a.numerator * b.denominator
  const right = b.numerator * a.denominator
  return left < right ? -1 : left > right ? 1 : 0
}

export function equalFractions(a: Fraction, b: Fraction): boolean {
  return a.numerator === b.numerator && a.denominator === b.denominator
}

export function atLeast(a: Fraction, floor: Fraction): Fraction {
  return compareFractions(a, floor) < 0 ? floor : a
}

export function sumFractions(parts: Iterable<Fraction>): Fraction {
  let total = ZERO
  for (const part of parts) total = add(total, part)
  return total
}

export function floorOf(a: Fraction): bigint {
  return floorDiv(a.numerator, a.denominator)
}

export function ceilOf(a: Fraction): bigint {
  return ceilDiv(a.numerator, a.denominator)
}

/** Half away from zero. */
export function roundOf(a: Fraction): bigint {
  return roundDiv(a.numerator, a.denominator)
}

const SAFE_MAX = BigInt(Number.MAX_SAFE_INTEGER)

const PARSED_MAX = 4096
/** Programme files repeat the same few rates in every quote. */
const parsed = new Map<string, Fraction>()

function reduced(numerator: bigint, denominator: bigint): Fraction {
  if (denominator === 1n) return { numerator, denominator }
  const divisor = greatestCommonDivisor(numerator < 0n ? -numerator : numerator, denominator)
  return divisor === 1n ? { numerator, denominator } : { numerator: numerator / divisor, denominator: denominator / divisor }
}

/** On numbers where both are small: every step on bigints makes a new one, and a quote takes hundreds. */
function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  if (a <= SAFE_MAX && b <= SAFE_MAX) return BigInt(divisorOfNumbers(Number(a), Number(b)))
  while (b !== 0n) [a, b] = [b, a % b]
  return a
}

function divisorOfNumbers(a: number, b: number): number {
  let divisor = a
  for (let rest = b; rest !== 0; ) {
    const next = divisor % rest
    divisor = rest
    rest = next
  }
  return divisor
}
