import type { CallError, CommonError } from '../../contract/serve.ts'
import type { CallName } from '../../contract/till-calls.ts'
import type { TextKey, TillText } from '../texts.ts'
import type { Toasted } from './view.ts'

/** Every error that any call may answer with. */
export type ErrorCode = CallError<CallName>['code'] | CommonError['code']

/**
 * How loud an error is. `stop`: money or goods may be wrong, so it stays until dismissed; `wait`: not now, and it folds
 * away. Its words are the texts `error.<code>` and `error.<code>.help`, which say what to do next.
 */
export const errorTones: Record<ErrorCode, 'wait' | 'stop'> = {
  bad_request: 'stop',
  internal: 'stop',
  engine_away: 'wait',
  locked_while_paying: 'wait',
  unknown_product: 'wait',
  too_many_lines: 'wait',
  quantity_too_large: 'wait',
  unknown_line: 'wait',
  unknown_member: 'wait',
  no_member: 'wait',
  points_offline: 'wait',
  member_blocked: 'wait',
  not_with_phone_tail: 'wait',
  empty_basket: 'wait',
  insufficient_points: 'wait',
  quote_rejected: 'wait',
  not_paying: 'wait',
  underpaid: 'stop',
  overpaid: 'stop',
  exists_with_different_content: 'stop',
  disk_full: 'stop',
  disk_read_only: 'stop',
  disk_failed: 'stop',
  unknown_sale: 'wait',
  no_printer: 'wait',
  no_drawer: 'wait',
  nothing_to_print: 'wait',
  no_pdf: 'wait',
  pdf_failed: 'wait',
  unknown_job: 'wait',
  logo_unreadable: 'wait',
  logo_too_wide: 'wait',
  coupon_not_here: 'wait',
  coupon_unknown: 'wait',
  coupon_used: 'wait',
  coupon_expired: 'wait',
  coupon_other_member: 'wait',
  too_many_coupons: 'wait',
  unknown_coupon: 'wait',
  value_not_here: 'wait',
  verification_needed: 'wait',
  insufficient_stored_value: 'wait',
  not_a_gift_card: 'wait',
  gift_card_unknown: 'wait',
  gift_card_not_here: 'wait',
  gift_card_empty: 'wait',
  gift_card_sold: 'stop',
  gift_card_over_cap: 'wait',
  too_many_gift_cards: 'wait',
  unknown_gift_card: 'wait',
  not_a_receipt: 'wait',
  sale_not_here: 'wait',
  return_exceeds_sale: 'stop',
  return_not_here: 'wait',
  rules_not_here: 'wait',
  changed: 'stop',
  port_twice: 'wait',
  no_ports: 'wait',
  no_drivers: 'wait',
  rules_refused: 'stop',
  signed_out: 'wait',
  needs_approval: 'wait',
  no_right: 'wait',
  approval_needed: 'wait',
  wrong_pin: 'wait',
  staff_locked: 'wait',
  unknown_staff: 'wait',
  no_pin: 'wait',
  nothing_asked: 'wait',
  price_fixed: 'wait',
  discount_over_due: 'wait',
  shift_open: 'wait',
  no_shift: 'wait',
  shift_counted: 'wait',
  more_than_drawer: 'stop',
  basket_open: 'wait',
  wrong_denomination: 'stop',
  not_counted: 'wait',
  reason_wanted: 'wait',
  not_this_shift: 'wait',
  partly_returned: 'wait',
  points_spent: 'stop',
  exchange_not_voided: 'wait',
  value_loaded: 'wait',
  allowance_used: 'wait',
  no_training: 'wait',
}

/** Long enough to read two short sentences. */
const WAIT_STAYS_MS = 8000

/** An error as a message for the cashier. */
export function errorToast(error: { readonly code: ErrorCode; readonly ref?: string }, text: TillText): Omit<Toasted, 'id'> {
  const tone = errorTones[error.code]
  const titleKey = `error.${error.code}` as const satisfies TextKey
  const helpKey = `error.${error.code}.help` as const satisfies TextKey
  return {
    tone,
    title: text(titleKey),
    help: text(helpKey, { ref: error.ref ?? '' }),
    staysMs: tone === 'stop' ? null : WAIT_STAYS_MS,
  }
}
