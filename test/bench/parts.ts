import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import path from 'node:path'
import { lookupRow } from './lookup.ts'
import type { BenchOptions, PartName } from './options.ts'
import { quoteRows } from './quote.ts'
import { scansRows } from './scans.ts'
import { saleCpuRow, saleRows } from './sale.ts'
import { fillMirror, type BenchShop } from './shop.ts'
import { gigabytes, notMeasured, time, type Row } from './table.ts'
import { startBenchTill } from './till.ts'
import { contractRow, memoryRows, payRow, scanRow, startRow, type BenchWindow } from './window.ts'

/** Everything that a part may measure on. */
export type Bench = {
  readonly options: BenchOptions
  /** Starts HQ and enrols a till there, the first time. */
  shop(): Promise<BenchShop>
  say(line: string): void
}

type Part = {
  readonly name: PartName
  /** Its place in the table, and what its rows are called where they cannot be measured. */
  readonly letter: string
  readonly what: string
  readonly target: string
  rows(bench: Bench): Promise<readonly Row[]>
}

const MEMORY_DISK = '/dev/shm'
const FEW_MEMBERS = 2_000
/** Of a mirror and its log; the rest (HQ, other stores, sales) needs the same again of a small one. */
const DISK_BYTES_A_MEMBER = 1_600
const DISK_BYTES_MIN = 1.5e9

const quotePart: Part = {
  ...{ name: 'quote', letter: 'g', what: 'quotes', target: 'p99 ≤ 5 ms; ≥ 500 a second' },
  rows: ({ options }) => quoteRows(options.rounds, samplesOf(options, 1_000)),
}

/** (b) on the disk, and once more where the disk costs nothing. */
const salePart: Part = {
  ...{ name: 'sale', letter: 'b', what: 'a durable sale', target: 'p50 ≤ 2.5 ×, p99 ≤ 5 ×, CPU ≤ 0.25 ms' },
  async rows({ options, shop, say }) {
    const on = await shop()
    const source = on.place('few/till')
    const few = await startBenchTill(source, on.tillDir, 'copy', on.key)
    await few.engine.close()
    await fillMirror(source, on.key, FEW_MEMBERS, say)
    const disk = await startBenchTill(on.place('sales/till'), source, 'copy', on.key)
    const rows = await saleRows(disk, on.place('sales/others'), FEW_MEMBERS, options.rounds, samplesOf(options, 100))
    await disk.engine.close()
    if (!existsSync(MEMORY_DISK)) return [...rows, notMeasured('b', '  its CPU', '≤ 0.25 ms', `no ${MEMORY_DISK} here`)]
    const inMemory = mkdtempSync(path.join(MEMORY_DISK, 'tillpoint-bench-'))
    try {
      const memory = await startBenchTill(inMemory, source, 'copy', on.key)
      const cpu = await saleCpuRow(memory, FEW_MEMBERS, samplesOf(options, 1_000))
      await memory.engine.close()
      return [...rows, cpu]
    } finally {
      rmSync(inMemory, { recursive: true, force: true })
    }
  },
}

const lookupPart: Part = {
  ...{ name: 'lookup', letter: 'a', what: 'card → member, in-process', target: 'p50 ≤ 60 µs, p99 ≤ 250 µs' },
  async rows(bench) {
    const { members, rounds } = bench.options
    const on = await bench.shop()
    const loaded = await fillOnce(bench, on)
    return [await lookupRow(on.tillDir, on.key, members, rounds, samplesOf(bench.options, 20_000)), ...(loaded === null ? [] : [loaded])]
  },
}

const startPart: Part = {
  ...{ name: 'start', letter: 'e', what: 'start → ready to scan, files warm', target: '≤ 2.5 s' },
  rows: (bench) => onWindow(bench, async ({ app }) => [await startRow(app, bench.options.rounds)], 'closed'),
}

