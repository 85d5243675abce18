import type { FindSaleAnswer, LendReturnAnswer } from '../contract/wire-counter.ts'
import type { LendCouponAnswer, LendGiftCardAnswer, LendValueAnswer } from '../contract/wire-rights.ts'

/** What HQ says while somebody waits. `offline`: no answer in time, or no network; asking again is the same question. */
export type CounterAnswer<Answer> =
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** HQ refused, by name. */
  | { readonly kind: 'rejected'; readonly rejected: string }
  | { readonly kind: 'offline' }

/**
 * What the desk asks HQ directly beside points, because a cashier waits for it. Sync implements it; it never throws.
 */
export type Counter = {
  /** A sale of any till by the code of its receipt. */
  findSale(question: { readonly receiptCode: string }): Promise<CounterAnswer<FindSaleAnswer>>
  /** The right to return a sale that HQ holds (R8); ends with this till's return event. */
  lendReturn(question: { readonly saleId: string; readonly returnId: string }): Promise<CounterAnswer<LendReturnAnswer>>
  /** One use of a coupon, for one sale; ends with its event, or with `rights-returned`. */
  lendCoupon(question: { readonly saleId: string; readonly code: string; readonly memberId: string | null }): Promise<CounterAnswer<LendCouponAnswer>>
  /** All stored value of a member, for one sale. */
  lendValue(question: { readonly saleId: string; readonly memberId: string }): Promise<CounterAnswer<LendValueAnswer>>
  /** A gift card, for one sale; `look`: only what it holds. */
  lendGiftCard(question: { readonly saleId: string; readonly code: string; readonly use: 'pay' | 'load' | 'look' }): Promise<CounterAnswer<LendGiftCardAnswer>>
}

/** The counter of a till without a line. */
export const NO_COUNTER: Counter = {
  findSale: () => Promise.resolve({ kind: 'offline' }),
  lendReturn: () => Promise.resolve({ kind: 'offline' }),
  lendCoupon: () => Promise.resolve({ kind: 'offline' }),
  lendValue: () => Promise.resolve({ kind: 'offline' }),
  lendGiftCard: () => Promise.resolve({ kind: 'offline' }),
}

/** How long a cashier waits before it goes on without HQ. */
export const COUNTER_TIMEOUT_MS = 2000
