/**
 * What may be chosen, and how much may be typed: the page offers it, the engine holds to it. Like staff-rights.ts this file
 * imports nothing, so that a page takes no validator with it. The words are the interface's.
 */
export const CASH_IN_REASONS = ['change-money', 'found', 'other'] as const
export const CASH_OUT_REASONS = ['bank', 'supplies', 'parking', 'delivery', 'wages', 'other'] as const
export const NO_SALE_REASONS = ['give-change', 'check-drawer', 'receipt-forgotten', 'other'] as const
export const VARIANCE_REASONS = ['change-given-wrong', 'pay-out-not-noted', 'false-note', 'unknown'] as const
export type VarianceReason = (typeof VARIANCE_REASONS)[number]

/** More than any drawer holds, in minor units: a larger number is a slip of the finger. */
export const DRAWER_MINOR_MAX = 100_000_000

export const PRICE_REASONS = ['shelf-price', 'damaged', 'near-expiry', 'match', 'other'] as const
export type PriceReason = (typeof PRICE_REASONS)[number]

/** A hand's change of a price is at most this, in minor units. */
export const PRICE_MINOR_MAX = 100_000_000
