/** What the recount reads, in its own words. It imports nothing from the program it judges. */

export type Booked = { readonly asset: string; readonly account: string; readonly delta: number }

/** What sales and returns have in common. */
type Happened = {
  /** As the receipt must show it, by the till's number, the event's place and its hash. */
  readonly receiptCode: string
  readonly tillId: string
  readonly epoch: number
  readonly seq: number
  readonly memberId: string | null
  /** Fixed when the key was pressed: two sales of one till never share it, nor do two returns. */
  readonly atMs: number
  readonly entries: readonly Booked[]
  readonly problems: readonly string[]
}

export type SaleFacts = Happened & {
  readonly saleId: string
  readonly dueMinor: number
  readonly paidMinor: number
  readonly pointsUsed: number
  readonly earnPoints: number
  /** What was sold on each line. */
  readonly quantitiesMilli: readonly number[]
}

export type ReturnFacts = Happened & {
  readonly returnId: string
  readonly saleId: string
  readonly refundMinor: number
  readonly pointsBack: number
  readonly pointsClawedBack: number
  /** What came back of each line of the sale. */
  readonly lines: readonly { readonly line: number; readonly quantityMilli: number }[]
}

export type EventFacts = { readonly epoch: number; readonly seq: number; readonly hash: string; readonly kind: string }

export type RecountedTill = {
  readonly name: string
  readonly tillId: string
  readonly events: readonly EventFacts[]
  readonly queuedEvents: number
  readonly sales: readonly SaleFacts[]
  readonly returns: readonly ReturnFacts[]
  /** Everything booked here, an event with the kind that the journal gives it; null: no event has it. */
  readonly booked: readonly (Booked & { readonly kind: string | null })[]
  readonly problems: readonly string[]
}

export type HqSale = {
  readonly saleId: string
  readonly tillId: string
  readonly dueMinor: number
  readonly pointsUsed: number
  readonly earnPoints: number
  readonly paidMinor: number
  readonly entries: readonly Booked[]
}

export type HqReturn = {
  readonly returnId: string
  readonly tillId: string
  readonly saleId: string
  readonly refundMinor: number
  readonly pointsBack: number
  readonly pointsClawedBack: number
  readonly entries: readonly Booked[]
}

/** What HQ says that a member has. Stored value is two assets. */
export type Stated = {
  readonly balancePoints: number
  readonly lotPoints: number
  readonly debtPoints: number
  readonly principalMinor: number
  readonly bonusMinor: number
}

export type RecountedHq = {
  readonly events: readonly (EventFacts & { readonly tillId: string })[]
  readonly sales: readonly HqSale[]
  readonly returns: readonly HqReturn[]
  /** Entries of what a till did beside selling and taking back. */
  readonly others: readonly { readonly tillId: string; readonly entries: readonly Booked[] }[]
  /** Sums of all entries at HQ, the opening ones included, by `asset account`. */
  readonly sums: ReadonlyMap<string, number>
  readonly stated: ReadonlyMap<string, Stated>
  /** Uses left of each coupon, as HQ's table of coupons has it. */
  readonly couponUses: ReadonlyMap<string, number>
  readonly suspense: number
  readonly problems: readonly string[]
}

/** What a till's screen said: this sale or return is saved. A person reads its receipt code, a program may know its id. */
export type Shown = { readonly till: string } & ({ readonly eventId: string } | { readonly receiptCode: string })
