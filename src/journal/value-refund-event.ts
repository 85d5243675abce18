import type { JournalEvent } from './event.ts'
import { entriesOf } from './return-booking.ts'
import type { SaleEntry } from './sale-event.ts'

/**
 * Stored value was paid out to its member ("no refund" is void): what HQ had lent of it for this, what it took of both
 * assets, and how it was paid.
 */
export type ValueRefundEvent = JournalEvent<'value-refund', ValueRefundBody>

export type ValueRefundBody = {
  readonly storeId: string
  readonly cashierId: string
  readonly memberId: string
  readonly atMs: number
  /** Lent by HQ under the event's id: all that she had loaded. */
  readonly held: { readonly principalMinor: number; readonly bonusMinor: number }
  readonly principalMinor: number
  readonly bonusMinor: number
  readonly kind: 'cash' | 'card' | 'wallet'
  readonly reference: string | null
  readonly entries: readonly SaleEntry[]
}

/** Money leaves the drawer and with it what the shop owes her; the principal is paid out, the bonus is taken back. */
export function valueRefundEntries({ memberId, principalMinor, bonusMinor, kind }: Pick<ValueRefundBody, 'memberId' | 'principalMinor' | 'bonusMinor' | 'kind'>): SaleEntry[] {
  const out = (asset: 'principal' | 'bonus', minor: number): SaleEntry[] =>
    entriesOf(asset, new Map([[`member/${memberId}`, -minor], ['programme/paid-out', minor]]))
  return [
    ...entriesOf('money', new Map([['stored-value', principalMinor], [`tender/${kind}`, -principalMinor]])),
    ...out('principal', principalMinor),
    ...out('bonus', bonusMinor),
  ]
}
