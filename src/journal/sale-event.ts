import type { JournalEvent } from './event.ts'

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
  /** Fixed when Pay was pressed; ISO 8601 with the store's offset. */
  readonly at: string
  readonly saleNumber: number
  readonly programmeVersion: number
  /** SHA-256 of the programme's canonical JSON, hex. */
  readonly programmeHash: string
  readonly rulesVersion: string
  /** How far this till's copy of HQ's facts reached. */
  readonly feed: FeedPosition | null
  /** This till's last event before the sale; 0: none. */
  readonly ownSeq: number
  readonly inputs: SaleInputs
  readonly result: SaleNumbers
  readonly tenders: readonly SaleTender[]
  readonly lease: { readonly leaseId: string; readonly points: number } | null
  /** Double entry: for each asset the deltas sum to zero. */
  readonly entries: readonly SaleEntry[]
  readonly lotMovements: readonly LotMovement[]
}

export type FeedPosition = { readonly incarnation: number; readonly position: number }

/** The case of programme-format.md without its programme, its `at`, and its member's birthday in clear. */
export type SaleInputs = {
  readonly store: string
  readonly role: 'cashier' | 'supervisor' | 'manager'
  readonly member: SaleMemberFacts | null
  readonly budgets: Readonly<Record<string, { readonly points?: number; readonly minor?: number }>>
  readonly lines: readonly SaleInputLine[]
  readonly manualDiscountMinor: number
  readonly coupons: readonly SaleCoupon[]
  readonly redeemPoints: number | 'max'
  readonly storedValueMinor: number
}
export type SaleMemberFacts = {
  readonly tier: string | null
  /** Always null for now: a birthday is personal data and never enters the journal in clear. */
  readonly birthday: null
  readonly joined: string
  readonly lastPurchase: string | null
  readonly purchases: number
  readonly segments: readonly string[]
  readonly lots: readonly SaleLot[]
  readonly debtPoints: number
  readonly spendablePoints: number | null
  readonly qualifying: number
  readonly earnedTodayPoints: number
  readonly earnedMonthPoints: number
  /** A fraction in lowest terms, as "3/5". */
  readonly carry: string
  readonly promotionUses: Readonly<Record<string, number>>
  readonly storedValue: { readonly principalMinor: number; readonly bonusMinor: number }
}
/** A lot as the till knew it; instants are ISO 8601. */
export type SaleLot = {
  readonly id: string | null
  readonly points: number
  readonly earnedAt: string
  readonly availableAt: string | null
  readonly expiresAt: string | null
  readonly grace: boolean
}
export type SaleInputLine = {
  readonly sku: string
  readonly category: string
  readonly quantityMilli: number
  readonly unitPriceMinor: number
  readonly memberPriceMinor: number | null
  readonly asset: null | 'stored-value' | 'gift-card'
}
export type SaleCoupon = {
  readonly code: string
  readonly coupon: string
  readonly expiresAt: string | null
  readonly usesLeft: number
}

/** The result of programme-format.md without prose: no explanation, no reasons of what did not apply, no returns. */
export type SaleNumbers = {
  readonly grossMinor: number
  readonly discountMinor: number
  readonly dueMinor: number
  readonly pointsUsed: number
  readonly pointsTenderMinor: number
  readonly storedValue: { readonly principalMinor: number; readonly bonusMinor: number }
  readonly payMinor: number
  readonly invoiceableMinor: number
  readonly earnPoints: number
  readonly debtRepaidPoints: number
  readonly carry: string
  readonly balancePoints: number
  readonly debtPoints: number
  readonly qualifying: number
  readonly tierAfter: string | null
  readonly needs: readonly string[]
  readonly lines: readonly SaleResultLine[]
  readonly lotsUsed: readonly { readonly lot: number; readonly points: number }[]
  readonly newLot: { readonly points: number; readonly availableAt: string; readonly expiresAt: string | null } | null
  readonly applied: readonly string[]
}
export type SaleResultLine = {
  readonly sku: string
  readonly grossMinor: number
  readonly discountMinor: number
  readonly netMinor: number
  readonly pointsTenderMinor: number
  readonly pointsUsed: number
  readonly earnPoints: number
  readonly offers: readonly string[]
}

/** What was paid. `paidMinor` counts towards the sale; of cash, tendered = paid + change. */
export type SaleTender = {
  readonly kind: 'cash' | 'card' | 'wallet'
  readonly paidMinor: number
  readonly tenderedMinor: number
  readonly changeMinor: number
  readonly reference: string | null
}

export type SaleEntry = {
  readonly asset: 'points' | 'money'
  /** points: `member/<id>`, `programme/issued`, `programme/redeemed`; money (minor): `goods`, `discount`, `tender/…`, `rounding`. */
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

/** The first event of every epoch but the first: names what came before, as far as the till still knew it. */
export type EpochOpenedEvent = JournalEvent<'epoch-opened', EpochOpenedBody>
export type EpochOpenedBody = {
  readonly previousEpoch: number
  readonly previousSeq: number
  /** Hex. */
  readonly previousHash: string
  readonly cause: 'marker-ahead' | 'hq-ahead' | 'other-machine' | 'fork'
}
