import { sumFractions } from '../fraction.ts'
import type { Programme, TierLevel } from '../programme.ts'
import { sumOf } from '../rounding.ts'
import { split } from '../split.ts'
import type { EarnPass } from './earn-pass.ts'
import { exactPoints, roundPoints } from './earn-total.ts'

/** What a sale adds to the tier metric, in the metric's unit. Carry, caps and budgets do not count for `base`. */
export function metricGrowth({ tiers, earn }: Programme, pass: EarnPass): number {
  if (tiers.metric === 'spend') return sumOf(pass.lines.map((line) => line.baseMinor))
  if (tiers.counts === 'all') return pass.earnPoints
  return roundPoints(sumFractions(pass.lines.map((line) => exactPoints(line.baseMinor, earn))), earn.rounding)
}

/** The lines' own shares of that growth: what leaves the metric when they are returned. */
export function growthShares({ tiers }: Programme, pass: EarnPass, growth: number): number[] {
  const byPoints = tiers.metric === 'points-earned' && tiers.counts === 'all'
  return split(growth, byPoints ? pass.linePoints : pass.lines.map((line) => line.baseMinor))
}

/** The highest level that the metric reaches, never below the one held. A sale never downgrades. */
export function levelReached({ tiers }: Programme, held: TierLevel | null, qualifying: number): TierLevel | null {
  return highestLevel(tiers.levels, [held, ...tiers.levels.filter((level) => level.threshold <= qualifying)])
}

/** The highest of some levels, by threshold, then by their order in the programme. */
export function highestLevel(levels: readonly TierLevel[], some: readonly (TierLevel | null)[]): TierLevel | null {
  const rank = (level: TierLevel): number => levels.indexOf(level)
  return some.reduce((best, level) => {
    if (level === null || best === null) return best ?? level
    return (level.threshold - best.threshold || rank(level) - rank(best)) > 0 ? level : best
  }, null)
}
