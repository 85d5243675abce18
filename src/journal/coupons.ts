import { addDays, businessDateOf, startOfBusinessDay } from '../domain/business-date.ts'
import type { CouponKind, Programme } from '../domain/programme.ts'
import type { SaleInputs } from '../domain/sale-case.ts'
import type { QuotedSale } from '../domain/sale/quote-sale.ts'
import { utf8 } from './codec.ts'
import type { Sha256 } from './crypto.ts'
import type { IssuedCoupon, SaleEntry } from './sale-event.ts'

/** What a sale issues: by its `issue-coupon` promotions, and with a level that it reaches. */
export function issuedCoupons(sha256: Sha256, programme: Programme, sale: { readonly saleId: string; readonly inputs: SaleInputs; readonly quoted: QuotedSale }): IssuedCoupon[] {
  const { saleId, inputs, quoted } = sale
  const ids = [...quoted.couponsIssued, ...couponsOfLevelReached(programme, inputs.member?.tier ?? null, quoted.result.tierAfter)]
  return ids.flatMap((id, index) => {
    const kind = programme.coupons.find((coupon) => coupon.id === id)
    // One that is bound to a member needs one.
    if (kind === undefined || (inputs.member === null && !kind.bearer)) return []
    return [{ code: couponCode(sha256, `${saleId} ${index}`), coupon: id, expiresAtMs: couponExpiry(programme, kind, inputs.atMs), uses: kind.uses }]
  })
}

function couponsOfLevelReached(programme: Programme, before: string | null, after: string | null): string[] {
  if (after === null || after === before) return []
  return programme.tiers.levels.find((level) => level.id === after)?.benefits.flatMap((benefit) => benefit.coupon ?? []) ?? []
}

/** Good to the end of the business date so many days later. */
export function couponExpiry(programme: Programme, kind: Pick<CouponKind, 'validDays'>, atMs: number): number | null {
  if (kind.validDays === null) return null
  return startOfBusinessDay(addDays(businessDateOf(atMs, programme), kind.validDays + 1), programme)
}

/** Without I, L, O and U: nobody has to guess at a letter. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const CODE_LETTERS = 14

/** `CP` and 70 bits of a hash: from a random seed nobody guesses one. */
export function couponCode(sha256: Sha256, seed: string): string {
  const bytes = sha256(utf8(`coupon ${seed}`))
  return `CP${Array.from({ length: CODE_LETTERS }, (_, at) => LETTERS[(bytes[at] ?? 0) % LETTERS.length] ?? '0').join('')}`
}

/** The entries of coupons used and issued: each is an account of its uses. */
export function couponEntries(usedCodes: readonly string[], issued: readonly IssuedCoupon[]): SaleEntry[] {
  const deltas = new Map<string, number>()
  const add = (account: string, delta: number): void => void deltas.set(account, (deltas.get(account) ?? 0) + delta)
  for (const code of usedCodes) {
    add(`coupon/${code}`, -1)
    add('programme/used', 1)
  }
  for (const { code, uses } of issued) {
    add(`coupon/${code}`, uses)
    add('programme/issued', -uses)
  }
  return [...deltas].filter(([, delta]) => delta !== 0).map(([account, delta]) => ({ asset: 'coupon', account, delta }))
}
