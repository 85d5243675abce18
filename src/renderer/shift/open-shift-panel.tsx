import { useEffect, useState } from 'react'
import { DRAWER_MINOR_MAX } from '../../contract/choices.ts'
import { Note } from '../../ui/components/note.tsx'
import { formatMoney, readMoney } from '../../ui/format/money.ts'
import { newId } from '../ids.ts'
import { useActions, useStatus } from '../state/context.ts'
import { closePanel, showToast } from '../state/view.ts'
import { HandForm } from '../staff/hand-form.tsx'
import { useText } from '../texts.ts'
import { openShift } from './shift-actions.ts'
import { useShift } from './shift-state.ts'

/** A shift begins with what lies in the drawer. */
export function OpenShiftPanel() {
  const text = useText()
  const actions = useActions()
  const shift = useShift((state) => state.shift)
  const [shiftId] = useState(newId)
  const [typed, setTyped] = useState('')
  const read = readMoney(typed)
  const isTooMuch = read.kind === 'number' && read.totalMinor > DRAWER_MINOR_MAX
  const shiftNumber = shift?.kind === 'none' ? shift.nextShiftNumber : ''
  const { shiftNumber: openNumber } = useStatus()
  // Opened by whatever hand: there is nothing to count any more.
  useEffect(() => {
    if (openNumber !== null) closePanel()
  }, [openNumber])
  const open = async (): Promise<void> => {
    if (read.kind !== 'number' || !(await openShift(shiftId, read.totalMinor, actions))) return
    closePanel()
    showToast({ tone: 'jade', title: text('shift.opened', { float: formatMoney(read.totalMinor, { mark: true }) }), staysMs: 4000 })
  }
  return (
    <HandForm<never>
      title={text('shift.open.title', { shift: shiftNumber })}
      caption={text('shift.open.help')}
      above={
        <Note icon="drawer" title={text('shift.open.float')}>
          {text('shift.open.float.help')}
        </Note>
      }
      amount={{ label: text('shift.float'), typed, placeholder: formatMoney(0), problem: isTooMuch ? text('typed.too-large') : null, onType: setTyped }}
      reasons={null}
      goLabel={text('shift.open.go')}
      isReady={read.kind === 'number' && !isTooMuch}
      onGo={() => void open()}
    />
  )
}
