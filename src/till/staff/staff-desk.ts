import { err, ok, type Result } from '../../contract/result.ts'
import { mayDo, RIGHTS, type ApprovalReason, type Right, type RightAnswer, type StaffRole } from '../../contract/staff-rights.ts'
import type { ApprovalAsked, ApprovalWanted, SignInRefusal, StaffTile, StaffView } from '../../contract/staff-view.ts'
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
/** Who acts. Where nobody is set up, the cashier that the till was told, and every right is hers. */
export type Actor = { readonly staffId: string; readonly role: StaffRole }

/** `signed_out`: nobody is at the till · `needs_approval`: somebody with the right may allow it · `no_right`: nobody may here. */
export type ActRefusal = 'signed_out' | 'needs_approval' | 'no_right'

/** What became of a badge that was scanned. */
export type BadgeOutcome =
  | { readonly kind: 'signed-in'; readonly staff: MirrorStaff }
  /** Somebody waited for an approval, and this is it. */
  | { readonly kind: 'approved'; readonly staff: MirrorStaff }
  | { readonly kind: 'refused'; readonly why: 'staff_locked' | 'no_right' | 'not-here' }

/** Who is at the till, what she may do, and what others allowed her. */
export class StaffDesk {
  readonly #deps: StaffDeskDeps
  readonly #lock: PinLock
  readonly #approvals: Approvals
  #session: Session = { kind: 'locked', why: 'started' }
  #activeAtMs: number
  /** What the screen waits for somebody to allow. */
  #asking: ApprovalWanted | null = null
  #approved: (ApprovalAsked & { readonly approvalId: string }) | null = null

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
    return { kind: 'signed-in', staffId, name, role, rights: rightsOf(role), asking: this.#asking, approved: this.#approved }
  }

  /** Null: nobody is signed in. */
  actor(): Actor | null {
    const view = this.view()
    if (view.kind === 'signed-in') return view
    if (view.kind === 'locked') return null
    const { staffId } = this.#deps.namedCashier() ?? { staffId: 'unknown' }
    // Nobody could allow anything either, so everything is.
    return { staffId, role: 'manager' }
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

  /** A badge alone is enough: to sign in, or to approve what the screen waits for. A badge of another store is nobody's here. */
  scanBadge(badge: string): BadgeOutcome {
    const staff = this.#byBadge(badge)
    if (staff === null) return { kind: 'refused', why: 'not-here' }
    this.#lock.tick()
    if (this.#lock.lockedForMs(staff.staffId) > 0) return { kind: 'refused', why: 'staff_locked' }
    const actor = this.actor()
    if (this.#asking === null || actor === null) {
      this.#enter(staff)
      return { kind: 'signed-in', staff }
    }
    const given = this.#give(this.#asking, actor, staff)
    return given.ok ? { kind: 'approved', staff } : { kind: 'refused', why: 'no_right' }
  }

  /** The screen waits for somebody to allow this. Null: no longer. */
  ask(wanted: ApprovalWanted | null): Refused<'signed_out' | 'no_right'> | null {
    const actor = this.actor()
    if (actor === null) return { code: 'signed_out' }
    if (wanted !== null && mayDo(actor.role, wanted.right) === 'no') return { code: 'no_right', detail: wanted.right }
    this.#asking = wanted
    this.#approved = null
    this.#deps.onChange()
    return null
  }

  lock(why: Locked['why']): void {
    if (this.view().kind !== 'signed-in') return
    this.#leave(why)
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
      this.#leave('withdrawn')
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
   * Somebody with the right allows by her PIN what the screen waits for.
   * @returns the approval: the act is asked for again with its id
   */
  async approve(staffId: string, pin: string): Promise<Result<Approval, Refused<SignInRefusal | 'signed_out' | 'no_right' | 'nothing_asked'>>> {
    const actor = this.actor()
    if (actor === null) return err({ code: 'signed_out' })
    const wanted = this.#asking
    if (wanted === null) return err({ code: 'nothing_asked' })
    const proved = await this.#prove(staffId, pin)
    if (!proved.ok) return proved
    // Meanwhile she may have gone, or changed her mind.
    if (this.#asking !== wanted || this.actor()?.staffId !== actor.staffId) return err({ code: 'nothing_asked' })
    return this.#give(wanted, actor, proved.output)
  }

  #give(wanted: ApprovalWanted, actor: Actor, approver: MirrorStaff): Result<Approval, Refused<'no_right'>> {
    if (mayDo(approver.role, wanted.right) !== 'yes') return err({ code: 'no_right', detail: wanted.right })
    const approval: Approval = {
      approvalId: this.#deps.ids.next(),
      ...{ right: wanted.right, subject: wanted.subject, reason: wanted.reason, note: wanted.note },
      ...{ staffId: actor.staffId, approverId: approver.staffId, approvedAtMs: this.#deps.nowMs() },
    }
    this.#approvals.give(approval)
    this.#asking = null
    this.#approved = { approvalId: approval.approvalId, right: wanted.right, subject: wanted.subject }
    this.#deps.onChange()
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

  /** The same, for an act that is never without a name: done by right, it is allowed by whoever does it, for `ownReason`. */
  allowByName(act: ApprovalAsked, approvalId: string | null, ownReason: ApprovalReason): Result<Approval, Refused<ActRefusal>> {
    const allowed = this.allow(act, approvalId)
    if (!allowed.ok) return allowed
    const staffId = this.actor()?.staffId ?? 'unknown'
    return ok(allowed.output ?? { approvalId: this.#deps.ids.next(), ...act, staffId, approverId: staffId, reason: ownReason, note: '', approvedAtMs: this.#deps.nowMs() })
  }

  /** Runs an act for whoever may do it, alone or by the approval named; one that went well uses the approval up. */
  async doing<Output, Problem>(act: ApprovalAsked, approvalId: string | null, run: (approval: Approval | null) => Promise<Result<Output, Problem>>): Promise<Result<Output, Problem | Refused<ActRefusal>>> {
    const allowed = this.allow(act, approvalId)
    if (!allowed.ok) return allowed
    const answer = await run(allowed.output)
    if (answer.ok) this.used(allowed.output)
    return answer
  }

  used(approval: Approval | null): void {
    if (approval === null) return
    this.#approvals.spend(approval.approvalId)
    this.#approved = null
    this.#deps.onChange()
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
    this.#forgetApprovals()
    this.noteActivity()
    this.#deps.onChange()
    return this.view()
  }

  #leave(why: Locked['why']): void {
    this.#session = { kind: 'locked', why }
    this.#forgetApprovals()
    this.#deps.onChange()
  }

  #forgetApprovals(): void {
    this.#approvals.clear()
    this.#asking = null
    this.#approved = null
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
