/**
 * Who may do what at a till: one table, used by the engine (which enforces it), by the page (which shows it) and by the
 * tests (which try every cell). `override`: not alone; somebody who may do it approves this one act, with a reason.
 */
export const STAFF_ROLES = ['trainee', 'cashier', 'supervisor', 'manager'] as const
export type StaffRole = (typeof STAFF_ROLES)[number]
export type RightAnswer = 'yes' | 'override' | 'no'

/** Columns: trainee, cashier, supervisor, manager. */
const row = (trainee: RightAnswer, cashier: RightAnswer, supervisor: RightAnswer, manager: RightAnswer) =>
  ({ trainee, cashier, supervisor, manager }) as const

export const RIGHTS = {
  /** Scan, attach a member, take tenders, save. */
  sell: row('yes', 'yes', 'yes', 'yes'),
  /** Take a line, or the whole basket, out before it is paid. */
  'void-open': row('override', 'yes', 'yes', 'yes'),
  /** Undo a paid sale of this shift. */
  'void-paid': row('no', 'override', 'yes', 'yes'),
  /** A discount by hand, inside the programme's limit of the role. */
  discount: row('override', 'yes', 'yes', 'yes'),
  /** A discount by hand above that limit. */
  'discount-over-limit': row('no', 'override', 'override', 'yes'),
  /** Another price than the product's. */
  'price-override': row('no', 'override', 'yes', 'yes'),
  /** Take goods back by their receipt. */
  return: row('override', 'yes', 'yes', 'yes'),
  /** Take goods back while HQ cannot lend the right (R8): counts against the till's manager allowance. */
  'return-without-right': row('no', 'override', 'override', 'yes'),
  /** Let points be used that nobody proved to be hers: counts against the manager allowance. */
  'verify-by-hand': row('no', 'override', 'yes', 'yes'),
  /** See a member's whole telephone number. */
  'whole-phone': row('no', 'override', 'yes', 'yes'),
  'shift-open': row('no', 'yes', 'yes', 'yes'),
  'shift-close': row('no', 'yes', 'yes', 'yes'),
  /** Close although the drawer is further off than the shop lets pass; also: count it again. */
  'shift-variance': row('no', 'override', 'yes', 'yes'),
  /** The day's figures while the shift is open: a blind count wants that who counts has not seen them. */
  'report-x': row('no', 'override', 'yes', 'yes'),
  'cash-in': row('no', 'yes', 'yes', 'yes'),
  'cash-out': row('no', 'override', 'yes', 'yes'),
  /** Open the drawer without a sale. */
  'drawer-no-sale': row('no', 'override', 'yes', 'yes'),
  reprint: row('yes', 'yes', 'yes', 'yes'),
  /** Devices, printers, scan rules. */
  settings: row('no', 'override', 'yes', 'yes'),
  /** Practise on a database of its own. */
  training: row('yes', 'yes', 'yes', 'yes'),
} as const satisfies Record<string, Readonly<Record<StaffRole, RightAnswer>>>

export type Right = keyof typeof RIGHTS

/** Why somebody approved: for reports; the words are the interface's. */
export const APPROVAL_REASONS = ['customer-request', 'price-wrong', 'damaged', 'cashier-mistake', 'system-trouble', 'goodwill', 'other'] as const
export type ApprovalReason = (typeof APPROVAL_REASONS)[number]

export function mayDo(role: StaffRole, right: Right): RightAnswer {
  return RIGHTS[right][role]
}

/** PINs are digits; a manager's are longer, because hers open more. */
export const PIN_DIGITS_MIN: Readonly<Record<StaffRole, number>> = { trainee: 4, cashier: 4, supervisor: 4, manager: 6 }
export const PIN_DIGITS_MAX = 12

/** Null: this PIN may be given to that role. */
export function pinProblem(role: StaffRole, pin: string): 'not_digits' | 'too_short' | 'too_long' | 'too_simple' | null {
  if (!/^[0-9]*$/.test(pin)) return 'not_digits'
  if (pin.length < PIN_DIGITS_MIN[role]) return 'too_short'
  if (pin.length > PIN_DIGITS_MAX) return 'too_long'
  return isSimple(pin) ? 'too_simple' : null
}

/** 1111, 1234, 9876: the first that anybody tries. */
function isSimple(pin: string): boolean {
  const steps = new Set([...pin].slice(1).map((digit, index) => Number(digit) - Number(pin[index])))
  const [only] = steps
  return steps.size === 1 && only !== undefined && Math.abs(only) <= 1
}
