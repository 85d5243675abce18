import type { CallError } from '../../contract/serve.ts'
import type { StaffTile } from '../../contract/staff-view.ts'
import type { TillText } from '../texts.ts'

/** Running time until wrong PINs are forgiven, in whole minutes, at least one. */
export function minutesLeft(lockedForMs: number): number {
  return Math.max(1, Math.ceil(lockedForMs / 60_000))
}

/** Why a PIN did not do, and what to do, in one line. */
export function pinProblemText(error: CallError<'staff.signIn'> | CallError<'staff.approve'>, text: TillText): string {
  if (error.code === 'staff_locked') return text('staff.locked-for', { count: minutesLeft(Number(error.detail ?? 0)) })
  return `${text(`error.${error.code}`)} · ${text(`error.${error.code}.help`)}`
}

/** What stands under a name: her level, or why only a badge or nobody does. */
export function tileText({ role, hasPin, lockedForMs }: StaffTile, text: TillText): string {
  if (lockedForMs > 0) return text('staff.locked-for', { count: minutesLeft(lockedForMs) })
  return hasPin ? text(`staff.role.${role}`) : text('staff.badge-only', { role: text(`staff.role.${role}`) })
}
