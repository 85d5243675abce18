import type { ShiftReport } from '../../contract/shift-view.ts'
import { classes } from '../../ui/components/classes.ts'
import { nameIn } from '../../ui/format/locale.ts'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import { useStatus } from '../state/context.ts'
import { useText } from '../texts.ts'
import { reportSections } from './report-rows.ts'
import css from './report-paper.module.css'

/** A report as on paper: white in every theme. @param props.isDraft not written yet: it has no number */
export function ReportPaper({ report, isDraft = false }: { readonly report: ShiftReport; readonly isDraft?: boolean }) {
  const text = useText()
  const locale = useLocale()
  const { storeName, tillNumber, timeZone } = useStatus()
  const title = isDraft ? text('report.title.draft') : report.zNumber === null ? text('report.title.x') : text('report.title.z', { z: String(report.zNumber).padStart(4, '0') })
  return (
    <article className={css['paper']} tabIndex={0} aria-label={title}>
      <h3>{title}</h3>
      <p className={css['where']}>{[text('status.till', { store: nameIn(storeName, locale), till: tillNumber }), report.businessDate].filter((part) => part !== '').join(' · ')}</p>
      <p className={css['where']}>{text('status.shift', { shift: report.shiftNumber })}</p>
      {reportSections(report, text, timeZone).map(({ id, rows }) => (
        <dl key={id}>
          {rows.map(({ label, shown, isSum = false }) => (
            <div key={label} className={classes(isSum && css['sum'])}>
              <dt>{label}</dt>
              <dd>{shown}</dd>
            </div>
          ))}
        </dl>
      ))}
    </article>
  )
}
