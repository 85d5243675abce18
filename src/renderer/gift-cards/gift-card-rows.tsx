import { Button } from '../../ui/components/button.tsx'
import { Icon } from '../../ui/components/icon.tsx'
import { formatMoney, formatTakenOff } from '../../ui/format/money.ts'
import { useActions, useDesk } from '../state/context.ts'
import { useText } from '../texts.ts'
import css from '../slab/slab.module.css'

/** The gift cards of this sale: what each holds, what it pays, and the way out. @param isFixed Pay was pressed */
export function GiftCardRows({ isFixed = false }: { readonly isFixed?: boolean }) {
  const text = useText()
  const actions = useActions()
  const { giftCards } = useDesk()
  if (giftCards.length === 0) return null
  return (
    <ul className={css['taken']} aria-label={text('gift-card.title')}>
      {giftCards.map((card) => (
        <li key={card.code}>
          <Icon name="giftCard" />
          <div>
            <b>{[text('tender.gift-card'), card.codeMasked].join(' ')}</b>
            <span>{text('gift-card.holds', { balance: formatMoney(card.balanceMinor) })}</span>
          </div>
          <b>{formatTakenOff(card.usedMinor)}</b>
          {!isFixed && <Button onPress={() => void actions.takeOutGiftCard(card.code)}>{text('gift-card.take-out')}</Button>}
        </li>
      ))}
    </ul>
  )
}
