import type { ShiftClosed, ShiftView } from '../../contract/shift-view.ts'
import { Key } from '../../ui/components/key.tsx'
import { Note } from '../../ui/components/note.tsx'
import { Sheet } from '../../ui/components/sheet.tsx'
import { formatMoney } from '../../ui/format/money.ts'
import { capOf } from '../keys/commands.ts'
import { useKeys } from '../keys/layers.ts'
import { keysOfTheSale } from '../returns/return-keys.ts'
import { useActions } from '../state/context.ts'
import { closePanel, openPanel } from '../state/view.ts'
import { useText } from '../texts.ts'
import { showReports } from './shift-actions.ts'
import { SyncNote } from './sync-note.tsx'
import css from './shift.module.css'

/** No shift is open: the next begins with a float; the reports of before are here. */
export function ShiftNonePage({ shift }: { readonly shift: Extract<ShiftView, { readonly kind: 'none' }> }) {
  const text = useText()
  const actions = useActions()
  const open = (): void => openPanel({ kind: 'open-shift' })
  useKeys('panel', { ...keysOfTheSale, back: closePanel, shift: closePanel, enter: open, forward: open })
  return (
    <Sheet
      title={text('shift.none')}
      caption={shift.lastZ === null ? undefined : text('shift.last-z', { z: String(shift.lastZ).padStart(4, '0') })}
      backLabel={text('key.back')}
      backCap={capOf('back')}
      onBack={closePanel}
      keys={<Key label={text('shift.reports')} onPress={() => void showReports(actions)} />}
    >
      <div className={css['facts']}>
        <Note icon="drawer" title={text('shift.open.title', { shift: shift.nextShiftNumber })}>
          {text('shift.open.help')}
        </Note>
        <SyncNote />
      </div>
    </Sheet>
  )
}

/** The shift is closed and its Z report written; whether the till may be switched off. */
export function ShiftClosedPage({ closed }: { readonly closed: ShiftClosed }) {
  const text = useText()
  const { report } = closed
  useKeys('panel', { ...keysOfTheSale, back: closePanel, shift: closePanel, enter: closePanel, forward: closePanel })
  return (
    <Sheet title={text('shift.closed', { shift: report.shiftNumber })} caption={text('shift.closed.help')} backLabel={text('key.back')} backCap={capOf('back')} onBack={closePanel}>
      <div className={css['facts']}>
        <SyncNote />
        <dl className={css['sums']}>
          <div>
            <dt>{text('report.expected')}</dt>
            <dd>{formatMoney(report.numbers.drawer.expectedMinor)}</dd>
          </div>
          <div>
            <dt>{text('report.counted')}</dt>
            <dd>{formatMoney(report.countedMinor ?? 0)}</dd>
          </div>
          <div className={css['sum']}>
            <dt>{text('report.variance')}</dt>
            <dd>{formatMoney(report.varianceMinor ?? 0, { sign: 'always' })}</dd>
          </div>
        </dl>
      </div>
    </Sheet>
  )
}
