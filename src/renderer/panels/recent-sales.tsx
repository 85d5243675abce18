import { useEffect, useState } from 'react'
import type { SavedSale } from '../../contract/desk-state.ts'
import { Badge } from '../../ui/components/badge.tsx'
import { classes } from '../../ui/components/classes.ts'
import { Sheet } from '../../ui/components/sheet.tsx'
import { formatSaleNumber } from '../../ui/format/codes.ts'
import { formatStamp } from '../../ui/format/dates.ts'
import { formatCount } from '../../ui/format/counts.ts'
import { formatMoney } from '../../ui/format/money.ts'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import { capOf } from '../keys/commands.ts'
import { useKeys } from '../keys/layers.ts'
import { useActions, useStatus } from '../state/context.ts'
import { closePanel } from '../state/view.ts'
import { useText } from '../texts.ts'
import { VoidButton } from '../staff/void-button.tsx'
import { PrintButton } from './print-button.tsx'
import { ReceiptPaper } from './receipt-paper.tsx'
import { useChoice } from './use-found.ts'
import css from './list-panel.module.css'

const SALES_SHOWN = 50

/** The last sales of this till, whether HQ has them, and their receipts. */
export function RecentSales() {
  const text = useText()
  const { ask } = useActions()
  const locale = useLocale()
  const { timeZone, sync } = useStatus()
  const [sales, setSales] = useState<readonly SavedSale[] | null>(null)
  useEffect(() => {
    void ask('sale.recent', { limit: SALES_SHOWN }).then((reply) => {
      if (reply.ok) setSales(reply.output.sales)
    })
  }, [ask, sync.queuedEvents])
  const shown = sales ?? []
  const { chosen, choose, move } = useChoice(shown.length, 'sales')
  const sale = shown[chosen]
  useKeys('panel', { back: closePanel, 'recent-sales': closePanel, 'line-up': () => move(-1), 'line-down': () => move(1) })
  return (
    <Sheet title={text('recent.title')} caption={text('recent.help')} backLabel={text('key.back')} backCap={capOf('back')} onBack={closePanel}>
      <div className={css['two']}>
        <div className={css['body']}>
          {sales !== null && shown.length === 0 && <p>{text('recent.none')}</p>}
          <ul className={css['list']} role="listbox" aria-label={text('recent.title')} tabIndex={0}>
            {shown.map((each, place) => (
              <li key={each.saleId} role="option" aria-selected={place === chosen} className={classes(css['row'], place === chosen && css['chosen'])} onClick={() => choose(place)}>
                <div className={css['words']}>
                  <b>{text('slab.sale', { sale: formatSaleNumber(each.saleNumber) })}</b>
                  <p>{[formatStamp(each.committedAtMs, timeZone), each.receiptCode].join(' · ')}</p>
                </div>
                <Badge icon={each.acked ? 'done' : 'hourglass'} tone={each.acked ? 'jade' : 'wait'}>
                  {text(each.acked ? 'recent.sent' : 'recent.waits')}
                </Badge>
                <div className={css['numbers']}>
                  <b>{formatMoney(each.dueMinor)}</b>
                  {each.earnPoints !== 0 && <p>{text('points.gain', { count: each.earnPoints, points: formatCount(each.earnPoints, 'always') })}</p>}
                </div>
              </li>
            ))}
          </ul>
        </div>
        <div className={css['paper']} tabIndex={0} role="group" aria-label={text('saved.receipt')}>
          {sale !== undefined && <PrintButton what={{ kind: 'sale-receipt', saleId: sale.saleId, locale }} />}
          {sale !== undefined && <VoidButton key={`void ${sale.saleId}`} sale={sale} />}
          {sale !== undefined && <ReceiptPaper key={sale.saleId} saleId={sale.saleId} />}
        </div>
      </div>
    </Sheet>
  )
}
