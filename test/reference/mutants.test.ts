/** The comparison is worth something: engines with one fault each are told from the model by a fixed set of seeds. */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compareAnswers } from './compare.ts'
import { startEngine } from './engine.ts'
import { generateCase } from './generate.ts'
import { referenceQuote } from './model/quote.ts'
import type { ReferenceAnswer } from './model/quote.ts'

interface Mutant {
  readonly fault: string
  readonly file: string
  readonly text: string
  readonly instead: string
}

const MUTANTS: readonly Mutant[] = [
  {
    fault: 'halves are rounded down',
    file: 'rounding.ts',
    text: '2 * remainder >= denominator',
    instead: '2 * remainder > denominator',
  },
  {
    fault: 'what is left of a split goes to the smallest remainders',
    file: 'split.ts',
    text: 'a.remainder > b.remainder ? -1 : a.remainder < b.remainder ? 1',
    instead: 'a.remainder > b.remainder ? 1 : a.remainder < b.remainder ? -1',
  },
  {
    fault: 'the worth of points is split by gross',
    file: 'sale/points-tender.ts',
    text: 'payable[index] ? line.netMinor : null',
    instead: 'payable[index] ? line.grossMinor : null',
  },
  {
    fault: 'lots expire a day early',
    file: 'expiry.ts',
    text: 'addDays(lastDate, 1)',
    instead: 'addDays(lastDate, 0)',
  },
  {
    fault: 'debt does not lower what is usable',
    file: 'lots.ts',
    text: 'inLots - member.debtPoints',
    instead: 'inLots',
  },
  {
    fault: 'debt is not repaid by earning',
    file: 'sale/settle-lots.ts',
    text: 'Math.min(points.earnPoints, member.debtPoints)',
    instead: 'Math.min(0, member.debtPoints)',
  },
  {
    fault: 'lots without expiry are spent first',
    file: 'lots.ts',
    text: 'a === null ? 1 : -1',
    instead: 'a === null ? -1 : 1',
  },
  {
    fault: 'multipliers are added whole',
    file: 'sale/earn-factor.ts',
    text: 'add(sum, gainOf(action.multiplier))',
    instead: 'add(sum, action.multiplier)',
  },
  {
    fault: 'cheapest units are dealt first',
    file: 'offers/buy-x-get-y.ts',
    text: 'compareFractions(b.unitWorth, a.unitWorth)',
    instead: 'compareFractions(a.unitWorth, b.unitWorth)',
  },
  {
    fault: 'of a group of basket offers the last one wins',
    file: 'sale/basket-offers.ts',
    text: 'bid.offMinor > (best?.offMinor ?? 0)',
    instead: 'bid.offMinor > 0',
  },
  {
    fault: 'points are earned on points',
    file: 'sale/earn-base.ts',
    text: 'line.netMinor - must(points.worthShares[index]) - ',
    instead: 'line.netMinor - ',
  },
  {
    fault: 'returns forget what was returned before',
    file: 'return/reversal.ts',
    text: 'keepTargets(must(sold.lines[index]), reversed.quantityMilli + quantityMilli)',
    instead: 'keepTargets(must(sold.lines[index]), quantityMilli)',
  },
  {
    fault: 'points of a lapsed grace lot live again',
    file: 'return/give-back.ts',
    text: 'now.grace && isExpired(now, atMs)',
    instead: 'now.grace && false',
  },
]

const SEEDS = Array.from({ length: 400 }, (_, place) => 40_001 + place)
const BATCH = 40
const project = fileURLToPath(new URL('../..', import.meta.url))
const ROOMS = ['domain', 'contract', 'cli']

/** A copy of what `quote` runs, which finds the project's packages. */
function copyEngine(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tillpoint-mutant-'))
  for (const room of ROOMS) cpSync(path.join(project, 'src', room), path.join(folder, 'src', room), { recursive: true })
  cpSync(path.join(project, 'package.json'), path.join(folder, 'package.json'))
  symlinkSync(path.join(project, 'node_modules'), path.join(folder, 'node_modules'), 'dir')
  return folder
}

describe('an engine with one fault', () => {
  const folder = copyEngine()
  const baskets = SEEDS.map((seed) => generateCase(seed))
  let expected: readonly ReferenceAnswer[] = []

  beforeAll(() => {
    expected = baskets.map((basket) => referenceQuote(basket))
  })
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })

  /** The first seed that tells the engine in the folder from the model, or null. */
  async function firstDiffering(): Promise<number | null> {
    const engine = startEngine([path.join(folder, 'src/cli/main.ts'), 'quote', '-'])
    let found: number | null = null
    for (let begin = 0; begin < baskets.length && found === null; begin += BATCH) {
      const answers = await Promise.all(baskets.slice(begin, begin + BATCH).map((basket) => engine.quote(basket)))
      const place = answers.findIndex((answer, index) => {
        const mine = expected[begin + index]
        return mine !== undefined && compareAnswers(mine, answer) !== null
      })
      if (place >= 0) found = SEEDS[begin + place] ?? null
    }
    await engine.close()
    return found
  }

  test('without the fault is like the model', async () => {
    expect(await firstDiffering()).toBeNull()
  })

  test.each(MUTANTS.map((mutant) => [mutant.fault, mutant] as const))('%s', async (_, { file, text, instead }) => {
    const target = path.join(folder, 'src/domain', file)
    const source = readFileSync(target, 'utf8')
    expect(source.split(text).length, `the text to replace in src/domain/${file}`).toBe(2)
    writeFileSync(target, source.replace(text, instead))
    try {
      expect(await firstDiffering()).not.toBeNull()
    } finally {
      writeFileSync(target, source)
    }
  })
})
