import type { DeskCoupon } from '../../contract/desk-state.ts'
import { Badge } from '../../ui/components/badge.tsx'
import { Button } from '../../ui/components/button.tsx'
import { classes } from '../../ui/components/classes.ts'
import { Icon } from '../../ui/components/icon.tsx'
import { formatMonthDay } from '../../ui/format/dates.ts'
import { nameIn } from '../../ui/format/locale.ts'
import { formatTakenOff } from '../../ui/format/money.ts'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import { useActions, useDesk } from '../state/context.ts'
import { useText } from '../texts.ts'
import { couponWhyText } from '../why/why-text.ts'
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
        <CouponRow key={coupon.code} coupon={coupon} canTakeOff />
      ))}
    </div>
  )
}

/** One coupon: what it gives and until when, or why it does not fit; the key that uses it or takes it off. */
export function CouponRow({ coupon, canTakeOff = false }: { readonly coupon: DeskCoupon; readonly canTakeOff?: boolean }) {
  const text = useText()
  const locale = useLocale()
  const actions = useActions()
  const { quote } = useDesk()
  const until = coupon.expiresAt === null ? text('coupons.no-end') : text('coupons.until', { date: formatMonthDay(coupon.expiresAt, locale) })
  return (
    <div className={css['coupon']}>
      <Icon name="coupon" />
      <div>
        <b>{nameIn(coupon.name, locale)}</b>
        <span className={classes(css['caption'], coupon.state.kind === 'refused' && css['unsure'])}>{coupon.state.kind === 'refused' ? couponWhyText(coupon.state, quote, text, locale) : until}</span>
      </div>
      {coupon.state.kind === 'applied' && (
        <Badge icon="done" tone="jade">
          {text('coupons.applied', { off: coupon.discountMinor === 0 ? '' : formatTakenOff(coupon.discountMinor) })}
        </Badge>
      )}
      {coupon.state.kind === 'offered' ? (
        <Button onPress={() => void actions.addCoupon(coupon.code)}>{text('coupons.use', { off: coupon.discountMinor === 0 ? '' : formatTakenOff(coupon.discountMinor) })}</Button>
      ) : (
        canTakeOff && <Button onPress={() => void actions.removeCoupon(coupon.code)}>{text('coupons.take-off')}</Button>
      )}
    </div>
  )
}
