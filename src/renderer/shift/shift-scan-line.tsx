import { ScanLine } from '../../ui/components/scan-line.tsx'
import { formatStamp } from '../../ui/format/dates.ts'
import { useStatus } from '../state/context.ts'
import { useText } from '../texts.ts'
import { useShift } from './shift-state.ts'

/** The scan line of the shift's page: which shift, and how far its closing is. */
export function ShiftScanLine() {
  const text = useText()
  const { timeZone } = useStatus()
  const shift = useShift((state) => state.shift)
  const page = useShift((state) => state.page)
  const hint = text('scan.always')
  if (page.kind === 'closed') return <ScanLine voice="done" icon="drawer" title={text('shift.closed', { shift: page.closed.report.shiftNumber })} detail={text('shift.closed.help')} hint={hint} />
  if (shift?.kind !== 'open') return <ScanLine voice="idle" icon="drawer" title={text('shift.none')} detail={text('shift.open.help')} hint={hint} />
  return (
    <ScanLine
      voice={shift.count === null ? 'idle' : 'done'}
      icon="drawer"
      title={text(shift.count === null ? 'shift.scan.counting' : 'shift.scan.counted', { shift: shift.shiftNumber })}
      detail={text('shift.since', { stamp: formatStamp(shift.openedAtMs, timeZone), name: shift.openedByName })}
      hint={hint}
    />
  )
}
