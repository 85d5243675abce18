import { birthdayStandIn } from '../../domain/birthday-stand-in.ts'
import type { Programme } from '../../domain/programme.ts'
import { quoteSale, type QuotedSale } from '../../domain/sale/quote-sale.ts'
import type { MemberState, SaleInputs } from '../../domain/sale-case.ts'
import type { JournalInputs } from '../../journal/sale-event.ts'
import type { MemberFacts } from '../members/member-facts.ts'
import type { Rules } from '../rules.ts'
import type { Basket } from './basket.ts'

/** What a quote needs beside the basket. */
export type QuoteSetting = {
  readonly rules: Rules
  readonly storeId: string
  readonly atMs: number
  readonly member: QuotedMember | null
}
/** The member as the rules see her here. */
export type QuotedMember = {
  readonly facts: MemberFacts
  /** "MM-DD"; opens birthday offers, and is never stored with the sale. */
  readonly birthday: string | null
  /** What this till may spend in this sale. */
  readonly spendablePoints: number
}
export type BasketQuote =
  | { readonly kind: 'quoted'; readonly inputs: SaleInputs; readonly quoted: QuotedSale }
  | { readonly kind: 'rejected'; readonly rejected: string; readonly detail: string }

/** Quotes a basket: no effect, the same answer for the same input. */
export function quoteBasket(basket: Basket, setting: QuoteSetting, redeemPoints: number | 'max' = basket.redeemPoints): BasketQuote {
  const inputs = saleInputs(basket, setting, redeemPoints)
  try {
    const outcome = quoteSale({ ...inputs, programme: setting.rules.programme }, basket.saleId)
    if (outcome.kind === 'quoted') return { kind: 'quoted', inputs, quoted: outcome }
    return { kind: 'rejected', rejected: outcome.rejected, detail: JSON.stringify(outcome.detail) }
  } catch (cause) {
    // The engine refuses sums beyond 2^53 − 1 instead of rounding them.
    if (cause instanceof RangeError) return { kind: 'rejected', rejected: 'numbers_too_large', detail: cause.message }
    throw cause
  }
}

function saleInputs(basket: Basket, setting: QuoteSetting, redeemPoints: number | 'max'): SaleInputs {
  return {
    atMs: setting.atMs,
    store: setting.storeId,
    role: 'cashier',
    member: setting.member === null ? null : memberState(setting.member, setting.rules),
    budgets: {},
    lines: basket.lines.map(({ sku, category, quantityMilli, unitPriceMinor, memberPriceMinor, asset }) => {
      return { sku, category, quantityMilli, unitPriceMinor, memberPriceMinor, asset }
    }),
    manualDiscountMinor: 0,
    coupons: [],
    redeemPoints: setting.member === null ? 0 : redeemPoints,
    storedValueMinor: 0,
  }
}

/** The member as the engine takes her. */
export function memberState({ facts, birthday, spendablePoints }: QuotedMember, rules: Pick<Rules, 'programme'>): MemberState {
  const { member } = facts
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
    promotionUses: facts.promotionUses,
    storedValue: { principalMinor: member.storedPrincipalMinor, bonusMinor: member.storedBonusMinor },
  }
}

/** What of the inputs is stored and sent: a birthday is personal data and stays here, a date that does the same goes. */
export function withoutPersonalData(inputs: SaleInputs, programme: Programme): JournalInputs {
  if (inputs.member === null) return inputs
  return { ...inputs, member: { ...inputs.member, birthday: birthdayStandIn(programme, inputs.member.birthday, inputs.atMs) } }
}
