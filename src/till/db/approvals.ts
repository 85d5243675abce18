import type { ApprovalFact } from '../../journal/approval.ts'
import type { LedgerRead, LedgerWrite } from './sqlite-file.ts'

/** Writes who allowed what an event did; nothing for an event that needed nobody. */
export function insertApproval(tx: LedgerWrite, eventId: string, approval: ApprovalFact | null): void {
  if (approval === null) return
  tx.run(
    `INSERT INTO approvals (approval_id, event_id, "right", subject, staff_id, approver_id, reason, note, approved_at_ms)
    VALUES (@approvalId, @eventId, @right, @subject, @staffId, @approverId, @reason, @note, @approvedAtMs)`,
    { ...approval, eventId },
  )
}

/** Who allowed an event, oldest first. */
export function readApprovalsOf(ledger: LedgerRead, eventId: string): ApprovalFact[] {
  return ledger.all<ApprovalFact>(
    `SELECT approval_id AS approvalId, "right", subject, staff_id AS staffId, approver_id AS approverId, reason, note, approved_at_ms AS approvedAtMs
    FROM approvals WHERE event_id = ? ORDER BY approved_at_ms, approval_id`,
    [eventId],
  )
}
