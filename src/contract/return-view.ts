import type { ReturnReason } from '../domain/sale-case.ts'
import type { ReturnResult } from '../domain/sale-result.ts'
import type { LocalizedText } from './primitives.ts'
import type { RuleName } from './rule-name.ts'

/** What the screens of a return show. Plain data: it crosses a MessagePort. */

/** A sale that was found by its receipt, and what of it may still be returned. */
export type ReturnableSale = {
  readonly saleId: string
  readonly receiptCode: string
  readonly saleNumber: number
  readonly businessDate: string
  readonly committedAtMs: number
  readonly dueMinor: number
  /** Null: it was sold to nobody known. `displayName` is masked, empty when it cannot be read here. */
  readonly member: { readonly memberId: string; readonly displayName: string } | null
  /** As sold, gifts included: `line` is what a return names. */
  readonly lines: readonly ReturnableLine[]
  /** As paid, the first first; a refund goes to the last paid first, to none more than it took. */
  readonly tenders: readonly ReturnableTender[]
  /** `here`: sold at this till · `hq`: HQ told of it. */
  readonly source: 'here' | 'hq'
  /** Returns of it that are known, oldest first. */
  readonly returns: readonly SavedReturn[]
}

export type ReturnableLine = {
  readonly line: number
  readonly sku: string
  readonly name: LocalizedText
  readonly packing: string
  readonly unit: 'piece' | 'kg'
  readonly quantityMilli: number
  /** What is left of it to return; 0: nothing. */
  readonly returnableMilli: number
  readonly unitPriceMinor: number
  readonly netMinor: number
  readonly earnPoints: number
  readonly gift: boolean
}

/** Where money goes back to. What a gift card paid goes back to the card (`reference`: its code). */
export type RefundKind = 'cash' | 'card' | 'wallet' | 'gift-card'
export type ReturnableTender = {
  readonly kind: RefundKind
  readonly paidMinor: number
  /** What it may still get back. */
  readonly refundableMinor: number
  readonly reference: string | null
}

/** Money that goes back to a tender that it came from. `reference`: the payment's, for the terminal. */
export type Refund = { readonly kind: RefundKind; readonly refundMinor: number; readonly reference: string | null }

/** What a return would do, before it is booked. */
export type ReturnQuote = {
  readonly saleId: string
  readonly reason: ReturnReason
  readonly lines: readonly { readonly line: number; readonly quantityMilli: number }[]
  /** Money given back in `refunds`, in all. */
  readonly refundMinor: number
  readonly refunds: readonly Refund[]
  /** Goes back to stored value. */
  readonly storedValue: { readonly principalMinor: number; readonly bonusMinor: number }
  /** What the points given back were worth in the sale. */
  readonly pointsTenderMinor: number
  readonly pointsBack: number
  readonly pointsClawedBack: number
  /** Of those: not there any more, so they become debt, are let go, or are paid for out of the refund. */
  readonly shortage: { readonly debtPoints: number; readonly letGoPoints: number; readonly paidPoints: number; readonly deductedMinor: number }
  /** Her balance after it; null: a sale without a member. */
  readonly balancePointsAfter: number | null
  /** Everything sold has come back with it. */
  readonly wholeSale: boolean
  readonly result: ReturnResult
  /** Names of every rule, offer and tier that `result.explain` mentions by id. */
  readonly names: readonly RuleName[]
}

/** A return that is durable on this till (or, of a sale found at HQ, known there). */
export type SavedReturn = {
  readonly returnId: string
  readonly saleId: string
  /** Of the return's own receipt. */
  readonly receiptCode: string
  readonly committedAtMs: number
  readonly reason: ReturnReason
  readonly refundMinor: number
  readonly refunds: readonly Refund[]
  readonly pointsBack: number
  readonly pointsClawedBack: number
  readonly balancePointsAfter: number | null
  /** Has HQ acknowledged it? */
  readonly acked: boolean
}
