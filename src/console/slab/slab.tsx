import { Amount } from '../../ui/components/amount.tsx'
import { Icon } from '../../ui/components/icon.tsx'
import { formatCount } from '../../ui/format/counts.ts'
import { formatMoney } from '../../ui/format/money.ts'
import type { ConsoleOverview } from '../../contract/console-wire.ts'
import { useText, type ConsoleText } from '../texts.ts'
import { LiveSales } from './live-sales.tsx'
import { Spark } from './spark.tsx'
import css from './slab.module.css'

/** The money slab: today in one number, by the hour, in points, and sale by sale. */
export function Slab({ overview, isLive }: { readonly overview: ConsoleOverview; readonly isLive: boolean }) {
  const text = useText()
  const { today, owed } = overview
  const rows: readonly (readonly [string, string])[] = [
    [text('slab.earned'), formatCount(today.earnPoints)],
    [text('slab.used'), formatCount(today.pointsUsed)],
    [text('slab.owed'), formatCount(owed.balancePoints)],
    ...(owed.worthMinor === null ? [] : [[text('slab.worth'), formatMoney(owed.worthMinor, { mark: true })] as const]),
    [text('slab.lent'), formatCount(owed.lentPoints)],
    [text('slab.unconfirmed'), formatCount(owed.unconfirmedPoints)],
    ...(owed.debtPoints === 0 ? [] : [[text('slab.debt'), formatCount(owed.debtPoints)] as const]),
  ]
  return (
    <aside className={css['slab']} data-slab="" aria-label={text('slab.label')}>
      <p className={css['cap']}>{text('slab.until-now', { stores: overview.stores.length, tills: overview.tills.length })}</p>
      <p className={css['due']}>
        <Amount totalMinor={today.salesMinor} size="hero" />
      </p>
      <p className={css['cap']}>{[text('slab.count', { count: today.salesCount }), ...comparison(today, text)].join(' · ')}</p>
      <Spark hourlyMinor={today.hourlyMinor} timeZone={overview.timeZone} nowMs={overview.nowMs} />
      <dl className={css['facts']}>
        {rows.map(([name, shown]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{shown}</dd>
          </div>
        ))}
      </dl>
      <div className={css['livehead']}>
        <h2>{text('slab.sales')}</h2>
        <span className={isLive ? css['live'] : undefined}>
          <Icon name={isLive ? 'online' : 'clock'} size="s" />
          {text(isLive ? 'slab.live' : 'slab.not-live')}
        </span>
      </div>
      <LiveSales overview={overview} />
    </aside>
  )
}

/** Against the same weekday a week ago, in tenths of a percent; nothing where nothing was sold then. */
function comparison({ salesMinor, lastWeekMinor }: ConsoleOverview['today'], text: ConsoleText): string[] {
  if (lastWeekMinor === null || lastWeekMinor <= 0) return []
  const tenths = Math.round(((salesMinor - lastWeekMinor) * 1000) / lastWeekMinor)
  const percent = `${Math.floor(Math.abs(tenths) / 10)}.${Math.abs(tenths) % 10}`
  return [tenths === 0 ? text('slab.same') : text(tenths > 0 ? 'slab.more' : 'slab.less', { percent })]
}
