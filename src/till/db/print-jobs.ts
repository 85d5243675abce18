import type { LedgerRead, LedgerWrite } from './sqlite-file.ts'

/** `printing`: begun, perhaps on paper · `given-up`: there is nothing to print any more, or a person took it out. */
export type PrintJobState = 'queued' | 'printing' | 'printed' | 'given-up'
export type PrintJobRow = {
  readonly jobId: number
  readonly whatJson: string
  readonly state: PrintJobState
  /** Some of it may be on paper already: it is marked as a reprint. */
  readonly reprint: boolean
  /** Why it is not printed yet; null: its turn has not come. */
  readonly problem: string | null
  readonly createdAtMs: number
}

type Stored = Omit<PrintJobRow, 'reprint'> & { readonly reprint: number }
const COLUMNS = 'job_id AS jobId, what_json AS whatJson, state, reprint, problem, created_at_ms AS createdAtMs'

/** Adds a job at the end. @returns its number */
export function addPrintJob(
  tx: LedgerWrite,
  job: { readonly whatJson: string; readonly reprint: boolean; readonly nowMs: number },
): number {
  const next = tx.get<{ jobId: number }>('SELECT coalesce(max(job_id), 0) + 1 AS jobId FROM print_jobs')?.jobId ?? 1
  tx.run(
    `INSERT INTO print_jobs (job_id, what_json, state, reprint, problem, created_at_ms, changed_at_ms)
     VALUES (@jobId, @whatJson, 'queued', @reprint, NULL, @nowMs, @nowMs)`,
    { jobId: next, whatJson: job.whatJson, reprint: job.reprint ? 1 : 0, nowMs: job.nowMs },
  )
  return next
}

/** Jobs that are not done, oldest first. */
export function openPrintJobs(ledger: LedgerRead): readonly PrintJobRow[] {
  const rows = ledger.all<Stored>(
    `SELECT ${COLUMNS} FROM print_jobs WHERE state IN ('queued', 'printing') ORDER BY job_id`,
  )
  return rows.map((row) => ({ ...row, reprint: row.reprint === 1 }))
}

/** Was a receipt asked for before, so that it may be on paper? Only jobs that are still remembered count. */
export function wasPrintAsked(ledger: LedgerRead, receipt: { readonly saleId: string } | { readonly returnId: string }): boolean {
  const [key, id] = 'saleId' in receipt ? ['$.saleId', receipt.saleId] : ['$.returnId', receipt.returnId]
  const kind = 'saleId' in receipt ? 'sale-receipt' : 'return-receipt'
  const row = ledger.get(
    `SELECT 1 FROM print_jobs WHERE json_extract(what_json, '$.kind') = @kind AND json_extract(what_json, @key) = @id
    AND (state <> 'given-up' OR reprint = 1) LIMIT 1`,
    { kind, key, id },
  )
  return row !== undefined
}

/** Notes how a job stands. */
export function setPrintJob(
  tx: LedgerWrite,
  jobId: number,
  job: {
    readonly state: PrintJobState
    readonly reprint: boolean
    readonly problem: string | null
    readonly nowMs: number
  },
): void {
  tx.run(
    'UPDATE print_jobs SET state = @state, reprint = @reprint, problem = @problem, changed_at_ms = @nowMs WHERE job_id = @jobId',
    {
      jobId,
      state: job.state,
      reprint: job.reprint ? 1 : 0,
      problem: job.problem,
      nowMs: job.nowMs,
    },
  )
}

/** Forgets what was done before a time. @returns how many */
export function forgetDonePrintJobs(tx: LedgerWrite, beforeMs: number): number {
  return tx.run("DELETE FROM print_jobs WHERE state IN ('printed', 'given-up') AND changed_at_ms < ?", [beforeMs])
}