const contractPart: Part = {
  ...{ name: 'lookup', letter: 'a', what: 'the same over the contract, from the real page', target: '' },
  rows: (bench) => onWindow(bench, async ({ app }) => [await contractRow(app, bench.options.members, bench.options.rounds, samplesOf(bench.options, 1_000))]),
}

const scanPart: Part = {
  ...{ name: 'scan', letter: 'c', what: 'last key of a scan → member in the picture', target: 'p95 ≤ 50 ms' },
  rows: (bench) => onWindow(bench, async ({ app }) => [await scanRow(app, bench.options.members, bench.options.rounds, samplesOf(bench.options, 40))]),
}

const scansPart: Part = {
  ...{ name: 'scans', letter: 'i', what: '20 scans a second on serial and keyboard together', target: 'p99 ≤ 5 ms, 0 lost' },
  rows: ({ options }) => scansRows(Math.max(5, Math.round(60 * options.share))),
}

const payPart: Part = {
  ...{ name: 'pay', letter: 'd', what: 'Pay → "Saved" in the picture', target: 'p95 ≤ 100 ms' },
  rows: (bench) => onWindow(bench, async ({ app }) => [await payRow(app, bench.options.rounds, samplesOf(bench.options, 40))]),
}

const memoryPart: Part = {
  ...{ name: 'memory', letter: 'f', what: 'memory of the application and its engine', target: '≤ 600 MB, ≤ 200 MB' },
  rows: (bench) => onWindow(bench, async ({ app }) => memoryRows(app, bench.options.members)),
}

/** In the order in which they are measured: what needs no members first, memory after everything that uses it. */
const parts: readonly Part[] = [quotePart, salePart, lookupPart, startPart, contractPart, scanPart, scansPart, payPart, memoryPart]

/** Measures what was asked for. A part that cannot be measured here says why and costs nobody the others. */
export async function measure(bench: Bench): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (const part of parts.filter(({ name }) => bench.options.chosen.has(name))) {
    bench.say(`${part.what} …`)
    try {
      const measured = await part.rows(bench)
      // At once, too: a run that is ended early has not been for nothing.
      for (const { what, measured: outcome } of measured) bench.say(`  ${what.trim()}: ${outcome}`)
      rows.push(...measured)
    } catch (cause) {
      const [why = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n', 1)
      bench.say(cause instanceof Error ? (cause.stack ?? why) : why)
      rows.push(notMeasured(part.letter, part.what, part.target, why))
    }
  }
  return rows.sort((a, b) => a.part.localeCompare(b.part))
}

const samplesOf = ({ share }: BenchOptions, samples: number): number => Math.max(20, Math.round(samples * share))

/** On the application's own window, over all the members. */
async function onWindow(bench: Bench, work: (window: BenchWindow) => Promise<readonly Row[]>, before: 'open' | 'closed' = 'open'): Promise<readonly Row[]> {
  const on = await bench.shop()
  if (on.window.kind === 'none') throw new Error(on.window.why)
  await fillOnce(bench, on)
  if (before === 'open' && !on.window.isOpen) await on.window.app.open()
  on.window.isOpen = true
  return work(on.window)
}

/** Fills the till's mirror with all the members, the first time. @returns what that took; null: it was full already */
async function fillOnce({ options: { members, folder }, say }: Bench, on: BenchShop): Promise<Row | null> {
  if (on.members === members) return null
  const { bavail, bsize } = statfsSync(folder)
  const [room, needed] = [bavail * bsize, DISK_BYTES_MIN + members * DISK_BYTES_A_MEMBER]
  if (room < needed) throw new Error(`${folder} has room for ${gigabytes(room)}, ${members.toLocaleString('en')} members need ${gigabytes(needed)}`)
  say(`a mirror of ${members.toLocaleString('en')} members, sealed one by one …`)
  const seconds = await fillMirror(on.tillDir, on.key, members, say)
  on.members = members
  return { part: 'h', what: `first load of ${members.toLocaleString('en')} members into a mirror (sealing them included)`, measured: `${Math.round(seconds)} s, ${time((seconds * 1000) / members)} a member`, target: '', met: null }
}
