import type { PrintWhat } from '../../contract/print-calls.ts'
import { addPrintJob, forgetDonePrintJobs, openPrintJobs, setPrintJob, type PrintJobRow } from '../db/print-jobs.ts'
import type { Ledger, LedgerWrite } from '../db/sqlite-file.ts'
import type { Timers } from '../sync/timers.ts'
import type { Printer, PrintOutcome } from './printer.ts'
import type { PrinterProblem } from './printer-status.ts'
import { markedAsReprint } from './reprint-mark.ts'

export type PrintQueueDeps = {
  readonly ledger: Ledger
  /** Null: no printer is set up; jobs wait. Asked before each job. */
  readonly printer: () => Pick<Printer, 'print'> | null
  /** The receiptline document; null: there is no such thing any more. */
  readonly render: (what: PrintWhat) => string | null
  readonly nowMs: () => number
  readonly timers: Timers
  /** The printer's state changed, as far as the queue has seen it: null is well. */
  readonly onProblem: (problem: PrinterProblem | null, waiting: number) => void
  /** Characters that the printer does not have; for the log, so that the catalogue can be mended. */
  readonly onMissing: (characters: readonly string[]) => void
  /** Something that should not happen (a full disk, a bug): told, and tried again later; the engine goes on. */
  readonly onBug: (cause: unknown) => void
}

const RETRY_MS = 2000
/** What was printed is remembered so long. */
export const DONE_KEPT_MS = 7 * 24 * 3600 * 1000

/**
 * Prints what was asked for, in order, one at a time, across restarts: a job leaves the queue only when it is on paper
 * or a person takes it out. A job that may be on paper in part is printed again with the mark of a reprint.
 */
export class PrintQueue {
  readonly #deps: PrintQueueDeps
  #working = false
  /** Something came while it worked: it looks once more before it rests. */
  #asked = false
  #closed = false
  #cancelRetry: () => void = () => undefined

  /** What was printing when the program last ended may be on paper. */
  constructor(deps: PrintQueueDeps) {
    this.#deps = deps
    deps.ledger.write((tx) => {
      const nowMs = deps.nowMs()
      for (const job of openPrintJobs(tx)) {
        if (job.state === 'printing') setPrintJob(tx, job.jobId, { ...job, state: 'queued', reprint: true, nowMs })
      }
      forgetDonePrintJobs(tx, nowMs - DONE_KEPT_MS)
    })
    void this.#work()
  }

  /** Queues one document durably. @param reprint a person asks for it once more. @returns the job's number */
  add(what: PrintWhat, reprint = false): number {
    const jobId = this.#deps.ledger.write((tx) => this.addIn(tx, what, reprint))
    void this.#work()
    return jobId
  }

  /** Queues it in a transaction of somebody else, who calls `retry` when that is done. */
  addIn(tx: LedgerWrite, what: PrintWhat, reprint = false): number {
    return addPrintJob(tx, { whatJson: JSON.stringify(what), reprint, nowMs: this.#deps.nowMs() })
  }

  /** Jobs that are not on paper yet. */
  waiting(): readonly PrintJobRow[] {
    return openPrintJobs(this.#deps.ledger)
  }

  /** A person does not want it any more. What is printing just now cannot be stopped. */
  giveUp(jobId: number): boolean {
    const job = this.waiting().find((one) => one.jobId === jobId && one.state === 'queued')
    if (job === undefined) return false
    this.#note(job, { state: 'given-up', problem: 'given-up' })
    return true
  }

  /** Tries again at once: the printer was seen to. */
  retry(): void {
    void this.#work()
  }

  close(): void {
    this.#closed = true
    this.#cancelRetry()
  }

  async #work(): Promise<void> {
    this.#asked = true
    if (this.#working) return
    this.#working = true
    this.#cancelRetry()
    try {
      while (this.#asked && !this.#closed) {
        this.#asked = false
        if (await this.#printNext()) this.#asked = true
      }
    } catch (cause) {
      this.#deps.onBug(cause)
      this.#retryLater()
    } finally {
      this.#working = false
    }
  }

  /** @returns true if the next one may have its turn now */
  async #printNext(): Promise<boolean> {
    const [job] = this.waiting()
    const printer = this.#deps.printer()
    if (job === undefined || printer === null) return false
    const what = JSON.parse(job.whatJson) as PrintWhat
    const document = this.#rendered(what)
    if (document === null) {
      this.#note(job, { state: 'given-up', problem: 'nothing-to-print' })
      return true
    }
    this.#note(job, { state: 'printing', problem: null })
    const outcome = await printer.print(job.reprint ? markedAsReprint(document, what.locale) : document)
    return !this.#closed && this.#settle(job, outcome)
  }

  /** One document that cannot be made must not keep all others from the paper. */
  #rendered(what: PrintWhat): string | null {
    try {
      return this.#deps.render(what)
    } catch (cause) {
      this.#deps.onBug(cause)
      return null
    }
  }

  #settle(job: PrintJobRow, outcome: PrintOutcome): boolean {
    if (outcome.kind === 'printed') {
      this.#note(job, { state: 'printed', problem: null })
      if (outcome.missing.length > 0) this.#deps.onMissing(outcome.missing)
      this.#deps.onProblem(null, this.waiting().length)
      return true
    }
    this.#note(
      { ...job, reprint: job.reprint || outcome.kind === 'interrupted' },
      { state: 'queued', problem: outcome.problem.kind },
    )
    this.#deps.onProblem(outcome.problem, this.waiting().length)
    this.#retryLater()
    return false
  }

  #retryLater(): void {
    this.#cancelRetry()
    this.#cancelRetry = this.#deps.timers.after(RETRY_MS, () => void this.#work())
  }

  #note(job: PrintJobRow, change: { readonly state: PrintJobRow['state']; readonly problem: string | null }): void {
    this.#deps.ledger.write((tx) =>
      setPrintJob(tx, job.jobId, { ...change, reprint: job.reprint, nowMs: this.#deps.nowMs() }),
    )
  }
}
