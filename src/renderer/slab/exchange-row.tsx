import type { DeskState } from '../../contract/desk-state.ts'
import { Button } from '../../ui/components/button.tsx'
import { Icon } from '../../ui/components/icon.tsx'
import { formatMoney, formatTakenOff } from '../../ui/format/money.ts'
import { useActions, useDesk } from '../state/context.ts'
import { useText } from '../texts.ts'
import css from './slab.module.css'

/** What an exchange and gift cards pay of this sale. */
export function prepaidMinor({ exchange, giftCards }: Pick<DeskState, 'exchange' | 'giftCards'>): number {
  const creditMinor = exchange?.kind === 'ready' ? exchange.creditMinor : 0
  return giftCards.reduce((sum, card) => sum + card.usedMinor, creditMinor)
}

/** Goods that come back in this sale: what they pay of the new ones, what goes back in money, and the way out. */
export function ExchangeRow({ isFixed = false }: { readonly isFixed?: boolean }) {
  const text = useText()
  const actions = useActions()
  const { exchange } = useDesk()
  if (exchange === null) return null
  const isRefused = exchange.kind === 'refused'
  const over = exchange.kind === 'ready' && exchange.returned.refundMinor > 0 ? text('exchange.over', { refund: formatMoney(exchange.returned.refundMinor) }) : ''
  return (
    <ul className={css['taken']} aria-label={text('exchange.title')}>
      <li>
        <Icon name={isRefused ? 'warning' : 'exchange'} />
        <div>
          <b>{text(isRefused ? 'exchange.refused' : 'exchange.title')}</b>
          <span>{exchange.kind === 'refused' ? text('exchange.refused.help') : [exchange.receiptCode, over].filter((part) => part !== '').join(' · ')}</span>
        </div>
        {exchange.kind === 'ready' && <b>{formatTakenOff(exchange.creditMinor)}</b>}
        {!isFixed && <Button onPress={() => void actions.dropExchange()}>{text('exchange.drop')}</Button>}
      </li>
    </ul>
  )
}
