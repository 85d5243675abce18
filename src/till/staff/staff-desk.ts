import { err, ok, type Result } from '../../contract/result.ts'
import { mayDo, RIGHTS, type ApprovalReason, type Right, type RightAnswer, type StaffRole } from '../../contract/staff-rights.ts'
import type { ApprovalAsked, SignInRefusal, StaffTile, StaffView } from '../../contract/staff-view.ts'
import { readStaff, readStaffByBadge, readStaffOfStore, type MirrorStaff } from '../db/mirror/staff.ts'
import type { Ledger, Mirror } from '../db/sqlite-file.ts'
import type { Ids } from '../ids.ts'
import { Approvals, type Approval } from './approvals.ts'
import { PinLock } from './pin-lock.ts'

export type StaffDeskDeps = {
  readonly ledger: Ledger
  readonly mirror: () => Mirror
  readonly storeId: string
  readonly ids: Ids
  readonly nowMs: () => number
  readonly monotonicMs: () => number
  /** The hash of a PIN out of the box in which HQ sent it; null: it cannot be opened here. */
  readonly openPin: (staffId: string, box: Uint8Array) => string | null
  readonly isPinOf: (pinHash: string, pin: string) => Promise<boolean>
  readonly badgeIndex: (badge: string) => Uint8Array
  /** Who sells while nobody of this store can sign in. */
  readonly namedCashier: () => MirrorStaff | null
  /** Minutes without a key, a touch or a scan until the till locks; 0: never. */
  readonly idleLockMinutes: () => number
  readonly onChange: () => void
}

type Refused<Code extends string> = { readonly code: Code; readonly detail?: string }
type Locked = Extract<StaffView, { readonly kind: 'locked' }>
type Session = { readonly kind: 'signed-in'; readonly staffId: string } | Locked
/** Who acts: nobody set up counts as a cashier, who may do what a cashier may. */
export type Actor = { readonly staffId: string; readonly role: StaffRole }

/** `signed_out`: nobody is at the till · `needs_approval`: somebody with the right may allow it · `no_right`: nobody may here. */
export type ActRefusal = 'signed_out' | 'needs_approval' | 'no_right'

/** A badge alone signs in up to here; a manager's wants her PIN too, because a badge can be lost or photographed. */
const BADGE_ALONE: readonly StaffRole[] = ['trainee', 'cashier', 'supervisor']

/** Who is at the till, what she may do, and what others allowed her. */
export class StaffDesk {
  readonly #deps: StaffDeskDeps
  readonly #lock: PinLock
  readonly #approvals: Approvals
  #session: Session = { kind: 'locked', why: 'started' }
  #activeAtMs: number

  constructor(deps: StaffDeskDeps) {
    this.#deps = deps
    this.#lock = new PinLock(deps.ledger, deps.monotonicMs)
    this.#approvals = new Approvals(deps.monotonicMs)
    this.#activeAtMs = deps.monotonicMs()
  }

