import { formatCount } from '../../ui/format/counts.ts'
import { formatStamp } from '../../ui/format/dates.ts'
import { formatMoney } from '../../ui/format/money.ts'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import type { ConsoleOverview } from '../../contract/console-wire.ts'
import { PageHead } from '../frame/page-head.tsx'
import { tillName } from '../state/words.ts'
import { useText } from '../texts.ts'
import { Empty } from './empty.tsx'
import { ListCard } from './list-card.tsx'
import css from './list.module.css'

/** The newest sales of all stores with their receipts. */
export function SalesPage({ overview }: { readonly overview: ConsoleOverview }) {
  const text = useText()
  const { sales } = overview
  return (
    <>
      <PageHead title={text('sales.title')} />
      <ListCard title={sales.length === 0 ? text('sales.title') : text('sales.help', { count: sales.length })}>
        {sales.length === 0 ? <Empty icon="receipt" title={text('slab.no-sales')} help={text('slab.no-sales.help')} /> : <SalesTable overview={overview} />}
      </ListCard>
    </>
  )
}

function SalesTable({ overview }: { readonly overview: ConsoleOverview }) {
  const text = useText()
  const locale = useLocale()
  return (
    <table className={css['table']}>
      <thead>
        <tr>
          <th>{text('sales.at')}</th>
          <th>{text('tills.till')}</th>
          <th>{text('sales.receipt')}</th>
          <th>{text('sales.member')}</th>
          <th className={css['right']}>{text('sales.due')}</th>
          <th className={css['right']}>{text('sales.earned')}</th>
          <th className={css['right']}>{text('sales.used')}</th>
        </tr>
      </thead>
      <tbody>
        {overview.sales.map((sale) => (
          <tr key={sale.saleId}>
            <td>{formatStamp(sale.atMs, overview.timeZone)}</td>
            <td className={css['mid']}>{tillName(overview, sale, text, locale)}</td>
            <td>{sale.receiptCode}</td>
            <td>{sale.memberId ?? text('sale.no-member')}</td>
            <td className={css['rightStrong']}>{formatMoney(sale.dueMinor)}</td>
            <td className={css['right']}>{sale.memberId === null ? '' : formatCount(sale.earnPoints)}</td>
            <td className={css['right']}>{sale.memberId === null ? '' : formatCount(sale.pointsUsed)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
