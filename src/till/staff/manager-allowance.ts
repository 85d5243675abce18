import { err, ok, type Result } from '../../contract/result.ts'
import type { ApprovalFact } from '../../journal/approval.ts'
import { hasAllowance, readAllowanceSpent, type AllowanceSpent } from '../db/manager-allowance.ts'
import type { Ledger } from '../db/sqlite-file.ts'
import type { RulesInForce } from '../rules.ts'
import type { Approval } from './approvals.ts'
import type { ActRefusal, StaffDesk } from './staff-desk.ts'

/** An act that counts against the till's manager allowances (R8, R13), and what it is about. */
export type AllowanceAct = { readonly right: 'return-without-right' | 'verify-by-hand'; readonly subject: string }
/** `allowance_used`: with it the till would have given more that way than HQ has applied and the programme lets stand open. */
export type AllowanceRefusal = ActRefusal | 'allowance_used'

/**
 * May so much be given by this act, without HQ's word or a member's proof?
 * @returns who allowed it, to be saved with it; null: a till where nobody signs in, and nobody has to allow anything
 */
export type UnderAllowance = (act: AllowanceAct, given: AllowanceSpent) => Result<ApprovalFact | null, { readonly code: AllowanceRefusal; readonly detail?: string }>

export const NOBODY_TO_ASK: UnderAllowance = () => ok(null)

/** Why somebody does it who may. */
const OWN_REASONS = { 'return-without-right': 'system-trouble', 'verify-by-hand': 'customer-request' } as const

/**
 * Asks the people of a till, for one act. The allowance comes first: nobody is called for what cannot be allowed. Whoever
 * may allow it and does it herself stands in the event twice.
 */
export function underAllowance({ staff, ledger, rules }: { readonly staff: StaffDesk; readonly ledger: Ledger; readonly rules: RulesInForce }, approvalId: string | null) {
  let used: Approval | null = null
  const allow: UnderAllowance = (act, given) => {
    if (staff.view().kind === 'unguarded') return ok(null)
    if (!isWithin(ledger, rules, given)) return err({ code: 'allowance_used' })
    const allowed = staff.allowByName(act, approvalId, OWN_REASONS[act.right])
    if (allowed.ok) used = allowed.output
    return allowed
  }
  return {
    allow,
    /** What it allowed is saved. */
    done: () => staff.used(used),
  }
}

function isWithin(ledger: Ledger, rules: RulesInForce, given: AllowanceSpent): boolean {
  const offline = rules.current()?.programme.offline
  if (offline === undefined || !hasAllowance(ledger)) return false
  const spent = readAllowanceSpent(ledger)
  return spent.minor + given.minor <= offline.managerAllowanceMinor && spent.points + given.points <= offline.managerAllowancePoints
}
