import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseCase } from '../../src/contract/case-file.ts'
import type { SaleCase } from '../../src/domain/sale-case.ts'
import { quote } from '../../src/domain/quote.ts'
import { root } from '../support/tidy/project.ts'
import { inRounds, median, middle } from './statistics.ts'
import { cpuMs, timed } from './timed.ts'
import { time, type Row } from './table.ts'

const LINES = 30
const PROMOTIONS = 50
const LOTS = 200
const AT = '2026-11-25T15:30:00+08:00'
const AT_MS = Date.parse(AT)
const DAY_MS = 86_400_000
const categories = ['tea', 'snack', 'rice', 'fruit', 'drink', 'household']

type Json = Readonly<Record<string, unknown>>

/** Kinds and conditions of every sort, each again and again with other numbers; all of them live at that moment. */
function promotion(number: number): Json {
  const category = categories[number % categories.length]
  const kinds: readonly Json[] = [
    { kind: 'earn-multiplier', effect: { multiplier: '2' }, group: 'occasion', when: { weekdays: ['wed'] } },
    { kind: 'percent-off', effect: { percent: String(1 + (number % 9)) }, what: { categories: [category] } },
    { kind: 'earn-bonus', effect: { points: 5 + number, per: 'unit' }, what: { categories: [category] } },
    { kind: 'buy-x-get-y', effect: { buy: 2, get: 1 }, what: { categories: [category] } },
    { kind: 'spend-x-save-y', effect: { spendMinor: 10_000 + number * 1_000, saveMinor: 300 + number }, group: 'thanks' },
    { kind: 'amount-off', effect: { minor: 20 + number }, what: { categories: [category], minSpendMinor: 1_000 } },
    { kind: 'earn-multiplier', effect: { multiplier: '1.5' }, who: { tiers: ['gold', 'black'] }, when: { from: '2026-01-01', to: '2027-12-31' } },
    { kind: 'percent-off', effect: { percent: '3' }, when: { hours: ['08:00', '22:00'] }, what: { categories: [category] } },
  ]
  const kind = kinds[number % kinds.length] ?? {}
  return { id: `p${number}`, name: { en: `Promotion ${number}` }, state: 'live', ...kind }
}

/** The case of the issue: 30 lines, 50 live promotions, a member with 200 lots who pays with all the points that fit. */
function bigCase(): Json {
  const programme = JSON.parse(readFileSync(path.join(root, 'resources/programmes/harbour-club.json'), 'utf8')) as Json
  const lots = Array.from({ length: LOTS }, (_, index) => {
    const at = (days: number): string => new Date(AT_MS + days * DAY_MS).toISOString()
    return { id: `l${index}`, points: 10 + (index % 7), earnedAt: at(-300 + index), availableAt: null, expiresAt: at(20 + index) }
  })
  const lines = Array.from({ length: LINES }, (_, index) => {
    return { sku: `sku-${index}`, category: categories[index % categories.length], quantityMilli: 1000 * (1 + (index % 4)), unitPriceMinor: 500 + 137 * index, memberPriceMinor: index % 3 === 0 ? 450 + 130 * index : null }
  })
  const { examples: _examples, ...rules } = programme
  return {
    programme: { ...rules, promotions: Array.from({ length: PROMOTIONS }, (_, number) => promotion(number)) },
    at: AT,
    store: 's1',
    member: { tier: 'gold', joined: '2024-05-01', lastPurchase: '2026-10-20', purchases: 40, lots, qualifying: 2500 },
    lines,
    redeemPoints: 'max',
  }
}

export function parsedBigCase(): SaleCase {
  const parsed = parseCase(bigCase(), { load: () => ({ ok: false, path: '', problem: 'no file is read here' }) })
  if (!parsed.ok) throw new Error(`the case of the benchmark is not one: ${parsed.path}: ${parsed.problem}`)
  return parsed.saleCase
}

/** (g) What runs at every change of a basket, and the command that others compare with. */
export async function quoteRows(rounds: number, samples: number): Promise<readonly Row[]> {
  const saleCase = parsedBigCase()
  const outcome = quote(saleCase)
  if (outcome.kind !== 'quoted') throw new Error(`the case of the benchmark is rejected: ${outcome.rejected}`)
  for (let warm = 0; warm < samples / 4; warm += 1) quote(saleCase)
  const cpuBeforeMs = cpuMs()
  const quotes = await inRounds(rounds, async () => Array.from({ length: samples }, () => timed(() => quote(saleCase))))
  const cpuMeanMs = (cpuMs() - cpuBeforeMs) / (rounds * samples)
  const perSecond = median((await inRounds(rounds, async () => [await casesPerSecond(samples * 2)])).flat())
  const p99 = middle(quotes, 0.99)
  return [
    { part: 'g', what: `quote: ${LINES} lines, ${PROMOTIONS} promotions (${outcome.result.applied.length} apply), ${LOTS} lots`, measured: `p50 ${time(middle(quotes, 0.5))}, p99 ${time(p99)} (CPU ${time(cpuMeanMs)} on average)`, target: 'p99 ≤ 5 ms', met: p99 <= 5 },
    { part: 'g', what: '`tillpoint quote -`, 1 to 6 lines and a programme each, start-up included', measured: `${Math.round(perSecond)} cases a second`, target: '≥ 500', met: perSecond >= 500 },
  ]
}

/** Small cases with a programme each, as a comparison sends them. */
async function casesPerSecond(count: number): Promise<number> {
  const { examples: _examples, ...programme } = JSON.parse(readFileSync(path.join(root, 'resources/programmes/harbour-club.json'), 'utf8')) as Json
  const small = (number: number): string => {
    const { lines, ...rest } = bigCase()
    return `${JSON.stringify({ ...rest, programme, member: null, redeemPoints: 0, lines: (lines as readonly Json[]).slice(0, 1 + (number % 6)) })}\n`
  }
  const input = Array.from({ length: count }, (_, number) => small(number)).join('')
  const startMs = performance.now()
  const child = spawn(process.execPath, [path.join(root, 'src/cli/main.ts'), 'quote', '-'], { stdio: ['pipe', 'pipe', 'inherit'] })
  let lines = 0
  child.stdout.on('data', (chunk: Buffer) => (lines += chunk.toString('latin1').split('\n').length - 1))
  child.stdin.end(input)
  await once(child, 'close')
  if (lines !== count) throw new Error(`quote - answered ${lines} of ${count} cases`)
  return count / ((performance.now() - startMs) / 1000)
}
