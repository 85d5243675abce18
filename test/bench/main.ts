import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { lookupRow } from './lookup.ts'
import { loadLine, machineLines } from './machine.ts'
import { readOptions, USAGE, type BenchOptions } from './options.ts'
import { quoteRows } from './quote.ts'
import { saleCpuRow, saleRows } from './sale.ts'
import { fillMirror, openBenchShop, type BenchShop } from './shop.ts'
import { tableOf, time, type Row } from './table.ts'
import { startBenchTill } from './till.ts'
import { contractRow, memoryRows, payRow, scanRow, startRow } from './window.ts'

/**
 * npm run bench: how close we are to what this machine can do, in one table. Every number is the middle of several
 * rounds. Exits 0 whatever comes out; targets that were missed are marked.
 */
const MEMORY_DISK = '/dev/shm'
const FEW_MEMBERS = 2_000

const options = readOptions(process.argv.slice(2))
if (options === null) {
  process.stderr.write(`${USAGE}\n`)
  process.exit(2)
}
const say = (line: string): void => void process.stderr.write(`[bench] ${line}\n`)
process.stdout.write(`${machineLines(options.folder).join('\n')}\n`)
const startedMs = performance.now()
const shop = await openBenchShop(options.folder, say)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void shop.close().finally(() => process.exit(130)))
try {
  const rows = await measure(shop, options)
  process.stdout.write(`${loadLine('at the end')}\n\n${tableOf([...rows].sort((a, b) => a.part.localeCompare(b.part)))}\n`)
  say(`${time(performance.now() - startedMs)} in all; medians of ${options.rounds} rounds`)
} finally {
  await shop.close()
}

async function measure(on: BenchShop, { members, rounds, share }: BenchOptions): Promise<readonly Row[]> {
  const many = (samples: number): number => Math.max(20, Math.round(samples * share))
  say('quotes')
  const quotes = await quoteRows(rounds, many(1_000))
  const sales = await measureSales(on, rounds, many)
  say(`a mirror of ${members.toLocaleString('en')} members, sealed one by one`)
  const fillSeconds = fillMirror(on.tillDir, on.key, members, say)
  say('look-ups')
  const lookup = await lookupRow(on.tillDir, on.key, members, rounds, many(20_000))
  say('starts of the application')
  const starts = await startRow(on.app, rounds)
  say('the window')
  const contract = await contractRow(on.app, members, rounds, many(1_000))
  const scans = await scanRow(on.app, members, rounds, many(40))
  const pays = await payRow(on.app, rounds, many(40))
  const memory = memoryRows(on.app, members)
  const filled: Row = { part: 'h', what: `first load of ${members.toLocaleString('en')} members into a mirror (sealing them included)`, measured: `${Math.round(fillSeconds)} s, ${time((fillSeconds * 1000) / members)} a member`, target: '', met: null }
  return [...quotes, ...sales, lookup, contract, scans, pays, starts, ...memory, filled]
}

/** (b) on the disk, and once more where the disk costs nothing. */
async function measureSales(on: BenchShop, rounds: number, many: (samples: number) => number): Promise<readonly Row[]> {
  say('sales on the disk, and in other stores')
  const source = on.place('few/till')
  const few = await startBenchTill(source, on.tillDir, 'copy', on.key)
  await few.engine.close()
  fillMirror(source, on.key, FEW_MEMBERS, say)
  const disk = await startBenchTill(on.place('sales/till'), source, 'copy', on.key)
  const rows = await saleRows(disk, on.place('sales/others'), FEW_MEMBERS, rounds, many(100))
  await disk.engine.close()
  if (!existsSync(MEMORY_DISK)) return rows
  const inMemory = mkdtempSync(path.join(MEMORY_DISK, 'tillpoint-bench-'))
  try {
    const memory = await startBenchTill(inMemory, source, 'copy', on.key)
    const cpu = await saleCpuRow(memory, FEW_MEMBERS, many(1_000))
    await memory.engine.close()
    return [...rows, cpu]
  } finally {
    rmSync(inMemory, { recursive: true, force: true })
  }
}
