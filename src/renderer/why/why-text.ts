import type { PlainWhy, RejectionName } from '../../domain/sale-result.ts'
import type { CouponRefused } from '../../contract/desk-state.ts'
import { formatQuantity } from '../../ui/format/counts.ts'
import type { Locale } from '../../ui/format/locale.ts'
import { formatMoney } from '../../ui/format/money.ts'
import { ruleName, type Named } from '../state/names.ts'
import type { TextKey, TillText } from '../texts.ts'

type Why = PlainWhy | 'below-minimum-spend' | 'below-minimum-quantity' | 'better-offer'

const whyTexts: Record<Why, TextKey> = {
  'not-live': 'why-not.not-live',
  'not-date': 'why-not.not-date',
  'not-weekday': 'why-not.not-weekday',
  'not-month-day': 'why-not.not-month-day',
  'not-recurrence': 'why-not.not-recurrence',
  'not-hour': 'why-not.not-hour',
  'not-in-birthday-window': 'why-not.not-in-birthday-window',
  'not-store': 'why-not.not-store',
  'not-member': 'why-not.not-member',
  'not-tier': 'why-not.not-tier',
  'not-segment': 'why-not.not-segment',
  'not-new': 'why-not.not-new',
  'not-lapsed': 'why-not.not-lapsed',
  'not-first-purchase': 'why-not.not-first-purchase',
  'no-eligible-line': 'why-not.no-eligible-line',
  'limit-reached': 'why-not.limit-reached',
  'budget-empty': 'why-not.budget-empty',
  'nothing-to-take-off': 'why-not.nothing-to-take-off',
  'below-minimum-spend': 'why-not.below-minimum-spend',
  'below-minimum-quantity': 'why-not.below-minimum-quantity',
  'better-offer': 'why-not.better-offer',
}

const rejectionTexts: Record<RejectionName, TextKey> = {
  insufficient_points: 'rejected.insufficient_points',
  below_minimum_points: 'rejected.below_minimum_points',
  not_a_step: 'rejected.not_a_step',
  over_maximum_share: 'rejected.over_maximum_share',
  coupon_unknown: 'rejected.coupon_unknown',
  coupon_expired: 'rejected.coupon_expired',
  coupon_used: 'rejected.coupon_used',
  coupon_not_applicable: 'rejected.coupon_not_applicable',
  manual_discount_over_due: 'rejected.manual_discount_over_due',
  insufficient_stored_value: 'rejected.insufficient_stored_value',
  stored_value_over_due: 'rejected.stored_value_over_due',
  return_exceeds_sale: 'rejected.return_exceeds_sale',
}

/** A reason of the rules in words, with what is missing where it is a number. An unknown one is said plainly. */
export function whyText(why: string, text: TillText, missing = ''): string {
  const key = isKeyOf(why, whyTexts) ? whyTexts[why] : isKeyOf(why, rejectionTexts) ? rejectionTexts[why] : 'why-not.other'
  return text(key, { missing })
}

/** Why a coupon in the sale does nothing: "12.50 missing", "not on this weekday"; with an empty basket that it waits. */
export function couponWhyText({ why, missingMinor, missingMilli, than }: CouponRefused, quote: Named, text: TillText, locale: Locale): string {
  if (why === 'no_goods') return text('coupons.no-goods')
  const missing = missingMinor !== undefined ? formatMoney(missingMinor) : missingMilli !== undefined ? formatQuantity(missingMilli, missingMilli % 1000 === 0 ? 'piece' : 'kg') : than !== undefined ? ruleName(than, quote, text, locale) : ''
  return whyText(why, text, missing)
}

/** Why the basket has no numbers, and what to do. */
export function rejectionText(rejected: string, text: TillText): string {
  return text(isKeyOf(rejected, rejectionTexts) ? rejectionTexts[rejected] : 'rejected.other')
}

function isKeyOf<K extends string>(name: string, table: Readonly<Record<K, unknown>>): name is K {
  return Object.hasOwn(table, name)
}
