import type { LedgerRead, LedgerWrite } from './sqlite-file.ts'

/** What trusted time (R11) rests on across restarts. */
export type TrustedTimeMarks = {
  /** HQ's time at the last contact, and this machine's monotonic time and boot then; null: never. */
  readonly hqAtMs: number | null
  readonly hqMonotonicMs: number | null
  readonly hqBootId: string | null
  /** HQ's time − this machine's wall clock, at the last contact. */
  readonly wallOffsetMs: number
  /** Trusted time had come this far; without HQ it starts no earlier. */
  readonly highWaterMs: number
  /** The last business date. */
  readonly businessDate: string | null
}

/** Null: this till never looked at the time. */
export function readTrustedTime(ledger: LedgerRead): TrustedTimeMarks | null {
  return (
    ledger.get<TrustedTimeMarks>(
      `SELECT hq_at_ms AS hqAtMs, hq_monotonic_ms AS hqMonotonicMs, hq_boot_id AS hqBootId,
        wall_offset_ms AS wallOffsetMs, high_water_ms AS highWaterMs, business_date AS businessDate
      FROM trusted_time WHERE slot = 1`,
    ) ?? null
  )
}

/** Writes the marks. What may go back and when is decided in src/till/trusted-time.ts. */
export function putTrustedTime(tx: LedgerWrite, marks: TrustedTimeMarks): void {
  tx.run(
    `INSERT INTO trusted_time (slot, hq_at_ms, hq_monotonic_ms, hq_boot_id, wall_offset_ms, high_water_ms, business_date)
    VALUES (1, @hqAtMs, @hqMonotonicMs, @hqBootId, @wallOffsetMs, @highWaterMs, @businessDate)
    ON CONFLICT (slot) DO UPDATE SET hq_at_ms = excluded.hq_at_ms, hq_monotonic_ms = excluded.hq_monotonic_ms,
      hq_boot_id = excluded.hq_boot_id, wall_offset_ms = excluded.wall_offset_ms,
      high_water_ms = excluded.high_water_ms, business_date = excluded.business_date`,
    marks,
  )
}
