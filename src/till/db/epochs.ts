import type { LedgerRead, LedgerWrite } from './sqlite-file.ts'

/** One life of this till's journal. Its seq starts from 1. */
export type Epoch = {
  readonly epoch: number
  readonly startedAtMs: number
  readonly machineId: string
  /** Last hash of the epoch before; 32 zero bytes for the first. */
  readonly previousHash: Uint8Array
}

const columns = 'epoch, started_at_ms AS startedAtMs, machine_id AS machineId, previous_hash AS previousHash'

/** The epoch that is being written; null before the first. */
export function readNewestEpoch(ledger: LedgerRead): Epoch | null {
  return ledger.get<Epoch>(`SELECT ${columns} FROM epochs ORDER BY epoch DESC LIMIT 1`) ?? null
}

/** All epochs, oldest first. */
export function readEpochs(ledger: LedgerRead): Epoch[] {
  return ledger.all<Epoch>(`SELECT ${columns} FROM epochs ORDER BY epoch`)
}

/** Starts an epoch; its number must be above every other. */
export function insertEpoch(tx: LedgerWrite, epoch: Epoch): void {
  tx.run(
    'INSERT INTO epochs (epoch, started_at_ms, machine_id, previous_hash) VALUES (@epoch, @startedAtMs, @machineId, @previousHash)',
    epoch,
  )
}
