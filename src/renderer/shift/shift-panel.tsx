import { useEffect } from 'react'
import { useActions } from '../state/context.ts'
import { CountColumn } from './count-column.tsx'
import { readShift } from './shift-actions.ts'
import { ShiftClosedPage, ShiftNonePage } from './shift-ends.tsx'
import { ShiftFacts } from './shift-facts.tsx'
import { ShiftReports } from './shift-reports.tsx'
import { useShift } from './shift-state.ts'
import { VarianceColumn } from './variance-column.tsx'
import css from './shift.module.css'

/** The shift over columns 1 and 2: count, difference, what came of it, and the reports of before. */
export function ShiftPanel() {
  const actions = useActions()
  const shift = useShift((state) => state.shift)
  const page = useShift((state) => state.page)
  useEffect(() => void readShift(actions), [actions])
  if (page.kind === 'closed') return <ShiftClosedPage closed={page.closed} />
  if (page.kind === 'reports') return <ShiftReports reports={page.reports} />
  if (shift === null) return null
  if (shift.kind === 'none') return <ShiftNonePage shift={shift} />
  return (
    <div className={css['columns']}>
      <CountColumn shift={shift} />
      {shift.count === null ? <ShiftFacts shift={shift} /> : <VarianceColumn count={shift.count} />}
    </div>
  )
}
