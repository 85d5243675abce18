/** Somebody with the right allowed one act. Stands in the event of what it allowed, and is so saved with it or not at all. */
export type ApprovalFact = {
  readonly approvalId: string
  readonly right: string
  readonly subject: string
  readonly staffId: string
  readonly approverId: string
  readonly reason: string
  readonly note: string
  readonly approvedAtMs: number
}
