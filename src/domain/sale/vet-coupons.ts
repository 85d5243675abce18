import type { Programme } from '../programme.ts'
import type { SaleInputs } from '../sale-case.ts'
import type { Rejection } from '../sale-result.ts'
import { reject } from './rejection.ts'

/** The first coupon that cannot be taken at all: of an unknown kind, expired, or used up (a code given twice is two uses). */
export function vetCoupons(programme: Programme, inputs: SaleInputs): Rejection | null {
  if (inputs.coupons.length === 0) return null
  const known = new Set(programme.coupons.map((kind) => kind.id))
  const usesHere = new Map<string, number>()
  for (const { code, coupon, expiresAtMs, usesLeft } of inputs.coupons) {
    const uses = (usesHere.get(code) ?? 0) + 1
    usesHere.set(code, uses)
    if (!known.has(coupon)) return reject('coupon_unknown', { code, coupon })
    if (expiresAtMs !== null && expiresAtMs <= inputs.atMs) return reject('coupon_expired', { code, coupon })
    if (uses > usesLeft) return reject('coupon_used', { code, coupon, usesLeft })
  }
  return null
}
