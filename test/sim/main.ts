import './world/work.ts'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { addCounters, counterNames, noCounters } from './random/counters.ts'
import { dieEverywhere } from './random/everywhere.ts'
import { measureHerd } from './random/herd.ts'
import { simulate, type Outcome } from './random/run.ts'
import { makeShopTemplate } from './random/shop-template.ts'
import { playSchedule } from './script/play.ts'
import { readSchedule } from './script/schedule.ts'
import { startSimPostgres, type SimPostgres } from './world/postgres.ts'

/** From so many steps on everything must have been tried. */
const LONG_STEPS = 5_000

const USAGE = `npm run sim -- --seed N --steps N [--seeds N] [--stop] [--trace]
npm run sim -- --script FILE…
npm run sim -- --everywhere till|hq [--every N]
npm run sim -- --herd [--seed N]

TILLPOINT_SIM_POSTGRES=URL uses a PostgreSQL that runs already.`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string' }, steps: { type: 'string' }, seeds: { type: 'string' }, script: { type: 'boolean' }, everywhere: { type: 'string' }, every: { type: 'string' }, herd: { type: 'boolean' }, stop: { type: 'boolean' }, trace: { type: 'boolean' }, help: { type: 'boolean' } },
})

process.exitCode = await run()

async function run(): Promise<number> {
  if (values.help === true) return say(USAGE, 0)
  if (values.script === true) return positionals.length === 0 ? complain(USAGE) : withPostgres((postgres) => playFiles(postgres, positionals))
  if (values.everywhere === 'till' || values.everywhere === 'hq') return withPostgres((postgres) => playEverywhere(postgres, values.everywhere === 'hq' ? 'hq' : 'till'))
  if (values.herd === true) return withPostgres(playHerd)
  const seed = wholeNumber(values.seed)
  const steps = wholeNumber(values.steps ?? '200')
  if (seed === null || steps === null || positionals.length > 0) return complain(USAGE)
  return withPostgres((postgres) => playSeeds(postgres, { seed, steps, seeds: wholeNumber(values.seeds ?? '1') ?? 1 }))
}

function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null
}

async function playEverywhere(postgres: SimPostgres, who: 'till' | 'hq'): Promise<number> {
  await makeShopTemplate(postgres)
  const { deaths, problems } = await dieEverywhere(postgres, { who, every: wholeNumber(values.every ?? '1') ?? 1, tell: teller() })
  return say(`${who}: ${deaths} deaths, each at another statement: ${problems.length === 0 ? 'ok' : `FAILED: ${problems.join(' | ')}`}`, problems.length === 0 ? 0 : 1)
}

async function playHerd(postgres: SimPostgres): Promise<number> {
  await makeShopTemplate(postgres)
  const { tills, attempts, mostAtOnce, problems } = await measureHerd(postgres, wholeNumber(values.seed ?? '1') ?? 1)
  return say(`${tills} tills without HQ: ${attempts} attempts, at most ${mostAtOnce} at once: ${problems.length === 0 ? 'ok' : `FAILED: ${problems.join(' | ')}`}`, problems.length === 0 ? 0 : 1)
}

/** One line a seed, then what all of them tried. */
async function playSeeds(postgres: SimPostgres, { seed: first, steps, seeds }: { readonly seed: number; readonly steps: number; readonly seeds: number }): Promise<number> {
  await makeShopTemplate(postgres)
  const total = noCounters()
  let failed = 0
  for (let seed = first; seed < first + seeds; seed += 1) {
    const outcome = await simulate(postgres, { seed, steps, tell: teller() })
    addCounters(total, outcome.counters)
    if (outcome.problems.length > 0) failed += 1
    process.stdout.write(`${lineOf(outcome)}\n`)
    if (failed > 0 && values.stop === true) break
  }
  const never = seeds * steps < LONG_STEPS ? [] : counterNames.filter((name) => total[name] === 0)
  for (const name of counterNames) process.stdout.write(`${name.padEnd(24)}${String(total[name]).padStart(8)}\n`)
  if (never.length > 0) process.stdout.write(`never tried: ${never.join(', ')}\n`)
  process.stdout.write(`${seeds} seeds, ${failed} failed\n`)
  return failed > 0 || never.length > 0 ? 1 : 0
}

function lineOf({ seed, steps, traceHash, simulatedMs, healedMs, problems }: Outcome): string {
  const verdict = problems.length === 0 ? `ok, healed in ${(healedMs ?? 0) / 1000} s` : `FAILED: ${problems.join(' | ')}\n  again: npm run sim -- --seed ${seed} --steps ${steps}`
  return `seed ${seed} steps ${steps} trace ${traceHash} (${Math.round(simulatedMs / 1000)} simulated s): ${verdict}`
}

function teller(): ((line: string) => void) | null {
  return values.trace === true ? (line) => void process.stderr.write(`${line}\n`) : null
}

/** One JSON line a file, in their order, and nothing else. */
async function playFiles(postgres: SimPostgres, files: readonly string[]): Promise<number> {
  let exitCode = 0
  for (const [index, file] of files.entries()) {
    const read = readSchedule(readFileSync(file, 'utf8'))
    if (read.kind === 'problem') return complain(`${file}: ${read.problem}`)
    const played = await playSchedule(postgres, read.schedule, `script${index}`, teller())
    process.stdout.write(`${JSON.stringify(played)}\n`)
    if (played.unmet.length > 0) exitCode = 1
  }
  return exitCode
}

async function withPostgres(work: (postgres: SimPostgres) => Promise<number>): Promise<number> {
  const postgres = await startSimPostgres(process.env['TILLPOINT_SIM_POSTGRES'] ?? null)
  try {
    return await work(postgres)
  } finally {
    await postgres.close()
  }
}

function say(text: string, exitCode: number): number {
  process.stdout.write(`${text}\n`)
  return exitCode
}

function complain(text: string): number {
  process.stderr.write(`${text}\n`)
  return 2
}
