/** Plays random cases against the engine and tells every difference, with its seed and a shrunk case. */
import { compareAnswers } from './compare.ts'
import type { Difference } from './compare.ts'
import { countCoverage } from './coverage.ts'
import type { Coverage } from './coverage.ts'
import type { Engine } from './engine.ts'
import { generateCase } from './generate.ts'
import { referenceQuote } from './model/quote.ts'
import { shrink } from './shrink.ts'

type Json = { readonly [key: string]: unknown }

export interface Found {
  readonly seed: number
  readonly difference: Difference
  readonly shrunk: Json
  readonly shrunkDifference: Difference
}

export interface Played {
  readonly count: number
  readonly found: readonly Found[]
  /** All seeds that differ, also those beyond the ones shrunk. */
  readonly seeds: readonly number[]
  readonly coverage: Coverage
}

/** The model may be given cases by the shrinker that it cannot read; those do not count. */
async function differenceOf(engine: Engine, basket: Json): Promise<Difference | null> {
  const got = await engine.quote(basket)
  if (got.exit === 2) return null
  try {
    return compareAnswers(referenceQuote(basket), got)
  } catch {
    return null
  }
}

async function look(engine: Engine, seed: number, difference: Difference): Promise<Found> {
  const shrunk = await shrink(generateCase(seed), async (candidate) => (await differenceOf(engine, candidate)) !== null)
  return { seed, difference, shrunk, shrunkDifference: (await differenceOf(engine, shrunk)) ?? difference }
}

const BATCH = 50

/** Plays `count` cases from `firstSeed` on; the first `shrinkMax` differences are shrunk. */
export async function play(
  engine: Engine,
  firstSeed: number,
  count: number,
  shrinkMax: number,
  onBatch: (played: number, differing: number) => void = () => undefined,
): Promise<Played> {
  const coverage: Coverage = new Map()
  const found: Found[] = []
  const seeds: number[] = []
  for (let begin = 0; begin < count; begin += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, count - begin) }, (_, place) => firstSeed + begin + place)
    const baskets = batch.map(generateCase)
    const answers = baskets.map((basket) => engine.quote(basket))
    const expected = baskets.map((basket) => referenceQuote(basket))
    for (const [place, basket] of baskets.entries()) {
      const mine = expected[place]
      const got = await answers[place]
      const seed = batch[place]
      if (mine === undefined || got === undefined || seed === undefined) continue
      countCoverage(coverage, basket, mine)
      const difference = compareAnswers(mine, got)
      if (difference === null) continue
      seeds.push(seed)
      if (found.length < shrinkMax) found.push(await look(engine, seed, difference))
    }
    onBatch(begin + batch.length, seeds.length)
  }
  return { count, found, seeds, coverage }
}

const differenceText = (one: Difference): string =>
  `at ${one.path}: expected ${JSON.stringify(one.expected)}, got ${JSON.stringify(one.got)}`

export const foundText = (one: Found): string =>
  `seed ${one.seed} ${differenceText(one.difference)}\n  shrunk ${differenceText(one.shrunkDifference)}\n  ${JSON.stringify(one.shrunk)}`
