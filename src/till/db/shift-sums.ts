import type { JournalPosition } from './journal.ts'
import type { LedgerRead } from './sqlite-file.ts'

/** Entries of one kind of event on one kind of account, summed. A return that voids a sale is a kind of its own. */
export type EntrySum = {
  readonly kind: string
  readonly asset: string
  /** `member` and `gift-card` stand for all of them. */
  readonly account: string
  readonly delta: number
}
/** The stretch of the journal after `from` and, if it is given, before `to`. */
export type JournalStretch = { readonly from: JournalPosition; readonly to: JournalPosition | null }

const INSIDE = '(j.epoch, j.seq) > (@fromEpoch, @fromSeq) AND (j.epoch, j.seq) < (@toEpoch, @toSeq)'
const BEYOND_ALL = Number.MAX_SAFE_INTEGER

function bounds({ from, to }: JournalStretch) {
  return { fromEpoch: from.epoch, fromSeq: from.seq, toEpoch: to?.epoch ?? BEYOND_ALL, toSeq: to?.seq ?? BEYOND_ALL }
}

/** What the entries of a stretch add up to. */
export function sumEntries(ledger: LedgerRead, stretch: JournalStretch): EntrySum[] {
  return ledger.all<EntrySum>(
    `SELECT CASE WHEN v.event_id IS NOT NULL THEN 'void' ELSE j.kind END AS kind, e.asset,
      CASE WHEN e.account LIKE 'member/%' THEN 'member' WHEN e.account LIKE 'gift-card/%' THEN 'gift-card' ELSE e.account END AS account,
      sum(e.delta) AS delta
    FROM journal AS j JOIN entries AS e ON e.event_id = j.event_id LEFT JOIN sale_voids AS v ON v.event_id = j.event_id
    WHERE ${INSIDE} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    bounds(stretch),
  )
}

/** How many events of each kind a stretch has; voids of paid sales apart. */
export function countEvents(ledger: LedgerRead, stretch: JournalStretch): ReadonlyMap<string, number> {
  const rows = ledger.all<{ kind: string; count: number }>(
    `SELECT CASE WHEN v.event_id IS NOT NULL THEN 'void' ELSE j.kind END AS kind, count(*) AS count
    FROM journal AS j LEFT JOIN sale_voids AS v ON v.event_id = j.event_id WHERE ${INSIDE} GROUP BY 1`,
    bounds(stretch),
  )
  return new Map(rows.map(({ kind, count }) => [kind, count]))
}

/** Worth of what was taken out of baskets before it was paid. */
export function sumBasketVoids(ledger: LedgerRead, stretch: JournalStretch): number {
  return ledger.get<{ sum: number }>(`SELECT coalesce(sum(v.gross_minor), 0) AS sum FROM journal AS j JOIN basket_voids AS v ON v.event_id = j.event_id WHERE ${INSIDE}`, bounds(stretch))?.sum ?? 0
}

/** Points that returns of a stretch added to debts. */
export function sumDebtAdded(ledger: LedgerRead, stretch: JournalStretch): number {
  return (
    ledger.get<{ sum: number }>(
      `SELECT coalesce(sum(json_extract(r.result_json, '$.points.debtAddedPoints')), 0) AS sum FROM journal AS j JOIN returns AS r ON r.return_id = j.event_id WHERE ${INSIDE}`,
      bounds(stretch),
    )?.sum ?? 0
  )
}

export function countApprovals(ledger: LedgerRead, stretch: JournalStretch): number {
  return ledger.get<{ count: number }>(`SELECT count(*) AS count FROM journal AS j JOIN approvals AS a ON a.event_id = j.event_id WHERE ${INSIDE}`, bounds(stretch))?.count ?? 0
}

/** Did anything happen after that event that moves money, or opened the drawer? */
export function moneyMovedSince(ledger: LedgerRead, { epoch, seq }: JournalPosition): boolean {
  return ledger.get("SELECT 1 FROM journal WHERE (epoch, seq) > (?, ?) AND kind IN ('sale', 'return', 'cash-moved', 'value-refund', 'drawer-opened') LIMIT 1", [epoch, seq]) !== undefined
}
