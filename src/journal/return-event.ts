import type { MemberState, ReturnReason } from '../domain/sale-case.ts'
import type { ReturnResult } from '../domain/sale-result.ts'
import type { ReversedSoFar } from '../domain/sold-sale.ts'
import type { JournalEvent } from './event.ts'
import type { ApprovalFact } from './approval.ts'
import type { FeedPosition, LotMovement, PaidWith, SaleEntry } from './sale-event.ts'

/**
 * What a committed return says. The sale that it reverses is named by its id; what of it was reversed before, and the
 * member's lots of the moment, are inputs. HQ books the money as stated, and the points on its own lots.
 */
export type ReturnEvent = JournalEvent<'return', ReturnBody>

export type ReturnBody = {
  readonly storeId: string
  readonly cashierId: string
  readonly memberId: string | null
  readonly saleId: string
  /** Those of the sale. */
  readonly programmeVersion: number
  readonly programmeHash: string
  readonly rulesVersion: string
  readonly feed: FeedPosition | null
  /** This till's last event before the return; 0: none. */
  readonly ownSeq: number
  readonly inputs: ReturnInputs
  readonly result: ReturnNumbers
  readonly refunds: readonly SaleRefund[]
  readonly entries: readonly SaleEntry[]
  readonly lotMovements: readonly LotMovement[]
  /** It undoes a sale of the same shift, as if it had not been; absent: goods come back. */
  readonly voided?: { readonly shiftId: string } | undefined
  /** Who allowed it; absent: it needed nobody. */
  readonly approval?: ApprovalFact | undefined
}

/** Everything that the numbers follow from, beside the sale and its programme. */
export type ReturnInputs = {
  readonly atMs: number
  readonly reason: ReturnReason
  readonly lines: readonly { readonly line: number; readonly quantityMilli: number }[]
  /** Null: the sale had none, or she is not known to this till (any more); then HQ settles the points. */
  readonly member: (MemberState & { readonly birthday: null }) | null
  readonly reversed: ReversedSoFar
  /** What earlier returns gave back to each tender of the sale, in its order. */
  readonly refundedMinor: readonly number[]
}

/** The result without its explanation. */
export type ReturnNumbers = Omit<ReturnResult, 'explain'> & {
  /** What goes to other tenders than stored value, after a deduction; the refunds are that less the cash rounding of the sale. */
  readonly refundOtherMinor: number
  readonly points: ReturnPoints
  readonly qualifyingReversed: number
  readonly wholeSale: boolean
}

/** How a return's points came out. What is due is taken, owed, let go or paid for. */
export type ReturnPoints = {
  /** Given back by the lines; of these `droppedPoints` were of grace lots that have lapsed. */
  readonly backPoints: number
  readonly droppedPoints: number
  readonly duePoints: number
  readonly takenPoints: number
  readonly debtAddedPoints: number
  readonly letGoPoints: number
  /** Paid for with `deductedMinor` of the refund. */
  readonly paidPoints: number
  readonly deductedMinor: number
}

/** Money back to a tender of the sale: its place there, and the payment's reference for the terminal. */
export type SaleRefund = {
  readonly tender: number
  /** `exchange`: not given back, but what it paid for of the new goods under the same receipt. */
  readonly kind: PaidWith | 'exchange'
  readonly refundMinor: number
  readonly reference: string | null
}
