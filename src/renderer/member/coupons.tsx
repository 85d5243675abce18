import type { DeskCoupon } from '../../contract/desk-state.ts'
import { Badge } from '../../ui/components/badge.tsx'
import { Button } from '../../ui/components/button.tsx'
import { Icon } from '../../ui/components/icon.tsx'
import { formatMonthDay } from '../../ui/format/dates.ts'
import { nameIn } from '../../ui/format/locale.ts'
import { formatTakenOff } from '../../ui/format/money.ts'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import { useActions, useDesk } from '../state/context.ts'
import { useText } from '../texts.ts'
import { whyText } from '../why/why-text.ts'
import css from './member.module.css'

const COUPONS_SHOWN = 2

/** The coupons that fit, the best two; all of them are behind F3. */
export function Coupons() {
  const text = useText()
  const { coupons } = useDesk()
  if (coupons.length === 0) return null
  return (
    <div className={`${css['section'] ?? ''} ${css['couponsAll'] ?? ''}`}>
      <h3 className={css['caption']}>{text('coupons.title')}</h3>
      {coupons.slice(0, COUPONS_SHOWN).map((coupon) => (
        <CouponRow key={coupon.code} coupon={coupon} />
      ))}
    </div>
  )
}

/** One coupon: what it gives, until when, and the key that uses it, as if it had been scanned. */
export function CouponRow({ coupon }: { readonly coupon: DeskCoupon }) {
  const text = useText()
  const locale = useLocale()
  const actions = useActions()
  const until = coupon.expiresAt === null ? text('coupons.no-end') : text('coupons.until', { date: formatMonthDay(coupon.expiresAt, locale) })
  return (
    <div className={css['coupon']}>
      <Icon name="coupon" />
      <div>
        <b>{nameIn(coupon.name, locale)}</b>
        <span className={css['caption']}>{coupon.state.kind === 'refused' ? whyText(coupon.state.why, text) : until}</span>
      </div>
      {coupon.state.kind === 'applied' && (
        <Badge icon="done" tone="jade">
          {text('coupons.applied', { off: formatTakenOff(coupon.discountMinor) })}
        </Badge>
      )}
      {coupon.state.kind === 'offered' && (
        <Button onPress={() => void actions.submitCode('typed', coupon.code)}>{text('coupons.use', { off: formatTakenOff(coupon.discountMinor) })}</Button>
      )}
    </div>
  )
}
