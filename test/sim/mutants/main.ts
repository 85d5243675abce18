import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { cutThePower } from '../../disk/power-cuts.ts'
import type { Mutant } from '../../support/mutants.ts'
import { defects, type Catcher, type Defect } from './mutants.ts'
import { typeProblems } from './type-check.ts'

const SAID_CHARS_MAX = 160

/** npm run sim:mutants [NAME…]: each defect must compile, and be caught by a run that passes without it. */
const chosen = defects.filter(({ name }) => process.argv.length <= 2 || process.argv.slice(2).includes(name))
const types = typeProblems(chosen.map(({ mutant }) => mutant))
const withoutDefect = new Map<string, Run>()
let failed = 0
for (const [index, defect] of chosen.entries()) {
  const line = await show(defect, types[index] ?? [])
  process.stdout.write(`${line.text}\n`)
  if (!line.ok) failed += 1
}
process.stdout.write(`${chosen.length - failed} of ${chosen.length} defects caught\n`)
process.exitCode = failed === 0 ? 0 : 1

/** `said`: what it found, where it found anything. */
type Run = { readonly passed: boolean; readonly said: string }

async function show({ name, mutant, catcher }: Defect, problems: readonly string[]): Promise<{ readonly ok: boolean; readonly text: string }> {
  const without = withoutDefect.get(JSON.stringify(catcher)) ?? (await run(catcher, null))
  withoutDefect.set(JSON.stringify(catcher), without)
  const broken = problems.length === 0 && without.passed ? await run(catcher, mutant) : { passed: true, said: '' }
  const ok = problems.length === 0 && without.passed && !broken.passed
  const what = problems.length > 0 ? `does not compile: ${problems.join('; ')}` : !without.passed ? `its test fails without it: ${without.said}` : broken.passed ? 'NOT CAUGHT' : `caught: ${broken.said}`
  return { ok, text: `${name.padEnd(28)} ${nameOf(catcher).padEnd(44)} ${what}` }
}

function nameOf(catcher: Catcher): string {
  return catcher.kind === 'sim' ? `sim ${catcher.args.join(' ')}` : 'power cuts'
}

async function run(catcher: Catcher, mutant: Mutant | null): Promise<Run> {
  return catcher.kind === 'sim' ? simulated(catcher.args, mutant) : powerCuts(mutant)
}

/** The simulation in a process of its own, in which one module is another. */
function simulated(args: readonly string[], mutant: Mutant | null): Run {
  const sim = path.resolve(import.meta.dirname, '..')
  const hooks = mutant === null ? [] : ['--import', path.resolve(sim, '../support/mutants.ts')]
  const env = { ...process.env, ...(mutant === null ? {} : { TILLPOINT_MUTANT: JSON.stringify(mutant) }) }
  const ran = spawnSync(process.execPath, [...hooks, path.join(sim, 'main.ts'), ...(args[0] === '--script' ? args.map(fileOf) : args)], { env, encoding: 'utf8', maxBuffer: 1 << 26 })
  if (ran.error !== undefined) throw ran.error
  return { passed: ran.status === 0, said: findingIn(`${ran.stdout}\n${ran.stderr}`) }
}

/** `07` stands for the schedule of that number. */
function fileOf(argument: string): string {
  const folder = path.resolve(import.meta.dirname, '../../fixtures/schedules')
  const file = /^\d\d$/.test(argument) ? readdirSync(folder).find((name) => name.startsWith(`${argument}-`)) : undefined
  return file === undefined ? argument : path.join(folder, file)
}

function findingIn(said: string): string {
  const unmet = /"unmet":\[(.+?)\]/.exec(said)?.[1]
  const failure = /FAILED: (.+)/.exec(said)?.[1]
  const thrown = said.split('\n').find((line) => /Error/.test(line))
  return (unmet ?? failure ?? thrown ?? '').slice(0, SAID_CHARS_MAX)
}

async function powerCuts(mutant: Mutant | null): Promise<Run> {
  const { lost, doubled, broken } = await cutThePower({ seed: 1, states: 2_000, sales: 60, ...(mutant === null ? {} : { mutant }) })
  return { passed: lost.length + doubled.length + broken.length === 0, said: lost[0] ?? doubled[0] ?? broken[0] ?? '' }
}
