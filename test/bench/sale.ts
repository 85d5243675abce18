import Database from 'better-sqlite3'
import { setImmediate as afterAnswer } from 'node:timers/promises'
import { ledgerPath } from '../../src/till/db/till-files.ts'
import { openFloor } from './floor.ts'
import { cardOf } from './mirror.ts'
import { neDb, plainSqlite, pouchDb, type OtherStore, type SaleRows } from './other-stores.ts'
import { middle, ratio, type Rounds } from './statistics.ts'
import { time, times, type Row } from './table.ts'
import type { BenchTill } from './till.ts'
import { cpuMs } from './timed.ts'
import { startTransactionClock, type TransactionClock } from './transaction-clock.ts'

const products = ['TEA-JAS', 'SNACK-NUT', 'RICE-SY-5']

/** Milliseconds of a commit: from the call to its answer, and of its transaction alone. */
type Commit = { readonly callMs: number; readonly transactionMs: number }

/** A member's sale of three lines, paid in cash. */
async function sell(till: BenchTill, clock: TransactionClock, member: number): Promise<Commit> {
  await till.must('scan.submit', { source: 'wedge', text: cardOf(member) })
  for (const sku of products) await till.must('basket.add', { sku, quantityMilli: 1000 })
  const { saleId, phase } = await till.must('sale.pay', {})
  const tenderedMinor = phase.kind === 'paying' ? phase.payMinor : 0
  const startMs = performance.now()
  await till.must('sale.commit', { saleId, tenders: [{ kind: 'cash', tenderedMinor }] })
  const commit = { callMs: performance.now() - startMs, transactionMs: clock.lastMs() }
  // A page's next call comes as a message of its own: what the engine left for after its answer is done by then.
  await afterAnswer()
  await till.must('sale.next', {})
  return commit
}

type Samples = { readonly floor: number[]; readonly ours: number[]; readonly calls: number[]; readonly others: number[][] }

/**
 * (b) A durable sale against the least that this disk can do, and against other stores. One after the other in every
 * sample, so that a disk with moods has the same mood for all.
 * @param members how many the till knows
 */
export async function saleRows(till: BenchTill, folder: string, members: number, rounds: number, samples: number): Promise<readonly Row[]> {
  const floor = openFloor(folder)
  const clock = startTransactionClock()
  for (let warm = 0; warm < 20; warm += 1) await sell(till, clock, warm % members)
  const rows = newestSale(till)
  const others: readonly OtherStore[] = [plainSqlite(folder, rows), pouchDb(folder), await neDb(folder)]
  const all: Samples[] = []
  for (let round = 0; round < rounds; round += 1) {
    const taken: Samples = { floor: [], ours: [], calls: [], others: others.map(() => []) }
    for (let sample = 0; sample < samples; sample += 1) {
      const number = round * samples + sample
      taken.floor.push(floor.sample())
      const { callMs, transactionMs } = await sell(till, clock, number % members)
      taken.ours.push(transactionMs)
      taken.calls.push(callMs)
      for (const [index, other] of others.entries()) taken.others[index]?.push(await other.sample(`sale-${number}`, rows))
    }
    all.push(taken)
  }
  floor.close()
  clock.stop()
  for (const other of others) await other.close()
  const floors = all.map((round) => round.floor)
  const ours = all.map((round) => round.ours)
  const [p50, p99] = [ratio(ours, floors, 0.5), ratio(ours, floors, 0.99)]
  return [
    { part: 'b', what: 'bare append of 1 kB + fsync: the floor', measured: both(floors), target: '', met: null },
    { part: 'b', what: 'a durable sale: its transaction (member, 3 lines, entries, lots, journal; FULL)', measured: both(ours), target: '', met: null },
    { part: 'b', what: '  its p50 against the floor’s', measured: times(p50), target: 'p50 ≤ 2.5 ×', met: p50 <= 2.5 },
    { part: 'b', what: '  its p99 against the floor’s', measured: times(p99), target: 'p99 ≤ 5 ×', met: p99 <= 5 },
    { part: 'b', what: '  from the page’s call to its answer (with request, member’s new balance, marker)', measured: both(all.map((round) => round.calls)), target: '', met: null },
    ...others.map((other, index): Row => againstOurs(other.name, all.map((round) => round.others[index] ?? []), ours)),
  ]
}

function againstOurs(name: string, theirs: Rounds, ours: Rounds): Row {
  return { part: 'b', what: `the same in ${name}`, measured: `${both(theirs)}; p50 ${times(ratio(theirs, ours, 0.5))} ours`, target: '', met: null }
}

function both(rounds: Rounds): string {
  return `p50 ${time(middle(rounds, 0.5))}, p99 ${time(middle(rounds, 0.99))}`
}

/** What a sale costs beside the sync: the same in memory, where syncing is free. */
export async function saleCpuRow(till: BenchTill, members: number, samples: number): Promise<Row> {
  const clock = startTransactionClock()
  for (let warm = 0; warm < 100; warm += 1) await sell(till, clock, warm % members)
  const cpuBeforeMs = cpuMs()
  const commits: Commit[] = []
  for (let sample = 0; sample < samples; sample += 1) commits.push(await sell(till, clock, sample % members))
  const wholeMs = (cpuMs() - cpuBeforeMs) / samples
  clock.stop()
  const p50 = middle([commits.map(({ transactionMs }) => transactionMs)], 0.5)
  const callMs = middle([commits.map((commit) => commit.callMs)], 0.5)
  return {
    part: 'b',
    what: '  its CPU: the transaction in memory, where a sync is free',
    measured: `p50 ${time(p50)} (call ${time(callMs)}; all seven calls of a sale ${time(wholeMs)} of CPU)`,
    target: '≤ 0.25 ms',
    met: p50 <= 0.25,
  }
}

/** The rows of the newest sale, as the other stores get them. */
function newestSale({ dataDir }: BenchTill): SaleRows {
  const db = new Database(ledgerPath(dataDir), { readonly: true })
  const saleId = db.prepare('SELECT sale_id FROM sales ORDER BY epoch DESC, seq DESC LIMIT 1').pluck().get()
  type Cells = Readonly<Record<string, string | number | null>>
  const rowsOf = (table: string, key: string): Cells[] => (db.prepare(`SELECT * FROM ${table} WHERE ${key} = ?`).all(saleId) as Record<string, unknown>[]).map(plainCells)
  const rows: SaleRows = {
    sales: rowsOf('sales', 'sale_id'),
    sale_lines: rowsOf('sale_lines', 'sale_id'),
    tenders: rowsOf('tenders', 'sale_id'),
    entries: rowsOf('entries', 'event_id'),
    lot_movements: rowsOf('lot_movements', 'event_id'),
  }
  db.close()
  return rows
}

/** Bytes as text: the document stores know no others. */
function plainCells(row: Record<string, unknown>): Readonly<Record<string, string | number | null>> {
  return Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, Buffer.isBuffer(cell) ? cell.toString('hex') : (cell as string | number | null)]))
}
