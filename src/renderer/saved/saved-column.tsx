import { Amount } from '../../ui/components/amount.tsx'
import { Badge } from '../../ui/components/badge.tsx'
import { Icon } from '../../ui/components/icon.tsx'
import { formatSaleNumber } from '../../ui/format/codes.ts'
import { formatClock } from '../../ui/format/dates.ts'
import { formatMoney } from '../../ui/format/money.ts'
import { useDesk, useStatus } from '../state/context.ts'
import { useText } from '../texts.ts'
import css from './saved.module.css'

/** Saved, and what to hand back: the two things a cashier looks for. */
export function SavedColumn() {
  const text = useText()
  const { phase } = useDesk()
  const { timeZone, printer } = useStatus()
  if (phase.kind !== 'saved') return null
  const { sale } = phase
  // Goods that came back were worth more than those taken instead.
  const backMinor = sale.exchange?.refundMinor ?? 0
  return (
    <div className={css['saved']}>
      <div className={css['title']} role="status">
        <span className={css['tick']}>
          <Icon name="check" />
        </span>
        <div>
          <h1>{text('saved.title')}</h1>
          <p>
            {[
              formatClock(sale.committedAtMs, timeZone, 'second'),
              text('slab.sale', { sale: formatSaleNumber(sale.saleNumber) }),
              text(sale.acked ? 'saved.acked' : 'saved.waiting'),
            ].join(' · ')}
          </p>
        </div>
      </div>
      <div>
        <p className={css['changeLabel']}>{text(backMinor > 0 ? 'saved.give-back' : sale.changeMinor > 0 ? 'saved.change' : 'saved.no-change')}</p>
        <p className={css['change']}>
          <Amount totalMinor={backMinor > 0 ? backMinor : sale.changeMinor > 0 ? sale.changeMinor : sale.paidMinor} size="hero" />
        </p>
        <p className={css['counted']}>
          {sale.exchange?.refunds.map(({ kind, refundMinor }) => `${text(`tender.${kind}`)} ${formatMoney(refundMinor)}`).join(' · ')}
          {sale.changeMinor > 0 ? text('saved.counted', { tendered: formatMoney(sale.tenderedMinor), due: formatMoney(sale.paidMinor) }) : ''}
        </p>
      </div>
      <div className={css['badges']}>
        <Badge icon="receipt">{text('saved.code', { code: sale.receiptCode })}</Badge>
        {printer === 'trouble' && (
          <Badge icon="printer" tone="wait">
            {text('saved.not-printed')}
          </Badge>
        )}
      </div>
    </div>
  )
}
