import type { SaleInputs, LineAsset } from './sale-case.ts'

/** What a return needs to know of its sale: stored with the sale, plain JSON-able data. */
export interface SoldSale {
  /** The sale's own inputs, for returns that quote the goods that remain. */
  readonly inputs: SaleInputs
  readonly grossMinor: number
  readonly dueMinor: number
  /** Those of the case, then gifts. */
  readonly lines: readonly SoldLine[]
  /** Lots that gave points, in the order of use, as they were right after the sale. */
  readonly lotsUsed: readonly LotUse[]
  /** `ref` of the lot that the sale made, or null. */
  readonly newLotRef: string | null
}

export interface SoldLine {
  readonly sku: string
  readonly category: string | null
  readonly quantityMilli: number
  readonly unitPriceMinor: number
  readonly grossMinor: number
  readonly netMinor: number
  readonly asset: LineAsset | null
  /** Key of the offer that gave this line, or null for a line of the case. */
  readonly giftOf: string | null
  readonly parts: LineParts
}

/** The numbers of a line that a return reverses, each with a cumulative target of its own. */
export interface LineParts {
  readonly pointsTenderMinor: number
  readonly storedPrincipalMinor: number
  readonly storedBonusMinor: number
  /** Net paid in other tenders. */
  readonly restMinor: number
  readonly pointsUsed: number
  readonly earnPoints: number
  /** What the line added to the tier metric, in the metric's unit. */
  readonly qualifying: number
}

export interface LotUse {
  readonly ref: string
  readonly id: string | null
  /** What the sale took from it. */
  readonly points: number
  readonly earnedAtMs: number
  readonly availableAtMs: number | null
  readonly expiresAtMs: number | null
  readonly grace: boolean
}

/** What earlier returns of a sale have reversed; `nothingReversed` starts it. Stored beside the sale. */
export interface ReversedSoFar {
  /** Parallel to the sale's lines. */
  readonly lines: readonly ReversedLine[]
  /** Points that each of `lotsUsed` got back (or that were dropped with it), in that order. */
  readonly lotsBackPoints: readonly number[]
  /** Points of the sale's own lot that expired unspent and so were not due any more. */
  readonly expiredNotDuePoints: number
}

export interface ReversedLine {
  readonly quantityMilli: number
  /** Share of the value reversed that this line bears. */
  readonly netMinor: number
  readonly parts: LineParts
}
