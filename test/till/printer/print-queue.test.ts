import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openSqliteFile, type Ledger } from '../../../src/till/db/sqlite-file.ts'
import { ledgerPath, ledgerProfile } from '../../../src/till/db/till-files.ts'
import type { PrintWhat } from '../../../src/contract/print-calls.ts'
import { PrintQueue } from '../../../src/till/printer/print-queue.ts'
import type { PrintOutcome } from '../../../src/till/printer/printer.ts'
import { TimeModel } from '../devices/drivers-model.ts'

let dir: string
let ledger: Ledger
const queues: PrintQueue[] = []
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tillpoint-print-'))
  ledger = openSqliteFile(ledgerProfile, { path: ledgerPath(dir) })
})
afterEach(() => {
  for (const queue of queues.splice(0)) queue.close()
  ledger.close()
  rmSync(dir, { recursive: true, force: true })
})

const PRINTED: PrintOutcome = { kind: 'printed', confirmed: true, missing: [] }
const OUT: PrintOutcome = { kind: 'not-started', problem: { kind: 'paper-out' } }
const TORN: PrintOutcome = { kind: 'interrupted', problem: { kind: 'paper-out' } }
const sale = (saleId: string): PrintWhat => ({ kind: 'sale-receipt', saleId, locale: 'en' })

/** A printer that does what it is told to, then prints. */
function setUp(outcomes: (PrintOutcome | 'hangs')[] = [], present = true) {
  const papers: string[] = []
  const problems: string[] = []
  const missing: string[] = []
  const time = new TimeModel()
  const queue = new PrintQueue({
    ledger,
    printer: () =>
      present
        ? {
            print: (document) => {
              const outcome = outcomes.shift() ?? PRINTED
              if (outcome === 'hangs') return new Promise<PrintOutcome>(() => undefined)
              if (outcome.kind !== 'not-started')
                papers.push(document.includes('REPRINT') ? `again ${document.slice(-2)}` : document)
              return Promise.resolve(outcome)
            },
          }
        : null,
    render: (what) => {
      if (what.kind !== 'sale-receipt' || what.saleId === 'gone') return null
      if (what.saleId === 'bad') throw new Error('a bug')
      return what.saleId
    },
    nowMs: () => time.nowMs,
    timers: time,
    onProblem: (problem, waiting) => problems.push(`${problem?.kind ?? 'well'} ${String(waiting)}`),
    onMissing: (characters) => missing.push(...characters),
    onBug: (cause) => problems.push(String(cause)),
  })
  queues.push(queue)
  const settled = (): Promise<unknown> => vi.waitUntil(() => queue.waiting().length === 0)
  return { queue, papers, problems, missing, time, settled }
}

describe('the print queue', () => {
  it('prints in order, each once', async () => {
    const { queue, papers, settled } = setUp()
    for (const saleId of ['s1', 's2', 's3']) queue.add(sale(saleId))
    await settled()
    expect(papers).toEqual(['s1', 's2', 's3'])
  })

  it('keeps what cannot be printed now and tries again; no mark, as nothing was on paper', async () => {
    const { queue, papers, problems, time, settled } = setUp([OUT, OUT])
    queue.add(sale('s1'))
    queue.add(sale('s2'))
    await vi.waitUntil(() => problems.length === 1)
    expect(queue.waiting()).toMatchObject([
      { problem: 'paper-out', state: 'queued', reprint: false },
      { problem: null },
    ])
    time.pass(2000)
    await vi.waitUntil(() => problems.length === 2)
    queue.retry()
    await settled()
    expect(papers).toEqual(['s1', 's2'])
    expect(problems).toEqual(['paper-out 2', 'paper-out 2', 'well 1', 'well 0'])
  })

  it('marks what may be on paper already', async () => {
    const { queue, papers, time, settled, problems } = setUp([TORN])
    queue.add(sale('s1'))
    await vi.waitUntil(() => problems.length === 1)
    time.pass(2000)
    await settled()
    expect(papers).toEqual(['s1', 'again s1'])
  })

  it('marks what a person asks for once more', async () => {
    const { queue, papers, settled } = setUp()
    queue.add(sale('s1'), true)
    await settled()
    expect(papers).toEqual(['again s1'])
  })

  it('loses nothing when the program ends: waiting jobs are printed, the one at the printer with a mark', async () => {
    const first = setUp(['hangs'])
    for (const saleId of ['s1', 's2']) first.queue.add(sale(saleId))
    await vi.waitUntil(() => first.queue.waiting()[0]?.state === 'printing')
    expect(first.queue.waiting().map((job) => job.state)).toEqual(['printing', 'queued'])
    first.queue.close()
    ledger.close()
    ledger = openSqliteFile(ledgerProfile, { path: ledgerPath(dir) })
    const second = setUp()
    await second.settled()
    expect(second.papers).toEqual(['again s1', 's2'])
  })

  it('waits without a printer, and prints when there is one', async () => {
    const without = setUp([], false)
    without.queue.add(sale('s1'))
    expect(without.queue.waiting()).toHaveLength(1)
    without.queue.close()
    const { papers, settled } = setUp()
    await settled()
    expect(papers).toEqual(['s1'])
  })

  it('gives up what is not there any more, and what a person takes out', async () => {
    const { queue, papers, settled, problems } = setUp([OUT])
    queue.add(sale('s1'))
    queue.add(sale('gone'))
    const third = queue.add(sale('s3'))
    await vi.waitUntil(() => problems.length === 1)
    expect([queue.giveUp(third), queue.giveUp(third), queue.giveUp(99)]).toEqual([true, false, false])
    queue.retry()
    await settled()
    expect(papers).toEqual(['s1'])
  })

  it('goes on past a document that cannot be made', async () => {
    const { queue, papers, problems, settled } = setUp()
    queue.add(sale('bad'))
    queue.add(sale('s2'))
    await settled()
    expect(papers).toEqual(['s2'])
    expect(problems[0]).toBe('Error: a bug')
  })

  it('tells of characters that the printer does not have', async () => {
    const { queue, missing, settled } = setUp([{ kind: 'printed', confirmed: true, missing: ['한'] }])
    queue.add(sale('s1'))
    await settled()
    expect(missing).toEqual(['한'])
  })

  it('holds no words, only what they are made from, and forgets what is done after a week', async () => {
    const { queue, settled } = setUp()
    queue.add(sale('s1'))
    await settled()
    expect(ledger.all('SELECT what_json AS whatJson, state FROM print_jobs')).toEqual([
      { whatJson: '{"kind":"sale-receipt","saleId":"s1","locale":"en"}', state: 'printed' },
    ])
    const later = new TimeModel()
    later.nowMs = 8 * 24 * 3600 * 1000
    queues.push(
      new PrintQueue({
        ledger,
        printer: () => null,
        render: () => null,
        nowMs: () => later.nowMs,
        timers: later,
        onProblem: () => undefined,
        onMissing: () => undefined,
        onBug: () => undefined,
      }),
    )
    expect(ledger.all('SELECT 1 FROM print_jobs')).toEqual([])
  })
})
