import { Sheet } from '../../ui/components/sheet.tsx'
import { capOf } from '../keys/commands.ts'
import { useKeys } from '../keys/layers.ts'
import { CouponRow } from '../member/coupons.tsx'
import { useDesk } from '../state/context.ts'
import { closePanel } from '../state/view.ts'
import { useText } from '../texts.ts'
import css from './number-panel.module.css'

/** All her coupons: used, fitting, and those that do not fit with the reason. */
export function CouponsPanel() {
  const text = useText()
  const { coupons } = useDesk()
  useKeys('panel', { back: closePanel, coupons: closePanel })
  return (
    <Sheet title={text('coupons.all')} caption={text('coupons.help')} backLabel={text('key.back')} backCap={capOf('back')} onBack={closePanel}>
      <div className={css['body']}>
        {coupons.map((coupon) => (
          <CouponRow key={coupon.code} coupon={coupon} />
        ))}
      </div>
    </Sheet>
  )
}
