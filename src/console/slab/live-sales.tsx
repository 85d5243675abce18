import { formatClock } from '../../ui/format/dates.ts'
import { formatCount } from '../../ui/format/counts.ts'
import { formatMoney } from '../../ui/format/money.ts'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import type { ConsoleOverview } from '../../contract/console-wire.ts'
import { tierName, tillName } from '../state/words.ts'
import { useText } from '../texts.ts'
import css from './live-sales.module.css'

const SHOWN = 12

/** The newest sales of all stores, newest first. */
export function LiveSales({ overview }: { readonly overview: ConsoleOverview }) {
  const text = useText()
  const locale = useLocale()
  if (overview.sales.length === 0) {
    return (
      <p className={css['none']}>
        <b>{text('slab.no-sales')}</b> {text('slab.no-sales.help')}
      </p>
    )
  }
  return (
    <ul className={css['live']}>
      {overview.sales.slice(0, SHOWN).map((sale) => (
        <li key={sale.saleId}>
          <time>{formatClock(sale.atMs, overview.timeZone)}</time>
          <div>
            <b>{tillName(overview, sale, text, locale)}</b>
            <span>{sale.memberId === null ? text('sale.no-member') : sale.tier === null ? text('sale.member') : tierName(overview, sale.tier, locale)}</span>
          </div>
          <div className={css['numbers']}>
            <b>{formatMoney(sale.dueMinor)}</b>
            <span>{sale.memberId === null ? '' : formatCount(sale.earnPoints - sale.pointsUsed, 'always')}</span>
          </div>
        </li>
      ))}
    </ul>
  )
}
