import type { TierLevel } from '../programme.ts'
import { sumOf } from '../rounding.ts'
import { earnAt } from './earn-pass.ts'
import type { EarnInputs } from './earn-pass.ts'
import type { Earning } from './sale-work.ts'
import { highestLevel, levelReached, metricGrowth } from './tier-metric.ts'

/**
 * A sale earns at the level held before it; with `crossingSaleEarnsAtNewTier`, where its points at that level reach a
 * higher one, it is computed once more there.
 */
export function earn(inputs: EarnInputs, held: TierLevel | null): Earning {
  const { programme } = inputs
  const first = outcomeAt(held, held, inputs)
  const crosses = programme.tiers.crossingSaleEarnsAtNewTier && first.levelAfter !== held
  if (!crosses) return { ...first, atOldLevel: null }
  const second = outcomeAt(first.levelAfter, held, inputs)
  const levelAfter = highestLevel(programme.tiers.levels, [first.levelAfter, second.levelAfter])
  return { ...second, levelAfter, atOldLevel: first.pass }
}

function outcomeAt(level: TierLevel | null, held: TierLevel | null, inputs: EarnInputs): Omit<Earning, 'atOldLevel'> {
  const { programme, member } = inputs
  const pass = earnAt(level, inputs)
  if (member === null) return { pass, level, growth: 0, qualifying: 0, levelAfter: null }
  const growth = metricGrowth(programme, pass)
  const qualifying = sumOf([member.qualifying, growth])
  return { pass, level, growth, qualifying, levelAfter: levelReached(programme, held, qualifying) }
}
