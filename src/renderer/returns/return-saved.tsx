import type { SavedReturn } from '../../contract/return-view.ts'
import { Amount } from '../../ui/components/amount.tsx'
import { Badge } from '../../ui/components/badge.tsx'
import { Icon } from '../../ui/components/icon.tsx'
import { formatSaleNumber } from '../../ui/format/codes.ts'
import { formatCount } from '../../ui/format/counts.ts'
import { formatClock } from '../../ui/format/dates.ts'
import { formatMoney } from '../../ui/format/money.ts'
import { useKeys } from '../keys/layers.ts'
import { useStatus } from '../state/context.ts'
import { useText } from '../texts.ts'
import { closeReturn } from './return-actions.ts'
import { keysOfTheSale } from './return-keys.ts'
import { refundNote } from './refund-note.ts'
import type { ReturnView } from './return-state.ts'
import saved from '../saved/saved.module.css'
import css from './returns.module.css'

/** The return is durable: what to hand over by which way, and what her points are now. */
export function ReturnSaved({ view: { saved: done, draft } }: { readonly view: Extract<ReturnView, { readonly kind: 'saved' }> }) {
  const text = useText()
  const { timeZone } = useStatus()
  useKeys('panel', { ...keysOfTheSale, back: closeReturn, return: closeReturn, enter: closeReturn, forward: closeReturn })
  return (
    <section className={css['done']} aria-label={text('return.saved.title')}>
      <div className={saved['saved']}>
        <div className={saved['title']} role="status">
          <span className={saved['tick']}>
            <Icon name="check" />
          </span>
          <div>
            <h1>{text('return.saved.title')}</h1>
            <p>
              {[
                formatClock(done.committedAtMs, timeZone, 'second'),
                text('return.of-sale', { sale: formatSaleNumber(draft.sale.saleNumber) }),
                text(done.acked ? 'saved.acked' : 'saved.waiting'),
              ].join(' · ')}
            </p>
          </div>
        </div>
        <div>
          <p className={saved['changeLabel']}>{text(done.refundMinor > 0 ? 'return.saved.hand' : 'return.saved.no-money')}</p>
          <p className={saved['change']}>
            <Amount totalMinor={done.refundMinor} size="hero" />
          </p>
        </div>
        <div className={saved['badges']}>
          <Badge icon="receipt">{text('saved.code', { code: done.receiptCode })}</Badge>
          {done.reason === 'exchange' && (
            <Badge icon="exchange" tone="jade">
              {text('return.saved.exchange')}
            </Badge>
          )}
        </div>
      </div>
      <DoneNumbers done={done} />
    </section>
  )
}

/** By which way the money goes, and what becomes of the points. */
function DoneNumbers({ done }: { readonly done: SavedReturn }) {
  const text = useText()
  return (
    <div className={css['doneNumbers']}>
      <dl className={saved['sums']}>
        {done.refunds.map((refund, place) => (
          <div key={place}>
            <dt>
              {text(`tender.${refund.kind}`)}
              <small>{refundNote(refund, text)}</small>
            </dt>
            <dd>{formatMoney(refund.refundMinor)}</dd>
          </div>
        ))}
        {done.pointsBack > 0 && (
          <div>
            <dt>{text('return.points-back')}</dt>
            <dd className={saved['gained']}>{formatCount(done.pointsBack, 'always')}</dd>
          </div>
        )}
        {done.pointsClawedBack > 0 && (
          <div>
            <dt>{text('return.points-taken')}</dt>
            <dd>{formatCount(-done.pointsClawedBack)}</dd>
          </div>
        )}
        {done.balancePointsAfter !== null && (
          <div>
            <dt>{text('return.balance')}</dt>
            <dd className={saved['balance']}>{formatCount(done.balancePointsAfter)}</dd>
          </div>
        )}
      </dl>
    </div>
  )
}
