import { fraction, multiply, parseFraction, roundOf } from '../fraction.ts'
import type { Fraction } from '../fraction.ts'
import type { EffectByKind } from '../programme.ts'
import { proportion, safeNumber } from '../rounding.ts'
import type { EachLineAction, PricedLine } from './action.ts'

/** A percentage of each eligible line, each rounded. */
export function percentOff(effect: EffectByKind['percent-off']): EachLineAction {
  const share = multiply(parseFraction(effect.percent), fraction(1, 100))
  return { kind: 'each-line', suits: () => true, offMinor: (line) => shareOf(line, share) }
}

function shareOf(line: PricedLine, share: Fraction): number {
  const { numerator, denominator } = share
  if (denominator <= 1_000_000n) return proportion(line.netMinor, Number(numerator), Number(denominator))
  return safeNumber(roundOf(multiply(fraction(line.netMinor), share)))
}
