import { create } from 'zustand'
import type { Reply, Input } from '../../contract/serve.ts'
import type { ApprovalReason, Right } from '../../contract/staff-rights.ts'
import type { StaffView } from '../../contract/staff-view.ts'
import { useMirror } from '../state/mirror.ts'
import { useShift } from '../shift/shift-state.ts'
import { subjectOf, type Act } from './approvable.ts'

/** An act that waits for somebody to allow it. */
export type ApprovalQuestion = {
  readonly act: Act
  readonly right: Right
  readonly subject: string
  readonly reason: ApprovalReason
  /** The last scan when it was asked: a later one is about this question. */
  readonly scanAtMs: number | null
}
export type ApprovalState = { readonly question: ApprovalQuestion | null }
export const useApproval = create<ApprovalState>()(() => ({ question: null }))

/** As asked of the engine. */
export type AskEngine = (name: 'staff.ask', input: Input<'staff.ask'>) => Promise<Reply<'staff.ask'>>

/** What it mostly is, chosen beforehand; another is one key away. */
const usualReasons: { readonly [R in Right]?: ApprovalReason } = {
  'price-override': 'price-wrong',
  discount: 'customer-request',
  'discount-over-limit': 'customer-request',
  'void-open': 'cashier-mistake',
  'void-paid': 'cashier-mistake',
  return: 'customer-request',
  'return-without-right': 'system-trouble',
  'verify-by-hand': 'customer-request',
  'shift-variance': 'cashier-mistake',
}

let settle: (approvalId: string | null) => void = () => undefined

/**
 * Asks on screen for somebody to allow an act, and waits.
 * @returns the approval's id, by a badge or a PIN; null: nobody allowed it (Esc, or whoever asked has gone).
 */
export async function approvalFor(act: Act, right: Right, askEngine: AskEngine): Promise<string | null> {
  const { desk, status } = useMirror.getState()
  const { shift } = useShift.getState()
  const asker = askerOf(status?.staff)
  if (asker === null) return null
  const subject = subjectOf(act, { saleId: desk?.saleId ?? '', shiftId: shift?.kind === 'open' ? shift.shiftId : 'none' })
  const question: ApprovalQuestion = { act, right, subject, reason: usualReasons[right] ?? 'other', scanAtMs: desk?.scan?.atMs ?? null }
  const asked = await askEngine('staff.ask', { wanted: wantedOf(question) })
  if (!asked.ok) return null
  settle(null)
  return new Promise((resolve) => {
    const unsubscribe = useMirror.subscribe(({ status: now }) => {
      if (askerOf(now?.staff) !== asker) settle(null)
      else if (now?.staff.kind === 'signed-in' && isFor(question, now.staff.approved)) settle(now.staff.approved.approvalId)
    })
    settle = (approvalId) => {
      unsubscribe()
      settle = () => undefined
      useApproval.setState({ question: null })
      resolve(approvalId)
    }
    useApproval.setState({ question })
  })
}

function wantedOf({ right, subject, reason }: ApprovalQuestion) {
  return { right, subject, reason, note: '' }
}
function askerOf(staff: StaffView | undefined): string | null {
  return staff?.kind === 'signed-in' ? staff.staffId : null
}
type Approved = Extract<StaffView, { readonly kind: 'signed-in' }>['approved']
function isFor({ right, subject }: ApprovalQuestion, approved: Approved): approved is NonNullable<Approved> {
  return approved !== null && approved.right === right && approved.subject === subject
}

/** Somebody allowed it by PIN. */
export function approved(approvalId: string): void {
  settle(approvalId)
}

/** Nobody has to any more: the act is not done. */
export async function cancelApproval(askEngine: AskEngine): Promise<void> {
  settle(null)
  await askEngine('staff.ask', { wanted: null })
}

/** Another reason for the same question. */
export async function changeReason(reason: ApprovalReason, askEngine: AskEngine): Promise<void> {
  const { question } = useApproval.getState()
  if (question === null || question.reason === reason) return
  const changed = { ...question, reason }
  useApproval.setState({ question: changed })
  await askEngine('staff.ask', { wanted: wantedOf(changed) })
}
