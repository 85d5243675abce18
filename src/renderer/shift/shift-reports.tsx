import type { ShiftReport } from '../../contract/shift-view.ts'
import { classes } from '../../ui/components/classes.ts'
import { Sheet } from '../../ui/components/sheet.tsx'
import { formatStamp } from '../../ui/format/dates.ts'
import { formatMoney } from '../../ui/format/money.ts'
import { capOf } from '../keys/commands.ts'
import { useKeys } from '../keys/layers.ts'
import { useChoice } from '../panels/use-found.ts'
import { keysOfTheSale } from '../returns/return-keys.ts'
import { useStatus } from '../state/context.ts'
import { closePanel } from '../state/view.ts'
import { useText } from '../texts.ts'
import { showShiftPage } from './shift-actions.ts'
import { ReportPaper } from './report-paper.tsx'
import css from './shift.module.css'

/** The Z reports of before, and the chosen one as on paper. */
export function ShiftReports({ reports }: { readonly reports: readonly ShiftReport[] }) {
  const text = useText()
  const { timeZone } = useStatus()
  const { chosen, choose, move } = useChoice(reports.length, 'z-reports')
  const report = reports[chosen]
  useKeys('panel', { ...keysOfTheSale, back: showShiftPage, shift: closePanel, forward: showShiftPage, 'line-up': () => move(-1), 'line-down': () => move(1) })
  return (
    <Sheet title={text('shift.reports')} backLabel={text('key.back')} backCap={capOf('back')} onBack={showShiftPage}>
      <div className={css['twoReports']}>
        <ul className={css['reports']} role="listbox" aria-label={text('shift.reports')} tabIndex={0}>
          {reports.length === 0 && <li className={css['none']}>{text('shift.reports.none')}</li>}
          {reports.map((each, place) => (
            <li key={each.zNumber} role="option" aria-selected={place === chosen} className={classes(place === chosen && css['chosen'])} onClick={() => choose(place)}>
              <div>
                <b>{text('report.title.z', { z: String(each.zNumber ?? 0).padStart(4, '0') })}</b>
                <span>{each.closedAtMs === null ? each.businessDate : formatStamp(each.closedAtMs, timeZone)}</span>
              </div>
              <div className={css['right']}>
                <b>{formatMoney(each.numbers.sales.netMinor)}</b>
                <span>{text('report.variance.short', { variance: formatMoney(each.varianceMinor ?? 0, { sign: 'always' }) })}</span>
              </div>
            </li>
          ))}
        </ul>
        <div className={css['desk']}>{report !== undefined && <ReportPaper report={report} />}</div>
      </div>
    </Sheet>
  )
}
