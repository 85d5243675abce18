import { isAcked } from './acks.ts'
import { readNewestEpoch } from './epochs.ts'
import type { LedgerRead } from './sqlite-file.ts'

/** What managers let this till give without HQ's word or a member's proof. Each at least 0. */
export type AllowanceSpent = { readonly minor: number; readonly points: number }

const UNAPPLIED = `FROM approvals AS a JOIN journal AS j ON j.event_id = a.event_id
  LEFT JOIN outcomes AS o ON o.epoch = j.epoch AND o.seq = j.seq
  LEFT JOIN sales AS s ON s.sale_id = a.event_id`
/** HQ has not said that it is applied; what waits there for a person is not. */
const OPEN = `coalesce(o.outcome, 'suspense') = 'suspense'`

/**
 * What was given that way and HQ has not applied yet: so much of the allowances is used (R13). Of a return, alone or in an
 * exchange, all that it gave: money to any tender and to stored value, what paid for new goods, points. Of a sale whose
 * points were verified by hand, those points.
 */
export function readAllowanceSpent(ledger: LedgerRead): AllowanceSpent {
  const spent = ledger.get<AllowanceSpent>(
    `SELECT coalesce(sum(minor), 0) AS minor, coalesce(sum(points), 0) AS points FROM (
      SELECT r.points_back AS points,
        (SELECT coalesce(sum(f.refund_minor), 0) FROM refunds AS f WHERE f.return_id = r.return_id)
          + json_extract(r.result_json, '$.storedValue.principalMinor') + json_extract(r.result_json, '$.storedValue.bonusMinor') AS minor
      ${UNAPPLIED} JOIN returns AS r ON r.return_id = coalesce(s.exchange_return_id, a.event_id)
      WHERE a."right" = 'return-without-right' AND ${OPEN}
      UNION ALL
      SELECT s.points_used AS points, 0 AS minor ${UNAPPLIED} WHERE a."right" = 'verify-by-hand' AND s.sale_id IS NOT NULL AND ${OPEN}
    )`,
  )
  return spent ?? { minor: 0, points: 0 }
}

/** Files that were put back or copied have no allowance until HQ has answered their new epoch once. */
export function hasAllowance(ledger: LedgerRead): boolean {
  const epoch = readNewestEpoch(ledger)?.epoch ?? 1
  return epoch === 1 || isAcked(ledger, { epoch, seq: 1 })
}
