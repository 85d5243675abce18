/** What a shift added up to; all in minor units, points and counts. It follows from the ledger between its two events. */
export type ShiftNumbers = {
  readonly sales: { readonly count: number; readonly grossMinor: number; readonly discountMinor: number; readonly netMinor: number }
  /** What came back was worth so much. */
  readonly returns: { readonly count: number; readonly netMinor: number }
  readonly voids: { readonly count: number; readonly netMinor: number }
  /** Before they were paid. */
  readonly basketVoids: { readonly count: number; readonly grossMinor: number }
  readonly tenders: readonly { readonly kind: string; readonly receivedMinor: number; readonly refundedMinor: number }[]
  readonly roundingMinor: number
  readonly points: PointsNumbers
  readonly storedValue: StoredValueNumbers
  /** Paid in cash, by card and by wallet, less what went back, without what loaded stored value (law-and-care.md, Invoices). */
  readonly invoiceableMinor: number
  readonly drawer: DrawerNumbers
  readonly approvals: number
}
export type PointsNumbers = {
  readonly issuedPoints: number
  readonly usedPoints: number
  readonly givenBackPoints: number
  readonly clawedBackPoints: number
  /** Of points given back, those whose lots had lapsed meanwhile. */
  readonly expiredPoints: number
  /** Added to what members owe. */
  readonly owedPoints: number
}
export type StoredValueNumbers = {
  readonly soldPrincipalMinor: number
  readonly soldBonusMinor: number
  /** Less what returns put back. */
  readonly usedPrincipalMinor: number
  readonly usedBonusMinor: number
  readonly paidOutMinor: number
}
export type DrawerNumbers = {
  readonly floatMinor: number
  readonly cashSalesMinor: number
  readonly cashRefundsMinor: number
  readonly paidInMinor: number
  readonly paidOutMinor: number
  /** What should lie in it. */
  readonly expectedMinor: number
  readonly noSaleOpenings: number
}
