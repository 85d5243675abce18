import { assert } from './assert.ts'
import { proportion } from './rounding.ts'
import type { StoredValue } from './sale-case.ts'

/** Stored value that is given back: the principal is paid out, its share of the bonus goes with it. */
export type ValueRefund = StoredValue

/**
 * What giving back so much principal takes of both assets, in the proportion in which they were loaded: bonus =
 * round(principal paid out × bonus ÷ principal). Giving back all of the principal takes all of the bonus.
 * @param principalMinor at least 1; `max`: all of it
 * @returns null: there is not so much, or nothing
 */
export function refundOfValue(held: StoredValue, principalMinor: number | 'max'): ValueRefund | null {
  const wantedMinor = principalMinor === 'max' ? held.principalMinor : principalMinor
  assert(wantedMinor >= 0, 'value given back is not negative')
  if (wantedMinor === 0 || wantedMinor > held.principalMinor) return null
  return { principalMinor: wantedMinor, bonusMinor: proportion(wantedMinor, held.bonusMinor, held.principalMinor) }
}
