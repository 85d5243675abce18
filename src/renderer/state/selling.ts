import type { DeskLine, DeskState } from '../../contract/desk-state.ts'
import type { TenderInput } from '../../contract/till-calls.ts'
import { readQuantity } from '../../ui/format/counts.ts'
import type { DeskActions } from './desk-actions.ts'
import { emptyTenderDraft, openPanel, useView } from './view.ts'

/** The line that keys act on: the chosen one, else the last. */
export function selectedLine(lines: readonly DeskLine[], selectedLineId: string | null): DeskLine | null {
  return lines.find((line) => line.lineId === selectedLineId) ?? lines.at(-1) ?? null
}

function current(desk: DeskState): DeskLine | null {
  return selectedLine(desk.lines, useView.getState().selectedLineId)
}

/** Moves the choice up (-1) or down (1); it stops at the ends. */
export function selectLine(desk: DeskState, step: -1 | 1): void {
  const line = current(desk)
  const place = desk.lines.findIndex((other) => other.lineId === line?.lineId)
  const next = desk.lines[Math.min(desk.lines.length - 1, Math.max(0, place + step))]
  if (next !== undefined) useView.setState({ selectedLineId: next.lineId })
}

/** `*`: "3 *" is a quantity for the next scan; without digits it asks for the chosen line's, or for the next scan's. */
export function askQuantity(desk: DeskState): void {
  const { typedCode } = useView.getState()
  const typed = typedCode === '' ? null : readQuantity(typedCode, 'piece')
  if (typed?.kind === 'number') {
    useView.setState({ typedCode: '', pendingQuantityMilli: typed.quantityMilli })
    return
  }
  const line = current(desk)
  const isOpen = line !== null && !line.gift
  openPanel({ kind: 'quantity', of: isOpen ? { kind: 'line', lineId: line.lineId } : { kind: 'next-scan' } })
}

/** Takes the chosen line out. */
export async function removeSelected(desk: DeskState, actions: DeskActions): Promise<void> {
  const line = current(desk)
  if (line === null || line.gift) return
  const place = desk.lines.indexOf(line)
  if (await actions.removeLine(line.lineId)) {
    const neighbour = desk.lines[place + 1] ?? desk.lines[place - 1]
    useView.setState({ selectedLineId: neighbour?.lineId ?? null })
  }
}

/** One piece more or less; a weighed line is left alone, and the last piece is taken out by Del, not by a slip. */
export async function nudgeQuantity(desk: DeskState, actions: DeskActions, pieces: -1 | 1): Promise<void> {
  const line = current(desk)
  if (line === null || line.gift || line.unit === 'kg') return
  const quantityMilli = line.quantityMilli + pieces * 1000
  if (quantityMilli >= 1000) await actions.setQuantity(line.lineId, quantityMilli)
}

/** How long "press again" stands. */
const ARMED_MS = 4000
let disarm: ReturnType<typeof setTimeout> | undefined

/** The whole basket goes only at the second press. */
export function askToClear(actions: DeskActions): void {
  clearTimeout(disarm)
  if (useView.getState().isClearArmed) {
    useView.setState({ isClearArmed: false, selectedLineId: null })
    void actions.clearBasket()
    return
  }
  useView.setState({ isClearArmed: true })
  disarm = setTimeout(() => useView.setState({ isClearArmed: false }), ARMED_MS)
}

/** Fixes the totals and opens the tender that was asked for. */
export async function payWith(actions: DeskActions, kind: TenderInput['kind']): Promise<void> {
  await actions.pay()
  useView.setState({ tender: { ...emptyTenderDraft, kind } })
}
