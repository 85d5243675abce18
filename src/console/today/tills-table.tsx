import { formatCount } from '../../ui/format/counts.ts'
import { formatMoney } from '../../ui/format/money.ts'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import type { ConsoleOverview } from '../../contract/console-wire.ts'
import { ageWords, clockWords, tillName } from '../state/words.ts'
import { useText } from '../texts.ts'
import { troublesOf } from './tasks.ts'
import { TillState } from './till-state.tsx'
import list from '../lists/list.module.css'

/** All tills, those with trouble first. */
export function TillsTable({ overview, withMachines = false }: { readonly overview: ConsoleOverview; readonly withMachines?: boolean }) {
  const text = useText()
  const locale = useLocale()
  const troubled = (till: ConsoleOverview['tills'][number]): number => (troublesOf(till, overview.nowMs).length > 0 ? 0 : 1)
  const tills = [...overview.tills].sort((a, b) => troubled(a) - troubled(b))
  return (
    <table className={list['table']}>
      <thead>
        <tr>
          <th>{text('tills.till')}</th>
          <th>{text('tills.state')}</th>
          <th>{text('tills.seen')}</th>
          <th className={list['right']}>{text('tills.queued')}</th>
          <th className={list['right']}>{text('tills.clock')}</th>
          <th>{text('tills.version')}</th>
          {withMachines && <th>{text('tills.machine')}</th>}
          <th className={list['right']}>{text('tills.sales')}</th>
        </tr>
      </thead>
      <tbody>
        {tills.map((till) => (
          <tr key={till.tillId}>
            <td className={list['mid']}>{tillName(overview, till, text, locale)}</td>
            <td>
              <TillState till={till} nowMs={overview.nowMs} />
            </td>
            <td>{till.lastSeenAtMs === null ? text('tills.unknown') : ageWords(overview.nowMs - till.lastSeenAtMs, text)}</td>
            <td className={list['right']}>{till.queuedEvents === null ? text('tills.unknown') : formatCount(till.queuedEvents)}</td>
            <td className={list['right']}>{till.clockOffsetMs === null ? text('tills.unknown') : clockWords(till.clockOffsetMs, text)}</td>
            <td>{till.version ?? text('tills.unknown')}</td>
            {withMachines && <td>{till.machineName}</td>}
            <td className={list['rightStrong']}>{formatMoney(till.salesTodayMinor)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
