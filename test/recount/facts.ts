/** What the recount reads, in its own words. It imports nothing from the program it judges. */

export type Booked = { readonly asset: string; readonly account: string; readonly delta: number }

export type SaleFacts = {
  readonly saleId: string
  /** As the receipt must show it, by the till's number, the sale's place and its hash. */
  readonly receiptCode: string
  readonly tillId: string
  readonly epoch: number
  readonly seq: number
  readonly memberId: string | null
  /** Fixed when Pay was pressed: two sales of one till never share it. */
  readonly atMs: number
  readonly dueMinor: number
  readonly paidMinor: number
  readonly pointsUsed: number
  readonly earnPoints: number
  readonly entries: readonly Booked[]
  readonly problems: readonly string[]
}

export type EventFacts = { readonly epoch: number; readonly seq: number; readonly hash: string; readonly kind: string }

export type RecountedTill = {
  readonly name: string
  readonly tillId: string
  readonly events: readonly EventFacts[]
  readonly queuedEvents: number
  readonly sales: readonly SaleFacts[]
  readonly booked: readonly Booked[]
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

export type RecountedHq = {
  readonly events: readonly (EventFacts & { readonly tillId: string })[]
  readonly sales: readonly HqSale[]
  /** Sum of all entries of a member's account, the opening ones included. */
  readonly memberPoints: ReadonlyMap<string, number>
  /** What HQ says her balance is, and what its lots hold. */
  readonly statedPoints: ReadonlyMap<
    string,
    { readonly balancePoints: number; readonly lotPoints: number; readonly debtPoints: number }
  >
  readonly suspense: number
  readonly problems: readonly string[]
}

/** What a till's screen said: this sale is saved. A person reads its receipt code, a program may know its id. */
export type Shown = { readonly till: string } & ({ readonly saleId: string } | { readonly receiptCode: string })
