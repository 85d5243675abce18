import type { ShiftCount, ShiftReport, ShiftView } from '../../contract/shift-view.ts'
import { Amount } from '../../ui/components/amount.tsx'
import { classes } from '../../ui/components/classes.ts'
import { Icon } from '../../ui/components/icon.tsx'
import { BigKey } from '../../ui/components/key.tsx'
import { capOf } from '../keys/commands.ts'
import { useActions, useStatus } from '../state/context.ts'
import { closePanel, openPanel } from '../state/view.ts'
import { useText } from '../texts.ts'
import { ReportPaper } from './report-paper.tsx'
import { closeShift, handIn, showShiftPage } from './shift-actions.ts'
import { countedMinor, useShift } from './shift-state.ts'
import css from '../slab/slab.module.css'

type OpenShift = Extract<ShiftView, { readonly kind: 'open' }>

/** The slab of the shift's page: what is counted so far, then the report as on paper, and the one step forward. */
export function ShiftSlab() {
  const text = useText()
  const shift = useShift((state) => state.shift)
  const page = useShift((state) => state.page)
  if (page.kind === 'closed') return <WithPaper report={page.closed.report} label={text('shift.done')} onPress={closePanel} showsSync />
  if (page.kind === 'report-x') return <WithPaper report={page.report} label={text('shift.back-to-count')} onPress={showShiftPage} />
  if (page.kind === 'reports') return <Foot label={text('shift.back-to-count')} onPress={showShiftPage} />
  if (shift === null) return null
  if (shift.kind === 'none') return <Foot label={text('shift.open.go')} onPress={() => openPanel({ kind: 'open-shift' })} />
  return shift.count === null ? <Counting shift={shift} /> : <Counted shift={shift} count={shift.count} />
}

function Foot({ label, onPress, isDisabled = false }: { readonly label: string; readonly onPress: () => void; readonly isDisabled?: boolean }) {
  return (
    <>
      <div className={css['push']} />
      <div className={css['pay']}>
        <BigKey label={label} cap={capOf('forward')} isDisabled={isDisabled} onPress={onPress} />
      </div>
    </>
  )
}

function Counting({ shift }: { readonly shift: OpenShift }) {
  const text = useText()
  const actions = useActions()
  const draft = useShift((state) => state.draft)
  return (
    <>
      <p className={css['dueLabel']}>{text('count.so-far')}</p>
      <p className={css['due']}>
        <Amount totalMinor={countedMinor(draft, shift.denominationsMinor)} size="hero" />
      </p>
      <p className={css['caption']}>{text('count.so-far.help')}</p>
      <Foot label={text('count.hand-in')} onPress={() => void handIn(shift.denominationsMinor, actions)} />
    </>
  )
}

/** What the Z report will say; it is computed anew when it is written. */
function Counted({ shift, count }: { readonly shift: OpenShift; readonly count: ShiftCount }) {
  const text = useText()
  const actions = useActions()
  const reason = useShift((state) => state.varianceReason)
  const isReady = !count.beyondTolerance || reason !== null
  const { shiftNumber, openedAtMs, openedByName } = shift
  const report: ShiftReport = {
    ...{ zNumber: null, shiftNumber, openedAtMs, openedByName, businessDate: '', closedAtMs: null, closedByName: null, approvedByName: null, note: '' },
    ...{ countedMinor: count.countedMinor, varianceMinor: count.varianceMinor, varianceReason: reason, numbers: count.report },
  }
  return <WithPaper report={report} isDraft label={text(isReady ? 'shift.close' : 'shift.close.reason')} isDisabled={!isReady} onPress={() => void closeShift(actions)} showsSync />
}

function WithPaper({ report, isDraft = false, label, isDisabled = false, onPress, showsSync = false }: {
  readonly report: ShiftReport
  readonly isDraft?: boolean
  readonly label: string
  readonly isDisabled?: boolean
  readonly onPress: () => void
  readonly showsSync?: boolean
}) {
  const text = useText()
  const { queuedEvents } = useStatus().sync
  return (
    <>
      <ReportPaper report={report} isDraft={isDraft} />
      {showsSync && (
        <p className={classes(css['note'], queuedEvents === 0 && css['synced'])}>
          <Icon name={queuedEvents === 0 ? 'done' : 'hourglass'} size="s" />
          {queuedEvents === 0 ? text('shift.synced') : text('shift.waits', { count: queuedEvents })}
        </p>
      )}
      <Foot label={label} onPress={onPress} isDisabled={isDisabled} />
    </>
  )
}
