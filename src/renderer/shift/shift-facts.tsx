import type { ShiftView } from '../../contract/shift-view.ts'
import { Key } from '../../ui/components/key.tsx'
import { Keypad } from '../../ui/components/keypad.tsx'
import { Note } from '../../ui/components/note.tsx'
import { Sheet } from '../../ui/components/sheet.tsx'
import { formatStamp } from '../../ui/format/dates.ts'
import { formatMoney } from '../../ui/format/money.ts'
import { capOf } from '../keys/commands.ts'
import { useKeys } from '../keys/layers.ts'
import { keysOfTheSale } from '../returns/return-keys.ts'
import { useActions, useStatus } from '../state/context.ts'
import { closePanel, openPanel } from '../state/view.ts'
import { useRight } from '../staff/use-right.ts'
import { useText } from '../texts.ts'
import { countMoved, countTyped, handIn, showReports, showReportX, showShiftPage } from './shift-actions.ts'
import { useShift } from './shift-state.ts'
import css from './shift.module.css'

type OpenShift = Extract<ShiftView, { readonly kind: 'open' }>

/** Beside a count: whose shift it is, the keys to count with, and what else can be done. */
export function ShiftFacts({ shift }: { readonly shift: OpenShift }) {
  const text = useText()
  const actions = useActions()
  const { timeZone } = useStatus()
  const isReading = useShift((state) => state.page.kind === 'report-x')
  const mayReadX = useRight('report-x') !== 'no'
  const { denominationsMinor } = shift
  const type = (character: string): void => countTyped(character, denominationsMinor)
  const step = (by: 1 | -1) => (): void => countMoved(by, denominationsMinor)
  const back = isReading ? showShiftPage : closePanel
  useKeys('panel', {
    ...keysOfTheSale,
    back,
    shift: closePanel,
    character: type,
    enter: step(1),
    'line-down': step(1),
    'line-up': step(-1),
    forward: isReading ? showShiftPage : () => void handIn(denominationsMinor, actions),
    'report-x': mayReadX ? () => void showReportX(actions) : undefined,
  })
  return (
    <div className={css['right']}>
      <Sheet
        title={text('status.shift', { shift: shift.shiftNumber })}
        caption={text('shift.since', { stamp: formatStamp(shift.openedAtMs, timeZone), name: shift.openedByName })}
        backLabel={text('key.back')}
        backCap={capOf('back')}
        onBack={back}
        keys={<OtherKeys mayReadX={mayReadX} />}
      >
        <div className={css['facts']}>
          <dl className={css['sums']}>
            <div>
              <dt>{text('shift.float')}</dt>
              <dd>{formatMoney(shift.floatMinor)}</dd>
            </div>
          </dl>
          {shift.foundOpen ? (
            <Note icon="warning" tone="wait" title={text('shift.found', { shift: shift.shiftNumber })}>
              {text('shift.found.count')}
            </Note>
          ) : (
            <Note icon="info" title={text('count.blind')}>
              {text('count.blind.help')}
            </Note>
          )}
          <Keypad
            fills
            onPress={(press) => (press.kind === 'digits' ? type(press.digits) : type('\b'))}
            left={<Key mayWrap label={text('key.backspace')} cap="⌫" onPress={() => type('\b')} />}
            right={<Key mayWrap label={text('count.next')} cap={`${capOf('enter')} ↓`} onPress={step(1)} />}
          />
        </div>
      </Sheet>
    </div>
  )
}

/** What else can be done with the shift. */
function OtherKeys({ mayReadX }: { readonly mayReadX: boolean }) {
  const text = useText()
  const actions = useActions()
  return (
    <>
      <Key mayWrap label={text('shift.x')} cap={mayReadX ? capOf('report-x') : text('menu.no-right')} isDisabled={!mayReadX} onPress={() => void showReportX(actions)} />
      <Key mayWrap label={text('menu.cash')} cap={capOf('cash-moves')} onPress={() => openPanel({ kind: 'cash-moves' })} />
      <Key mayWrap label={text('shift.reports')} onPress={() => void showReports(actions)} />
    </>
  )
}
