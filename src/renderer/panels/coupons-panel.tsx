import { useState } from 'react'
import type { DeskCoupon } from '../../contract/desk-state.ts'
import { Field } from '../../ui/components/field.tsx'
import { Icon } from '../../ui/components/icon.tsx'
import { Key } from '../../ui/components/key.tsx'
import { Note } from '../../ui/components/note.tsx'
import { Sheet } from '../../ui/components/sheet.tsx'
import { capOf } from '../keys/commands.ts'
import { useKeys } from '../keys/layers.ts'
import { CouponRow } from '../member/coupons.tsx'
import { useActions, useDesk } from '../state/context.ts'
import { closePanel } from '../state/view.ts'
import { useText } from '../texts.ts'
import { useChoice } from './use-found.ts'
import css from './number-panel.module.css'

/** A coupon's number is never longer; what is longer is pasted noise. */
const CODE_CHARS_MAX = 64

/**
 * All coupons: in the sale, refused with the reason, and those that would fit. Enter takes what is typed, or uses or
 * takes off the chosen one.
 */
export function CouponsPanel() {
  const text = useText()
  const actions = useActions()
  const { coupons } = useDesk()
  const [typed, setTyped] = useState('')
  const { chosen, choose, move } = useChoice(coupons.length, 'coupons')
  const coupon = coupons[chosen]
  const code = typed.trim()
  const act = async (on: DeskCoupon): Promise<void> => {
    await (on.state.kind === 'offered' ? actions.addCoupon(on.code) : actions.removeCoupon(on.code))
  }
  const enter = (): void => {
    if (code !== '') void actions.addCoupon(code).then((added) => added && setTyped(''))
    else if (coupon !== undefined) void act(coupon)
  }
  const label = code !== '' ? 'coupons.add' : coupon === undefined || coupon.state.kind === 'offered' ? 'coupons.use-it' : 'coupons.take-off'
  useKeys('panel', { back: closePanel, coupons: closePanel, enter, 'line-up': () => move(-1), 'line-down': () => move(1) })
  return (
    <Sheet
      title={text('coupons.all')}
      caption={text('coupons.help')}
      backLabel={text('key.back')}
      backCap={capOf('back')}
      onBack={closePanel}
      keys={<Key label={text(label)} cap={capOf('enter')} isDisabled={code === '' && coupon === undefined} onPress={enter} />}
    >
      <div className={css['body']}>
        <Field autoFocus label={text('coupons.field')} typed={typed} placeholder={text('coupons.field.help')} before={<Icon name="coupon" />} onType={setTyped} charsMax={CODE_CHARS_MAX} />
        {coupons.length === 0 && (
          <Note icon="coupon" title={text('coupons.empty')}>
            {text('coupons.empty.help')}
          </Note>
        )}
        <ul className={css['list']}>
          {coupons.map((each, place) => (
            <li key={each.code} className={place === chosen && code === '' ? css['chosen'] : undefined} aria-current={place === chosen} onClick={() => choose(place)}>
              <CouponRow coupon={each} canTakeOff />
            </li>
          ))}
        </ul>
      </div>
    </Sheet>
  )
}
