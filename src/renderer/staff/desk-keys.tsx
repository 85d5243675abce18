import { useEffect, useRef } from 'react'
import { formatClock } from '../../ui/format/dates.ts'
import { formatMoney } from '../../ui/format/money.ts'
import { useKeys } from '../keys/layers.ts'
import { readShift, showShiftPage } from '../shift/shift-actions.ts'
import { useActions, useDesk, useStatus } from '../state/context.ts'
import { selectedLine } from '../state/selling.ts'
import { openPanel, showToast, useView } from '../state/view.ts'
import { useText } from '../texts.ts'

/** Keys about people, drawer and shift, and what whoever comes finds. Draws nothing. */
export function DeskKeys() {
  const actions = useActions()
  const { lines, phase } = useDesk()
  const { staff } = useStatus()
  const isSelling = phase.kind === 'selling'
  const isFree = phase.kind !== 'paying' && phase.kind !== 'asking-points'
  useShiftFound()
  useKeys('screen', {
    lock: staff.kind === 'signed-in' ? () => void actions.lock() : undefined,
    'desk-menu': isFree ? () => void actions.openBeside({ kind: 'desk-menu' }) : undefined,
    shift: isFree ? openShiftPage : undefined,
    'cash-moves': isFree ? () => void actions.openBeside({ kind: 'cash-moves' }) : undefined,
    'line-price': isSelling && lines.length > 0 ? () => openPrice(lines) : undefined,
    discount: isSelling && lines.length > 0 ? () => openPanel({ kind: 'discount' }) : undefined,
  })
  return null
}

export function openShiftPage(): void {
  showShiftPage()
  openPanel({ kind: 'shift' })
}

/** The price of the chosen line; a gift has none. */
export function openPrice(lines: Parameters<typeof selectedLine>[0]): void {
  const line = selectedLine(lines, useView.getState().selectedLineId)
  if (line !== null && !line.gift) openPanel({ kind: 'price', lineId: line.lineId })
}

/** Follows the shift. Whoever signs in without one counts the float first; one that was left open is said once. */
function useShiftFound(): void {
  const text = useText()
  const actions = useActions()
  const { staff, shiftNumber, timeZone } = useStatus()
  const staffId = staff.kind === 'signed-in' ? staff.staffId : null
  const mayOpen = staff.kind === 'signed-in' && staff.rights['shift-open'] === 'yes'
  const said = useRef<string | null>(null)
  const greeted = useRef<string | null>(null)
  useEffect(() => {
    let isCurrent = true
    void readShift(actions).then((shift) => {
      if (!isCurrent || shift === null) return
      const isNew = greeted.current !== staffId
      greeted.current = staffId
      if (shift.kind === 'none' && isNew && mayOpen) openPanel({ kind: 'open-shift' })
      if (shift.kind === 'open' && shift.foundOpen && said.current !== shift.shiftId) {
        said.current = shift.shiftId
        const { openedAtMs, openedByName, floatMinor } = shift
        showToast({
          tone: 'wait', staysMs: 10_000,
          title: text('shift.found', { shift: shift.shiftNumber }),
          help: text('shift.found.help', { time: formatClock(openedAtMs, timeZone), name: openedByName, float: formatMoney(floatMinor) }),
        })
      }
    })
    return () => {
      isCurrent = false
    }
    // Who is there and which shift: nothing else makes it ask again.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [staffId, shiftNumber, actions])
}
