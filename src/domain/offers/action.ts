import type { Fraction } from '../fraction.ts'
import type { GiftEffect } from '../programme.ts'

/**
 * What an offer does, in the engine's terms. Each kind of offer turns its effect into one of these; the engine knows
 * the actions and no kind, so that a new kind of offer changes nothing but the table of kinds.
 */
export type OfferAction = DiscountAction | EarnAction | IssueCouponAction

export type DiscountAction = EachLineAction | AcrossLinesAction | BasketAction | GiftAction
export type EarnAction = MultiplierAction | BonusAction

/** A line as a discount sees it: its net is what earlier offers left. */
export interface PricedLine {
  readonly quantityMilli: number
  readonly netMinor: number
  readonly memberPriceMinor: number | null
}

/** Takes something off each line by itself. `offMinor` is between 0 and the line's net. */
export interface EachLineAction {
  readonly kind: 'each-line'
  readonly suits: (line: PricedLine) => boolean
  readonly offMinor: (line: PricedLine) => number
}

/** Takes something off several lines together; the parts are parallel to the lines, each between 0 and its net. */
export interface AcrossLinesAction {
  readonly kind: 'across-lines'
  readonly suits: (line: PricedLine) => boolean
  readonly offMinor: (lines: readonly PricedLine[]) => number[]
}

/** Takes a sum off the eligible lines, split by net; below `spendMinor` of them it takes nothing. */
export interface BasketAction {
  readonly kind: 'basket'
  readonly spendMinor: number
  readonly offMinor: (netMinor: number) => number
}

/** Adds a line at its list price and takes that price off it and the lines that earned it. */
export interface GiftAction {
  readonly kind: 'gift'
  readonly gift: GiftEffect
}

/** Joins the factor of the eligible lines. */
export interface MultiplierAction {
  readonly kind: 'multiplier'
  readonly multiplier: Fraction
}

/** Fixed points, never multiplied, once a sale or for each whole unit. */
export interface BonusAction {
  readonly kind: 'bonus'
  readonly points: number
  readonly per: 'sale' | 'unit'
}

/** Issues a coupon of a kind after the commit. */
export interface IssueCouponAction {
  readonly kind: 'issue-coupon'
  readonly coupon: string
}
