import Database from 'better-sqlite3'

/**
 * Takes the time of every writing transaction of this process, from BEGIN to the end of COMMIT: what a sale costs the
 * files, without the quoting and looking around it. The product knows nothing of it.
 */
export type TransactionClock = {
  /** Milliseconds of the last transaction. */
  lastMs(): number
  stop(): void
}

export function startTransactionClock(): TransactionClock {
  const db = new Database(':memory:')
  const statements = Object.getPrototypeOf(db.prepare('SELECT 1')) as { run(this: { readonly source: string }, ...bound: unknown[]): unknown }
  db.close()
  const { run } = statements
  let beganMs = 0
  let lastMs = Number.NaN
  statements.run = function (...bound: unknown[]) {
    if (this.source.startsWith('BEGIN')) beganMs = performance.now()
    const outcome = run.apply(this, bound)
    if (this.source === 'COMMIT') lastMs = performance.now() - beganMs
    return outcome
  }
  return { lastMs: () => lastMs, stop: () => void (statements.run = run) }
}