  view(): StaffView {
    if (!this.#isGuarded()) return { kind: 'unguarded' }
    const session = this.#session
    if (session.kind === 'locked') return session
    const person = this.#activeHere(session.staffId)
    if (person === null) return { kind: 'locked', why: 'withdrawn' }
    const { staffId, name, role } = person
    return { kind: 'signed-in', staffId, name, role, rights: rightsOf(role) }
  }

  /** Null: nobody is signed in. */
  actor(): Actor | null {
    const view = this.view()
    if (view.kind === 'signed-in') return view
    if (view.kind === 'locked') return null
    const { staffId } = this.#deps.namedCashier() ?? { staffId: 'unknown' }
    return { staffId, role: 'cashier' }
  }

  /** Everybody who may sign in here. */
  tiles(): StaffTile[] {
    return readStaffOfStore(this.#deps.mirror(), this.#deps.storeId).map(({ staffId, name, role, pinBox }) => ({
      ...{ staffId, name, role },
      hasPin: pinBox !== null,
      lockedForMs: this.#lock.lockedForMs(staffId),
    }))
  }

  /** Signs in, in place of whoever was there; the basket stays. */
  async signIn(staffId: string, pin: string): Promise<Result<StaffView, Refused<SignInRefusal>>> {
    const proved = await this.#prove(staffId, pin)
    if (!proved.ok) return proved
    return ok(this.#enter(proved.output))
  }

  /**
   * By badge. `needs-pin`: hers opens too much to do it alone.
   * @returns null: it is nobody's who works here
   */
  signInByBadge(badge: string): { readonly kind: 'signed-in' | 'needs-pin' | 'locked'; readonly staff: MirrorStaff } | null {
    const staff = this.#byBadge(badge)
    if (staff === null) return null
    if (this.#lock.lockedForMs(staff.staffId) > 0) return { kind: 'locked', staff }
    if (!BADGE_ALONE.includes(staff.role)) return { kind: 'needs-pin', staff }
    this.#enter(staff)
    return { kind: 'signed-in', staff }
  }

  lock(why: Locked['why']): void {
    if (this.view().kind !== 'signed-in') return
    this.#session = { kind: 'locked', why }
    this.#approvals.clear()
    this.#deps.onChange()
  }

  /** Somebody touched it. */
  noteActivity(): void {
    this.#activeAtMs = this.#deps.monotonicMs()
  }

  /** To be called every few seconds: locks run down, an idle till locks itself, a right withdrawn at HQ ends at once. */
  tick(): void {
    this.#lock.tick()
    const session = this.#session
    if (session.kind === 'signed-in' && this.#isGuarded() && this.#activeHere(session.staffId) === null) {
      this.#session = { kind: 'locked', why: 'withdrawn' }
      this.#approvals.clear()
      this.#deps.onChange()
      return
    }
    const idleMs = this.#deps.idleLockMinutes() * 60_000
    if (idleMs > 0 && this.#deps.monotonicMs() - this.#activeAtMs >= idleMs) this.lock('idle')
  }

  /** May whoever is at the till do this? Null: yes. */
  refusal(right: Right): Refused<ActRefusal> | null {
    const actor = this.actor()
    if (actor === null) return { code: 'signed_out' }
    return refusalOf(mayDo(actor.role, right), right)
  }

  /**
   * Somebody with the right allows one act of whoever is at the till.
   * @returns the approval's id: the act is asked for again with it
   */
  async approve(
    asked: ApprovalAsked & { readonly staffId: string; readonly pin: string; readonly reason: ApprovalReason; readonly note: string },
  ): Promise<Result<Approval, Refused<SignInRefusal | 'signed_out' | 'no_right'>>> {
    const actor = this.actor()
    if (actor === null) return err({ code: 'signed_out' })
    if (mayDo(actor.role, asked.right) === 'no') return err({ code: 'no_right' })
    const proved = await this.#prove(asked.staffId, asked.pin)
    if (!proved.ok) return proved
    if (mayDo(proved.output.role, asked.right) !== 'yes') return err({ code: 'no_right' })
    const approval: Approval = {
      approvalId: this.#deps.ids.next(),
      ...{ right: asked.right, subject: asked.subject, staffId: actor.staffId, approverId: proved.output.staffId },
      ...{ reason: asked.reason, note: asked.note, approvedAtMs: this.#deps.nowMs() },
    }
    this.#approvals.give(approval)
    return ok(approval)
  }

  /**
   * May this be done: by right, or by the approval named? The approval is used up by {@link used}, once what it allowed
   * is saved.
   */
  allow(act: ApprovalAsked, approvalId: string | null): Result<Approval | null, Refused<ActRefusal>> {
    const actor = this.actor()
    if (actor === null) return err({ code: 'signed_out' })
    const refused = refusalOf(mayDo(actor.role, act.right), act.right)
    if (refused === null) return ok(null)
    if (refused.code !== 'needs_approval' || approvalId === null) return err(refused)
    const approval = this.#approvals.peek(approvalId, { ...act, staffId: actor.staffId })
    return approval === null ? err(refused) : ok(approval)
  }

  used(approval: Approval | null): void {
    if (approval !== null) this.#approvals.spend(approval.approvalId)
  }

  async #prove(staffId: string, pin: string): Promise<Result<MirrorStaff, Refused<SignInRefusal>>> {
    const person = this.#activeHere(staffId)
    if (person === null) return err({ code: 'unknown_staff' })
    if (person.pinBox === null) return err({ code: 'no_pin' })
    const hash = this.#deps.openPin(staffId, person.pinBox)
    if (hash === null) return err({ code: 'no_pin', detail: 'its box cannot be opened with the keys of this till' })
    if (!this.#lock.begin(staffId)) return err({ code: 'staff_locked', detail: String(this.#lock.lockedForMs(staffId)) })
    const isRight = await this.#deps.isPinOf(hash, pin)
    if (isRight) {
      this.#lock.succeeded(staffId)
      return ok(person)
    }
    const lockedForMs = this.#lock.lockedForMs(staffId)
    return err(lockedForMs > 0 ? { code: 'staff_locked', detail: String(lockedForMs) } : { code: 'wrong_pin' })
  }

  #enter(person: MirrorStaff): StaffView {
    this.#session = { kind: 'signed-in', staffId: person.staffId }
    this.#approvals.clear()
    this.noteActivity()
    this.#deps.onChange()
    return this.view()
  }

  #byBadge(badge: string): MirrorStaff | null {
    const staff = readStaffByBadge(this.#deps.mirror(), this.#deps.badgeIndex(badge))
    return staff === null ? null : this.#activeHere(staff.staffId)
  }

  #activeHere(staffId: string): MirrorStaff | null {
    const person = readStaff(this.#deps.mirror(), staffId)
    return person?.status === 'active' && person.storeIds.includes(this.#deps.storeId) ? person : null
  }

  /** Somebody of this store can sign in, so somebody must. */
  #isGuarded(): boolean {
    return readStaffOfStore(this.#deps.mirror(), this.#deps.storeId).some((person) => person.pinBox !== null)
  }
}

function refusalOf(answer: RightAnswer, right: Right): Refused<'needs_approval' | 'no_right'> | null {
  if (answer === 'yes') return null
  return { code: answer === 'override' ? 'needs_approval' : 'no_right', detail: right }
}

function rightsOf(role: StaffRole): Readonly<Record<Right, RightAnswer>> {
  return Object.fromEntries(Object.entries(RIGHTS).map(([right, answers]) => [right, answers[role]])) as Record<Right, RightAnswer>
}
