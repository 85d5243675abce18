import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { faultEnvironment } from '../disk/fault-library.ts'
import { seededDraw, type Draw } from '../disk/power-cut.ts'
import type { Shown } from '../recount/facts.ts'
import { recount } from '../recount/recount.ts'
import { readTill } from '../recount/till-file.ts'
import { bundleTill } from './bundle-till.ts'
import { phases, planFor, type Phase, type Plan } from './phases.ts'

export type KillRun = {
  readonly seed: number
  /** So many kills in each phase. */
  readonly perPhase: number
  readonly hqUrl: string
  readonly databaseUrl: string
  /** A one-time code for each till. */
  readonly enrolCode: () => Promise<string>
  readonly onKill?: (counts: Readonly<Record<Phase, number>>) => void
}
export type KillTable = {
  readonly counts: Readonly<Record<Phase, number>>
  readonly salesShown: number
  /** Wrong right after a kill, by the till's own files. */
  readonly problems: readonly string[]
  /** The independent count of till and HQ at the end, its verdict last. */
  readonly recountText: string
  readonly clean: boolean
}

/** A plan whose fault was never reached ends by itself: tries are bounded, and a phase that stays short fails the run. */
const TRIES_PER_KILL = 4

/** Two tills at a time: one waits for its disk and its HQ while the other works. Each has every second phase. */
const LANES = 2

/** Kills tills again and again, starts them again each time, and at the end counts everything at tills and HQ. */
export async function killTheTill(run: KillRun): Promise<KillTable> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tillpoint-kills-'))
  const { program, remove } = await bundleTill()
  const counts: Record<Phase, number> = {
    'before-transaction': 0,
    'inside-transaction': 0,
    'committed-unanswered': 0,
    answered: 0,
    pushing: 0,
    pulling: 0,
  }
  const problems: string[] = []
  try {
    const lanes = Array.from({ length: LANES }, (_, lane): Lane => ({
      name: `till ${lane + 1}`,
      folder: path.join(folder, `till-${lane + 1}`),
      program,
      draw: seededDraw(run.seed + lane),
      phases: phases.filter((_phase, index) => index % LANES === lane),
    }))
    const ends = await Promise.allSettled(lanes.map((lane) => killInLane(lane, run, counts, problems)))
    for (const end of ends) if (end.status === 'rejected') throw end.reason as Error
    const shown = lanes.flatMap((lane) => savedOf(lane.folder).map((saleId): Shown => ({ till: lane.name, eventId: saleId })))
    const tills = lanes.map((lane) => ({ name: lane.name, dataFolder: lane.folder }))
    const { text, clean } = await recount({ tills, databaseUrl: run.databaseUrl, shown })
    return { counts, salesShown: shown.length, problems, recountText: text, clean: clean && problems.length === 0 }
  } finally {
    remove()
    rmSync(folder, { recursive: true, force: true })
  }
}

type Lane = { readonly name: string; readonly folder: string; readonly program: string; readonly draw: Draw; readonly phases: readonly Phase[] }

async function killInLane(lane: Lane, run: KillRun, counts: Record<Phase, number>, problems: string[]): Promise<void> {
  mkdirSync(lane.folder)
  await runTill(lane, run, await run.enrolCode(), 'drain')
  for (let tries = 0; tries < lane.phases.length * run.perPhase * TRIES_PER_KILL; tries += 1) {
    const phase = lane.phases.find((each) => counts[each] < run.perPhase)
    if (phase === undefined) break
    const died = await killOnce(lane, run, planFor(phase, lane.draw), problems)
    counts[died] += 1
    run.onKill?.(counts)
  }
  await runTill(lane, run, '-', 'drain')
}

/** @returns the phase in which it really died, as its files and its screen tell */
async function killOnce(lane: Lane, run: KillRun, plan: Plan, problems: string[]): Promise<Phase> {
  const { folder } = lane
  const signal = await runTill(lane, run, '-', plan)
  if (signal !== 'SIGKILL')
    throw new Error(`the till ended by itself (${String(signal)}) under ${JSON.stringify(plan)}`)
  const screen = linesOf(folder)
  const saved = savedOf(folder)
  const last = screen.at(-1) ?? ''
  const journal = new Set(readTill('till', folder).sales.map((sale) => sale.saleId))
  for (const saleId of saved)
    if (!journal.has(saleId)) problems.push(`${saleId} was shown and is gone after a kill ${plan.phase}`)
  if (plan.phase === 'pushing' || plan.phase === 'pulling') return plan.phase
  if (!last.startsWith('paying ')) return plan.phase === 'answered' ? 'answered' : 'before-transaction'
  return journal.has(last.slice('paying '.length)) ? 'committed-unanswered' : 'inside-transaction'
}

function runTill({ folder, program }: Lane, run: KillRun, code: string, order: Plan | 'drain'): Promise<NodeJS.Signals | null> {
  const args = [
    program,
    folder,
    run.hqUrl,
    code,
    order === 'drain' ? order : JSON.stringify(order),
  ]
  const child = spawn(process.execPath, args, {
    env: { ...faultEnvironment({ folder }), NODE_COMPILE_CACHE: path.join(tmpdir(), 'tillpoint-compile-cache') },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stdout.on('data', (chunk) => (said += String(chunk)))
  child.stderr.on('data', (chunk) => (said += String(chunk)))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (exitCode, signal) => {
      if (exitCode !== null && exitCode !== 0)
        reject(new Error(`the till ended with ${exitCode}: ${said.slice(-2000)}`))
      else resolve(signal)
    })
  })
}

function linesOf(folder: string): string[] {
  const file = path.join(folder, 'shown')
  return existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
    : []
}

function savedOf(folder: string): string[] {
  return linesOf(folder)
    .filter((line) => line.startsWith('saved '))
    .map((line) => line.slice('saved '.length))
}

/** The table that a person reads. */
export function killText(table: KillTable): string {
  const rows = phases.map((phase) => `  ${phase.padEnd(22)} ${table.counts[phase]}`)
  return [
    'kills by phase',
    ...rows,
    `${table.salesShown} sales shown as saved`,
    ...table.problems,
    '',
    table.recountText,
  ].join('\n')
}
