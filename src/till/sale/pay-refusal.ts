import type { AllowanceRefusal, UnderAllowance } from '../staff/manager-allowance.ts'
import type { Basket } from './basket.ts'
import type { DiskTrouble } from './basket-store.ts'
import type { Look } from './desk-look.ts'
import { verified } from './verify-by-hand.ts'

export type PayRefusal =
  | AllowanceRefusal
  | 'empty_basket'
  | 'points_offline'
  | 'insufficient_points'
  | 'member_blocked'
  | 'no_member'
  | 'value_not_here'
  | 'quote_rejected'
  | 'verification_needed'
  | 'approval_needed'
  | 'return_not_here'
  | 'return_exceeds_sale'
  | DiskTrouble
export type PayRefused = { readonly code: PayRefusal; readonly detail?: string }

/** Why this basket cannot be paid as it looks; null: it can. */
export function payRefusal(basket: Basket, look: Look, mayWithout: UnderAllowance): PayRefused | null {
  const { quote, member, rules, exchange } = look
  if (exchange?.kind === 'refused') return { code: exchange.why === 'return_exceeds_sale' ? exchange.why : 'return_not_here', detail: exchange.why }
  if (quote === null || rules === null) return { code: 'quote_rejected', detail: 'no_rules' }
  if (quote.kind === 'rejected') {
    if (quote.rejected === 'insufficient_stored_value') return { code: member === null ? 'no_member' : 'value_not_here' }
    if (quote.rejected !== 'insufficient_points') return { code: 'quote_rejected', detail: quote.rejected }
    if (member?.balance.limitedBy === 'blocked') return { code: 'member_blocked' }
    return { code: member?.balance.limitedBy === 'offline' ? 'points_offline' : 'insufficient_points' }
  }
  const proof = verified(basket, look, mayWithout)
  if (!proof.ok) return proof.error
  const isApproved = basket.approvals.some((approval) => approval.right === 'discount-over-limit')
  if (quote.quoted.result.needs.includes('manager-approval') && !isApproved) return { code: 'approval_needed', detail: 'discount-over-limit' }
  const loads = basket.lines.some((line) => line.asset === 'stored-value')
  // Value is loaded for somebody with a name.
  if (loads && member === null) return { code: 'no_member' }
  if (loads && member?.status === 'blocked') return { code: 'member_blocked' }
  return null
}

/** Would she hold more than the law lets a named card hold? */
export function isOverCap({ quote, rules }: Look): boolean {
  if (quote?.kind !== 'quoted' || rules === null || quote.inputs.member === null) return false
  const { inputs, quoted } = quote
  const loadedMinor = inputs.lines.reduce((sum, line, index) => sum + (line.asset !== 'stored-value' ? 0 : (quoted.result.lines[index]?.netMinor ?? 0)), 0)
  const held = inputs.member?.storedValue ?? { principalMinor: 0, bonusMinor: 0 }
  const { principalMinor, bonusMinor } = quoted.result.storedValue
  const leftMinor = held.principalMinor - principalMinor + held.bonusMinor - bonusMinor
  return loadedMinor > 0 && leftMinor + loadedMinor > rules.programme.storedValue.capNamedMinor
}
