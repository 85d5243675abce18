import type { SaleInputs } from '../domain/sale-case.ts'
import type { SaleResult } from '../domain/sale-result.ts'
import type { JournalEvent } from './event.ts'
import type { ApprovalFact } from './approval.ts'

/**
 * What a committed sale says. It carries the inputs of its quote (so that HQ can replay it with the rules of its
 * moment), the numbers that came out (what was promised to the customer) and the entries that were booked. Nothing in
 * it can be read as a person: a member is an id.
 */
export type SaleEvent = JournalEvent<'sale', SaleBody>

export type SaleBody = {
  readonly storeId: string
  readonly cashierId: string
  readonly memberId: string | null
  /** Blind index (base64) of a card that this till does not know yet; HQ finds the member by it. */
  readonly cardIndex: string | null
  readonly saleNumber: number
  readonly programmeVersion: number
  /** SHA-256 of the programme's canonical JSON, hex. */
  readonly programmeHash: string
  readonly rulesVersion: string
  /** How far this till's copy of HQ's facts reached. */
  readonly feed: FeedPosition | null
  /** This till's last event before the sale; 0: none. */
  readonly ownSeq: number
  /** `inputs.atMs` is the sale's instant: fixed when Pay was pressed. */
  readonly inputs: JournalInputs
  readonly result: SaleNumbers
  readonly tenders: readonly SaleTender[]
  readonly lease: { readonly leaseId: string; readonly points: number } | null
  /** Double entry: for each asset the deltas sum to zero. */
  readonly entries: readonly SaleEntry[]
  readonly lotMovements: readonly LotMovement[]
  /** Coupons that it gave; absent: none. Those that it used are in its inputs. */
  readonly couponsIssued?: readonly IssuedCoupon[] | undefined
  /** Bonus that its lines of stored value load on top of their price; absent: none. */
  readonly loadedBonusMinor?: number | undefined
  /** Goods that came back in it; absent: none. */
  readonly exchange?: ExchangedReturn | undefined
  /** Gift cards that it sold; absent: none. */
  readonly giftCards?: readonly SoldGiftCard[] | undefined
  /** Lines sold at another price than the product's (its own: `fromMinor`); absent: none. */
  readonly priceOverrides?: readonly { readonly line: number; readonly fromMinor: number; readonly reason: string }[] | undefined
  /** Why something was taken off by hand; absent: nothing was. */
  readonly discountReason?: string | undefined
  /** Who allowed what in it; absent: it needed nobody. */
  readonly approvals?: readonly ApprovalFact[] | undefined
}

/** A coupon that a sale gave. Its code is derived from the sale's id, so the same sale gives the same ones. */
export type IssuedCoupon = {
  readonly code: string
  /** Id of the kind. */
  readonly coupon: string
  /** First instant at which it is refused; null: never. */
  readonly expiresAtMs: number | null
  readonly uses: number
}

export type FeedPosition = { readonly incarnation: number; readonly position: number }

/**
 * The quote's inputs as the domain takes them, so that HQ replays with `quote({ ...inputs, programme, returns: [] })`.
 * A birthday is personal data and never enters the journal: a date that opens the same birthday windows stands in for it
 * (src/domain/birthday-stand-in.ts), null where it opens none.
 */
export type JournalInputs = SaleInputs

/** The result without what can be derived again: no explanation, no reasons of what did not apply, no returns. */
export type SaleNumbers = Omit<SaleResult, 'explain' | 'notApplied' | 'returns'>

/** What was paid. `paidMinor` counts towards the sale; of cash, tendered = paid + change. */
export type SaleTender = {
  /** `exchange`: what goods taken back under the same receipt paid for. `gift-card`: `reference` is the card's code. */
  readonly kind: 'cash' | 'card' | 'wallet' | 'gift-card' | 'exchange'
  readonly paidMinor: number
  readonly tenderedMinor: number
  readonly changeMinor: number
  readonly reference: string | null
  /** Of `exchange`: the tender that the money had come from, where it goes back to; absent: it is not one. */
  readonly of?: PaidWith | undefined
}

/** What money can come from, and go back to. */
export type PaidWith = 'cash' | 'card' | 'wallet' | 'gift-card'

/** The return under a sale's receipt; its event stands right before the sale's. */
export type ExchangedReturn = { readonly returnId: string; readonly saleId: string }

/** A gift card that a line sold: what the line cost is loaded on it. */
export type SoldGiftCard = { readonly line: number; readonly code: string; readonly expiresAtMs: number | null }

/** Points; money; the two assets of stored value; uses of coupons. */
export type EntryAsset = 'points' | 'money' | 'principal' | 'bonus' | 'coupon'

export type SaleEntry = {
  readonly asset: EntryAsset
  /**
   * points: `member/<id>`, `programme/issued`, `…/redeemed`, of returns `…/lapsed`, `…/let-go`, `…/sold`; money (minor):
   * `goods`, `discount`, `tender/…`, `rounding`, `points-sold`, `stored-value`; principal and bonus (minor): `member/<id>`,
   * `gift-card/<code>`, `programme/loaded`, `programme/spent`, `programme/paid-out`, of HQ `programme/expired`; coupon (uses): `coupon/<code>`, `programme/issued`, `programme/used`.
   */
  readonly account: string
  readonly delta: number
}

/** A change of one lot of the member: negative spends, positive makes it (then its dates are given). */
export type LotMovement = {
  readonly lotId: string
  readonly deltaPoints: number
  readonly earnedAtMs: number | null
  readonly availableAtMs: number | null
  readonly expiresAtMs: number | null
  readonly grace: boolean
}

/** The till gave a lease back (R3): its basket was dropped, or less was spent than was lent. */
export type LeaseReturnedEvent = JournalEvent<'lease-returned', LeaseReturnedBody>
export type LeaseReturnedBody = { readonly leaseId: string; readonly memberId: string; readonly points: number }

/** The till gave back coupons, stored value and gift cards that a sale had asked for: it was dropped, or went on without them. */
export type RightsReturnedEvent = JournalEvent<'rights-returned', RightsReturnedBody>
export type RightsReturnedBody = { readonly saleId: string; readonly codes: readonly string[]; readonly value: boolean; readonly giftCards?: readonly string[] | undefined }

/** The first event of every epoch but the first: names what came before, as far as the till still knew it; its chain goes on from there. */
export type EpochOpenedEvent = JournalEvent<'epoch-opened', EpochOpenedBody>
export type EpochOpenedBody = {
  readonly previousEpoch: number
  readonly previousSeq: number
  /** Hex. */
  readonly previousHash: string
  readonly cause: 'marker-ahead' | 'hq-ahead' | 'other-machine' | 'fork'
}
