import type { MirrorRead, MirrorWrite } from '../sqlite-file.ts'

/** Points of one earning, as HQ counts them. */
export type MirrorLot = {
  readonly lotId: string
  readonly points: number
  readonly earnedAtMs: number
  /** null: usable from the start. */
  readonly availableAtMs: number | null
  /** The first instant at which they can no longer be used; null: never. */
  readonly expiresAtMs: number | null
  readonly grace: boolean
}

type Stored = Omit<MirrorLot, 'grace'> & { readonly grace: number }

/** A member's lots, earliest earned first. */
export function readLots(mirror: MirrorRead, memberId: string): MirrorLot[] {
  const rows = mirror.all<Stored>(
    `SELECT lot_id AS lotId, points, earned_at_ms AS earnedAtMs, available_at_ms AS availableAtMs,
      expires_at_ms AS expiresAtMs, grace
    FROM lots WHERE member_id = ?`,
    [memberId],
  )
  // Here and not in SQL: sorting a handful of rows there costs more than finding them.
  rows.sort((a, b) => a.earnedAtMs - b.earnedAtMs || (a.lotId < b.lotId ? -1 : 1))
  return rows.map((row) => ({ ...row, grace: row.grace === 1 }))
}

/** A member's lots are told whole: these replace what was here. */
export function replaceLots(tx: MirrorWrite, memberId: string, lots: readonly MirrorLot[]): void {
  tx.run('DELETE FROM lots WHERE member_id = ?', [memberId])
  for (const lot of lots) {
    tx.run(
      `INSERT INTO lots (member_id, lot_id, points, earned_at_ms, available_at_ms, expires_at_ms, grace)
      VALUES (@memberId, @lotId, @points, @earnedAtMs, @availableAtMs, @expiresAtMs, @grace)`,
      { ...lot, memberId, grace: lot.grace ? 1 : 0 },
    )
  }
}
