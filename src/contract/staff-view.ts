import type { ApprovalReason, Right, RightAnswer, StaffRole } from './staff-rights.ts'

/** Who is at the till. */
export type StaffView =
  /** Nobody: nothing but signing in works. `basketKept`: the open sale waits for whoever comes. */
  | { readonly kind: 'locked'; readonly why: 'started' | 'idle' | 'by-hand' | 'withdrawn' }
  | StaffAtTill
  /** No one of this store has a PIN or badge yet: the till sells in the name of the cashier that it was told. */
  | { readonly kind: 'unguarded' }

export type StaffAtTill = {
  readonly kind: 'signed-in'
  readonly staffId: string
  readonly name: string
  readonly role: StaffRole
  readonly rights: Readonly<Record<Right, RightAnswer>>
  /** What the screen waits for somebody to allow: a badge does it, or a PIN. */
  readonly asking: ApprovalWanted | null
  /** It was allowed: the act is now asked for again, with this id. */
  readonly approved: (ApprovalAsked & { readonly approvalId: string }) | null
}

/** Somebody who may sign in here. */
export type StaffTile = {
  readonly staffId: string
  readonly name: string
  readonly role: StaffRole
  /** Without one only the badge signs in. */
  readonly hasPin: boolean
  /** Running time until wrong PINs are forgiven; 0: not locked. */
  readonly lockedForMs: number
}

/** `staff_locked`: too many wrong tries; `detail` is the running time left in milliseconds. */
export type SignInRefusal = 'wrong_pin' | 'staff_locked' | 'unknown_staff' | 'no_pin'

/** What an approval is for: it allows this act on this thing, once. */
export type ApprovalAsked = { readonly right: Right; readonly subject: string }
export type ApprovalWanted = ApprovalAsked & { readonly reason: ApprovalReason; readonly note: string }
