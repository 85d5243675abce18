import { Temporal } from 'temporal-polyfill'
import { assertNever } from './assert.ts'
import { addDays } from './business-date.ts'
import type { TierLevel, TierRules, TierWindow } from './programme.ts'
import { highestLevel } from './sale/tier-metric.ts'

/** What HQ looks at when it reviews a member's level on a business date. */
export interface TierReview {
  /** Id of the level held, or null. */
  readonly held: string | null
  /** The last business date on which her metric was enough for the level held; null: not known, so it counts from now. */
  readonly qualifiedOn: string | null
  /** The metric inside its window on this date. */
  readonly qualifying: number
  readonly joined: string
  /** Given by a person at HQ: never below this level up to that date. */
  readonly floor: { readonly level: string; readonly until: string } | null
}

export interface ReviewedTier {
  readonly tier: string | null
  readonly qualifiedOn: string
}

/**
 * The level after a review. It is only kept or lowered here: sales raise it as they commit. A level is held to the end of
 * the period after the one in which the metric was last enough for it, and `graceDays` more.
 */
export function reviewTier(tiers: TierRules, { held, qualifiedOn, qualifying, joined, floor }: TierReview, today: string): ReviewedTier {
  const { levels } = tiers
  const level = levels.find((each) => each.id === held) ?? null
  const earned = highestLevel(levels, levels.filter((each) => each.threshold <= qualifying))
  const isEnough = level === null || (earned !== null && highestLevel(levels, [earned, level]) === earned)
  if (isEnough || qualifiedOn === null) return { tier: held, qualifiedOn: today }
  const until = validUntil(tiers.window, qualifiedOn, joined)
  const isOver = until !== null && today > addDays(until, tiers.graceDays)
  if (!isOver || tiers.downgrade === 'never') return { tier: held, qualifiedOn }
  const lowered = tiers.downgrade === 'one-step' ? highestLevel(levels, [earned, stepBelow(levels, level)]) : earned
  const floorLevel = floor !== null && today <= floor.until ? (levels.find((each) => each.id === floor.level) ?? null) : null
  const kept = floorLevel === null ? lowered : lowestOf(levels, level, highestLevel(levels, [lowered, floorLevel]))
  return { tier: kept?.id ?? null, qualifiedOn: today }
}

/** First business date of the window that holds `today`; null: there is no window. */
export function windowStart(window: TierWindow, joined: string, today: string): string | null {
  switch (window.kind) {
    case 'rolling-months':
      return addDays(Temporal.PlainDate.from(today).subtract({ months: window.months }).toString(), 1)
    case 'calendar-year':
      return `${today.slice(0, 4)}-01-01`
    case 'membership-year':
      return membershipYear(joined, today).from
    case 'lifetime':
      return null
    default:
      return assertNever(window)
  }
}

/** Last date of the period after the one that holds `qualifiedOn`; null: for good. */
function validUntil(window: TierWindow, qualifiedOn: string, joined: string): string | null {
  switch (window.kind) {
    case 'rolling-months':
      return Temporal.PlainDate.from(qualifiedOn).add({ months: window.months }).toString()
    case 'calendar-year':
      return `${String(Number(qualifiedOn.slice(0, 4)) + 1)}-12-31`
    case 'membership-year':
      return membershipYear(joined, membershipYear(joined, qualifiedOn).next).lastDate
    case 'lifetime':
      return null
    default:
      return assertNever(window)
  }
}

/** The year of membership that holds a date: from one anniversary to the day before the next. */
function membershipYear(joined: string, date: string): { readonly from: string; readonly lastDate: string; readonly next: string } {
  const start = Temporal.PlainDate.from(joined)
  const { years } = start.until(Temporal.PlainDate.from(date), { largestUnit: 'years' })
  const next = start.add({ years: years + 1 })
  return { from: start.add({ years }).toString(), lastDate: next.subtract({ days: 1 }).toString(), next: next.toString() }
}

/** The level right below one, by threshold; null: there is none. */
function stepBelow(levels: readonly TierLevel[], level: TierLevel): TierLevel | null {
  return highestLevel(levels, levels.filter((each) => each !== level && highestLevel(levels, [each, level]) === level))
}

function lowestOf(levels: readonly TierLevel[], a: TierLevel, b: TierLevel | null): TierLevel | null {
  return b !== null && highestLevel(levels, [a, b]) === a ? b : a
}

/** A level that only goods reached which came back within so many days is withdrawn. */
export const WITHDRAWN_WITHIN_DAYS = 60

/**
 * The level that stays when goods came back: of a sale that had raised it, at most 60 days ago, the one that the metric
 * still reaches, not below the one before that sale.
 */
export function tierAfterReturn(tiers: TierRules, sale: { readonly before: string | null; readonly after: string | null }, held: string | null, qualifying: number): string | null {
  if (sale.after === sale.before || held !== sale.after) return held
  const { levels } = tiers
  const before = levels.find((each) => each.id === sale.before) ?? null
  return highestLevel(levels, [before, ...levels.filter((each) => each.threshold <= qualifying)])?.id ?? null
}
