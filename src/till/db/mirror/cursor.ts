import type { JournalPosition } from '../journal.ts'
import type { MirrorRead, MirrorWrite } from '../sqlite-file.ts'

/** How far this mirror has followed HQ, and up to which of this till's own events HQ had counted by then. */
export type Cursor = {
  readonly incarnation: number
  readonly position: number
  readonly included: JournalPosition
}

/** Null: nothing has come from HQ yet. */
export function readCursor(mirror: MirrorRead): Cursor | null {
  const row = mirror.get<{ incarnation: number; position: number; epoch: number; seq: number }>(
    'SELECT incarnation, position, included_epoch AS epoch, included_seq AS seq FROM cursor WHERE slot = 1',
  )
  if (row === undefined) return null
  return { incarnation: row.incarnation, position: row.position, included: { epoch: row.epoch, seq: row.seq } }
}

/** Written in the transaction of the rows that it describes. */
export function putCursor(tx: MirrorWrite, cursor: Cursor): void {
  tx.run(
    `INSERT INTO cursor (slot, incarnation, position, included_epoch, included_seq)
    VALUES (1, @incarnation, @position, @epoch, @seq)
    ON CONFLICT (slot) DO UPDATE SET incarnation = excluded.incarnation, position = excluded.position,
      included_epoch = excluded.included_epoch, included_seq = excluded.included_seq`,
    { incarnation: cursor.incarnation, position: cursor.position, ...cursor.included },
  )
}
