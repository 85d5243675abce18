import type { CouponRefused } from '../../contract/desk-state.ts'
import { businessDateOf } from '../../domain/business-date.ts'
import { birthdayStandIn } from '../../domain/birthday-stand-in.ts'
import type { Programme } from '../../domain/programme.ts'
import { quoteSale, type QuotedSale } from '../../domain/sale/quote-sale.ts'
import type { MemberState, SaleInputs } from '../../domain/sale-case.ts'
import type { JournalInputs } from '../../journal/sale-event.ts'
import type { MemberFacts } from '../members/member-facts.ts'
import { usesInPeriods } from '../members/limit-uses.ts'
import type { Rules } from '../rules.ts'
import type { Basket } from './basket.ts'

/** What a quote needs beside the basket. */
export type QuoteSetting = {
  readonly rules: Rules
  readonly storeId: string
  readonly atMs: number
  readonly member: QuotedMember | null
}
/** Stored value that can be used in this sale. */
export type HeldValue = { readonly principalMinor: number; readonly bonusMinor: number }
/** The member as the rules see her here. */
export type QuotedMember = {
  readonly facts: MemberFacts
  /** "MM-DD"; opens birthday offers, and is never stored with the sale. */
  readonly birthday: string | null
  /** What this till may spend in this sale. */
  readonly spendablePoints: number
  readonly heldValue: HeldValue
}
export type BasketQuote =
  | {
      readonly kind: 'quoted'
      readonly inputs: SaleInputs
      readonly quoted: QuotedSale
      /** Coupons in the sale that are not used, and why. */
      readonly refusedCoupons: ReadonlyMap<string, CouponRefused>
    }
  | { readonly kind: 'rejected'; readonly rejected: string; readonly detail: string }

/** Quotes a basket: no effect, the same answer for the same input. */
export function quoteBasket(basket: Basket, setting: QuoteSetting, redeemPoints: number | 'max' = basket.redeemPoints): BasketQuote {
  try {
    const inputs = withValue(saleInputs(basket, setting, redeemPoints), basket, setting)
    return quoteWithCoupons(inputs, basket.saleId, setting.rules.programme)
  } catch (cause) {
    // The engine refuses sums beyond 2^53 − 1 instead of rounding them.
    if (cause instanceof RangeError) return { kind: 'rejected', rejected: 'numbers_too_large', detail: cause.message }
    throw cause
  }
}

/** A coupon that cannot be used is left out and named; the sale goes on without it. */
function quoteWithCoupons(inputs: SaleInputs, saleId: string, programme: Programme): BasketQuote {
  const refusedCoupons = new Map<string, CouponRefused>()
  for (let fitting = inputs; ; ) {
    const outcome = quoteSale({ ...fitting, programme }, saleId)
    if (outcome.kind === 'quoted') return { kind: 'quoted', inputs: fitting, quoted: outcome, refusedCoupons }
    const { code } = outcome.detail
    const isOfCoupon = outcome.rejected.startsWith('coupon_') && typeof code === 'string'
    if (!isOfCoupon || refusedCoupons.has(code)) return { kind: 'rejected', rejected: outcome.rejected, detail: JSON.stringify(outcome.detail) }
    refusedCoupons.set(code, couponRefused(outcome.rejected, outcome.detail))
    fitting = { ...fitting, coupons: fitting.coupons.filter((coupon) => coupon.code !== code) }
  }
}

/** What the rules say of a coupon that does not fit is more than that it does not: on which day, or how much is missing. */
function couponRefused(rejected: string, { why, missingMinor, missingMilli, than }: Readonly<Record<string, unknown>>): CouponRefused {
  return {
    why: typeof why === 'string' ? why : rejected,
    ...(typeof missingMinor === 'number' ? { missingMinor } : {}),
    ...(typeof missingMilli === 'number' ? { missingMilli } : {}),
    ...(typeof than === 'string' ? { than } : {}),
  }
}

/** "All that fits" of stored value becomes a sum: what is held, and what the goods leave to pay. */
function withValue(inputs: SaleInputs, { storedValueMinor, saleId }: Basket, { rules }: QuoteSetting): SaleInputs {
  if (inputs.member === null || storedValueMinor === 0) return inputs
  if (storedValueMinor !== 'max') return { ...inputs, storedValueMinor }
  const plain = quoteWithCoupons(inputs, saleId, rules.programme)
  if (plain.kind === 'rejected') return inputs
  const { result } = plain.quoted
  const loadsMinor = inputs.lines.reduce((sum, line, index) => sum + (line.asset === null ? 0 : (result.lines[index]?.netMinor ?? 0)), 0)
  const { principalMinor, bonusMinor } = inputs.member.storedValue
  return { ...inputs, storedValueMinor: Math.max(0, Math.min(principalMinor + bonusMinor, result.payMinor - loadsMinor)) }
}

function saleInputs(basket: Basket, setting: QuoteSetting, redeemPoints: number | 'max'): SaleInputs {
  return {
    atMs: setting.atMs,
    store: setting.storeId,
    // It decides only how much may be taken off by hand: that of whoever did.
    role: basket.manualDiscount?.role ?? 'cashier',
    member: setting.member === null ? null : memberState(setting.member, setting.rules, setting.atMs),
    budgets: {},
    lines: basket.lines.map(({ sku, category, quantityMilli, unitPriceMinor, memberPriceMinor, asset }) => {
      return { sku, category, quantityMilli, unitPriceMinor, memberPriceMinor, asset }
    }),
    manualDiscountMinor: basket.manualDiscount?.discountMinor ?? 0,
    coupons: basket.coupons.flatMap(({ code, lent, out }) => (lent === null || out ? [] : [{ code, ...lent }])),
    redeemPoints: setting.member === null ? 0 : redeemPoints,
    storedValueMinor: 0,
  }
}

/** The member as the engine takes her. */
export function memberState({ facts, birthday, spendablePoints, heldValue }: QuotedMember, rules: Pick<Rules, 'programme'>, atMs: number): MemberState {
  const { member } = facts
  const businessDate = businessDateOf(atMs, rules.programme)
  const isLevel = rules.programme.tiers.levels.some((level) => level.id === facts.tier)
  return {
    // A level that the rules in force no longer have is none.
    tier: isLevel ? facts.tier : null,
    birthday,
    joined: member.joined,
    lastPurchase: facts.lastPurchase,
    purchases: facts.purchases,
    segments: member.segments,
    lots: facts.lots.map(({ lotId, ...lot }) => ({ ref: lotId, id: lotId, ...lot })),
    debtPoints: facts.debtPoints,
    spendablePoints,
    qualifying: facts.qualifying,
    earnedTodayPoints: facts.earnedTodayPoints,
    earnedMonthPoints: facts.earnedMonthPoints,
    carry: facts.carry,
    promotionUses: usesInPeriods(rules.programme, facts.limitUses, businessDate),
    storedValue: heldValue,
  }
}

/** What of the inputs is stored and sent: a birthday is personal data and stays here, a date that does the same goes. */
export function withoutPersonalData(inputs: SaleInputs, programme: Programme): JournalInputs {
  if (inputs.member === null) return inputs
  return { ...inputs, member: { ...inputs.member, birthday: birthdayStandIn(programme, inputs.member.birthday, inputs.atMs) } }
}
