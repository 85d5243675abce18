import type { ApprovalFact } from './approval.ts'
import type { JournalEvent } from './event.ts'
import type { SaleEntry } from './sale-event.ts'

/** What people do at a till beside selling. Every such act is an event of its own, with the names of who did and who allowed it. */

type Act = { readonly storeId: string; readonly staffId: string; readonly approval: ApprovalFact | null }

export type ShiftOpenedEvent = JournalEvent<'shift-opened', ShiftOpenedBody>
/** The event's id is the shift's. Entries: money `drawer/cash` against `drawer/float`. */
export type ShiftOpenedBody = Act & { readonly shiftNumber: number; readonly floatMinor: number; readonly entries: readonly SaleEntry[] }

export type CashMovedEvent = JournalEvent<'cash-moved', CashMovedBody>
/** Money that came into or left the drawer without a sale: `drawer/cash` against `drawer/pay-in` or `drawer/pay-out`. */
export type CashMovedBody = Act & {
  readonly shiftId: string
  readonly direction: 'in' | 'out'
  readonly amountMinor: number
  readonly reason: string
  readonly note: string
  readonly entries: readonly SaleEntry[]
}

export type DrawerOpenedEvent = JournalEvent<'drawer-opened', DrawerOpenedBody>
export type DrawerOpenedBody = Act & { readonly shiftId: string | null; readonly reason: string; readonly note: string }

/** Goods that were taken out of a sale before it was paid; `whole`: the sale was given up. Nothing had been booked. */
export type BasketVoidedEvent = JournalEvent<'basket-voided', BasketVoidedBody>
export type BasketVoidedBody = Act & {
  readonly shiftId: string
  readonly saleId: string
  readonly whole: boolean
  readonly lines: readonly { readonly sku: string; readonly quantityMilli: number; readonly unitPriceMinor: number }[]
}

export type DrawerCountedEvent = JournalEvent<'drawer-counted', DrawerCountedBody>
/** Handed in before whoever counted saw what should be there. */
export type DrawerCountedBody = Act & { readonly shiftId: string; readonly countedMinor: number; readonly pieces: readonly CountedPieces[] }
export type CountedPieces = { readonly denominationMinor: number; readonly pieces: number }

export type ShiftClosedEvent = JournalEvent<'shift-closed', ShiftClosedBody>
/** Entries: what the drawer was off, `drawer/cash` against `drawer/variance`; then all of it leaves to `drawer/banked`. */
export type ShiftClosedBody = Act & {
  readonly shiftId: string
  readonly shiftNumber: number
  readonly zNumber: number
  readonly countedMinor: number
  readonly varianceMinor: number
  readonly varianceReason: string | null
  readonly note: string
  /** As printed: `ShiftNumbers` of the contract. HQ keeps it, and computes its own. */
  readonly report: object
  readonly entries: readonly SaleEntry[]
}
