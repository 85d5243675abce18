import { formatCount } from '../../ui/format/counts.ts'
import { nameIn } from '../../ui/format/locale.ts'
import { formatMoney } from '../../ui/format/money.ts'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import type { ConsoleOverview } from '../../contract/console-wire.ts'
import { PageHead } from '../frame/page-head.tsx'
import { useText } from '../texts.ts'
import { TillsTable } from '../today/tills-table.tsx'
import { Empty } from './empty.tsx'
import { ListCard } from './list-card.tsx'
import css from './list.module.css'

/** Stores with their day, and all tills with what they last said. */
export function TillsPage({ overview }: { readonly overview: ConsoleOverview }) {
  const text = useText()
  return (
    <>
      <PageHead title={text('nav.tills')} />
      <ListCard title={text('stores.title')}>{overview.stores.length === 0 ? <Empty icon="store" title={text('stores.empty')} help={text('stores.empty.help')} /> : <StoresTable overview={overview} />}</ListCard>
      <ListCard title={text('tills.title')}>{overview.tills.length === 0 ? <Empty icon="store" title={text('tills.empty')} help={text('tills.empty.help')} /> : <TillsTable overview={overview} withMachines />}</ListCard>
    </>
  )
}

function StoresTable({ overview }: { readonly overview: ConsoleOverview }) {
  const text = useText()
  const locale = useLocale()
  return (
    <table className={css['table']}>
      <thead>
        <tr>
          <th>{text('stores.store')}</th>
          <th className={css['right']}>{text('stores.tills')}</th>
          <th className={css['right']}>{text('stores.count')}</th>
          <th className={css['right']}>{text('stores.sales')}</th>
        </tr>
      </thead>
      <tbody>
        {overview.stores.map((store) => {
          const tills = overview.tills.filter((till) => till.storeId === store.storeId)
          return (
            <tr key={store.storeId}>
              <td className={css['mid']}>{nameIn(store.name, locale)}</td>
              <td className={css['right']}>{formatCount(tills.length)}</td>
              <td className={css['right']}>{formatCount(tills.reduce((sum, till) => sum + till.salesTodayCount, 0))}</td>
              <td className={css['rightStrong']}>{formatMoney(tills.reduce((sum, till) => sum + till.salesTodayMinor, 0))}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
