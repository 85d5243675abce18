import type { ApprovalReason, Right } from '../../contract/staff-rights.ts'

/** One act that somebody with the right allowed somebody without it. Goes into the journal with what it allowed. */
export type Approval = {
  readonly approvalId: string
  readonly right: Right
  /** What it is about: a line, a sale, a return; it allows nothing else. */
  readonly subject: string
  /** Who asked. */
  readonly staffId: string
  /** Who allowed it. */
  readonly approverId: string
  readonly reason: ApprovalReason
  readonly note: string
  readonly approvedAtMs: number
}

/** An approval that is not used at once is no longer meant. */
export const APPROVAL_LASTS_MS = 2 * 60_000

/** Approvals that were given and not used yet; they live no longer than the process. */
export class Approvals {
  readonly #open = new Map<string, Approval & { readonly untilMs: number }>()
  readonly #monotonicMs: () => number

  constructor(monotonicMs: () => number) {
    this.#monotonicMs = monotonicMs
  }

  give(approval: Approval): void {
    this.#open.set(approval.approvalId, { ...approval, untilMs: this.#monotonicMs() + APPROVAL_LASTS_MS })
  }

  /** Is there one for this act by this person? It stays usable. */
  peek(approvalId: string, act: Pick<Approval, 'right' | 'subject' | 'staffId'>): Approval | null {
    const given = this.#open.get(approvalId)
    if (given === undefined || given.untilMs < this.#monotonicMs()) return null
    const { untilMs, ...approval } = given
    return approval.right === act.right && approval.subject === act.subject && approval.staffId === act.staffId ? approval : null
  }

  /** It was used: it allows nothing more. */
  spend(approvalId: string): void {
    this.#open.delete(approvalId)
  }

  /** Whoever asked has gone. */
  clear(): void {
    this.#open.clear()
  }
}
