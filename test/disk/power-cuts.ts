import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openTillFiles } from '../../src/till/db/till-files.ts'
import { readTill } from '../recount/till-file.ts'
import type { Mutant } from '../support/mutants.ts'
import { ARM_FILE, faultEnvironment } from './fault-library.ts'
import { DiskModel, seededDraw } from './power-cut.ts'
import { prepareFolder } from './prepare.ts'
import { readTrace, type DiskOp } from './trace.ts'

export type PowerCutRun = {
  readonly seed: number
  readonly states: number
  readonly sales: number
  readonly mutant?: Mutant
}
export type PowerCutTable = {
  readonly states: number
  readonly operations: number
  readonly sales: number
  /** States in which the last shown sale was in unfinished company: at least one operation was not synced. */
  readonly unsyncedStates: number
  readonly lost: readonly string[]
  readonly doubled: readonly string[]
  readonly broken: readonly string[]
}

/**
 * Lets a till sell under the recorder, then takes the power away at `states` points and looks at what every disk says:
 * each sale that the screen had shown by then is there, once, and all sums hold.
 */
export async function cutThePower(run: PowerCutRun): Promise<PowerCutTable> {
  // In memory where that can be: thousands of disks are written, and none of their syncs means anything here.
  const work = mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'tillpoint-power-'))
  try {
    const till = path.join(work, 'till')
    const start = path.join(work, 'start')
    await prepareFolder(till)
    cpSync(till, start, { recursive: true })
    const traceFile = path.join(work, 'trace')
    sell(till, traceFile, run)
    return await judge(readTrace(traceFile, till), start, path.join(work, 'after-cut'), run)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

function sell(folder: string, traceFile: string, { sales, mutant }: PowerCutRun): void {
  const hooks = mutant === undefined ? [] : ['--import', path.join(import.meta.dirname, '../support/mutants.ts')]
  const sold = spawnSync(
    process.execPath,
    [...hooks, path.join(import.meta.dirname, 'sell.ts'), folder, String(sales)],
    {
      env: {
        ...faultEnvironment({ folder, traceFile }),
        ...(mutant === undefined ? {} : { TILLPOINT_MUTANT: JSON.stringify(mutant) }),
      },
      encoding: 'utf8',
    },
  )
  const saved = sold.stdout.split('\n').filter((line) => line.startsWith('saved')).length
  if (sold.status !== 0 || saved !== sales)
    throw new Error(`the till sold ${saved} of ${sales}: ${sold.stdout.slice(-500)}${sold.stderr}`)
}

async function judge(ops: readonly DiskOp[], start: string, folder: string, run: PowerCutRun): Promise<PowerCutTable> {
  const draw = seededDraw(run.seed)
  const first = ops.findIndex((op) => op.kind === 'open' && op.name === ARM_FILE)
  const cutsAfter = Array.from({ length: run.states }, () => first + draw(ops.length - first)).sort((a, b) => a - b)
  const model = new DiskModel(start)
  const shown = new ShownSales()
  const found = { lost: [] as string[], doubled: [] as string[], broken: [] as string[] }
  let at = 0
  let unsyncedStates = 0
  for (const cutAfter of cutsAfter) {
    for (; at <= cutAfter; at += 1) {
      const op = ops[at]
      if (op === undefined) break
      if (!shown.take(op)) model.step(op)
    }
    if (model.hasUnsynced()) unsyncedStates += 1
    model.cut(folder, draw)
    judgeDisk(folder, shown.ids, `after operation ${cutAfter}`, found)
  }
  return { states: run.states, operations: ops.length, sales: run.sales, unsyncedStates, ...found }
}

function judgeDisk(
  folder: string,
  shown: readonly string[],
  where: string,
  found: { lost: string[]; doubled: string[]; broken: string[] },
): void {
  try {
    // First the till's own way in, which must repair what a cut leaves; then an independent look.
    openTillFiles({ dataDir: folder, pid: process.pid, nowMs: 0 }).close()
    const till = readTill('till', folder)
    const ids = till.sales.map((sale) => sale.saleId)
    const distinct = new Set(ids)
    for (const saleId of shown) if (!distinct.has(saleId)) found.lost.push(`${saleId} ${where}`)
    if (distinct.size !== ids.length) found.doubled.push(where)
    for (const problem of till.problems) found.broken.push(`${problem} ${where}`)
  } catch (cause) {
    found.broken.push(`${String(cause)} ${where} (${readdirSync(folder).join(' ')})`)
  }
}

/** What the screen had shown by now: written to a file of its own, which stands for the cashier's eyes and loses nothing. */
class ShownSales {
  private file: number | null = null
  private text = ''

  /** @returns true when the operation belongs to the screen, not to the disk */
  take(op: DiskOp): boolean {
    if (op.kind === 'open' && op.name === 'shown') this.file = op.file
    if (!('file' in op) || op.file !== this.file) return false
    if (op.kind === 'write') this.text += op.bytes.toString()
    return true
  }

  get ids(): string[] {
    return this.text.split('\n').filter((line) => line !== '')
  }
}

/** The table that a person reads. */
export function powerCutText(table: PowerCutTable): string {
  const { states, unsyncedStates, operations, sales, lost, doubled, broken } = table
  const examples = [
    ...lost.slice(0, 3).map((line) => `  lost: ${line}`),
    ...doubled.slice(0, 3).map((line) => `  doubled: ${line}`),
    ...broken.slice(0, 3).map((line) => `  broken: ${line}`),
  ]
  return [
    `${sales} sales, ${operations} disk operations, ${states} states after a cut (${unsyncedStates} with unsynced operations)`,
    ...examples,
    `lost ${lost.length}, doubled ${doubled.length}, broken ${broken.length}`,
  ].join('\n')
}
