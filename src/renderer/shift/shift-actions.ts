import type { Input, Reply } from '../../contract/serve.ts'
import type { CallName } from '../../contract/till-calls.ts'
import type { ShiftView } from '../../contract/shift-view.ts'
import type { VarianceReason } from '../../contract/choices.ts'
import { newId } from '../ids.ts'
import type { DeskActions } from '../state/desk-actions.ts'
import { emptyCount, moveRow, piecesOf, typePieces, useShift } from './shift-state.ts'

const REPORTS_SHOWN = 50

type Ask = Pick<DeskActions, 'ask' | 'inquire'>

export function showShift(shift: ShiftView): void {
  useShift.setState({ shift })
}

/** Asks how the shift stands. */
export async function readShift({ inquire }: Ask): Promise<ShiftView | null> {
  const reply = await inquire('shift.get', {})
  if (reply.ok) showShift(reply.output)
  return reply.ok ? reply.output : null
}

type ShiftCall = Extract<CallName, 'shift.open' | 'shift.moveCash' | 'shift.openDrawer' | 'shift.count' | 'shift.reopen'>
/** Calls that answer with the shift. */
async function change<N extends ShiftCall>(name: N, input: Input<N>, { ask }: Ask): Promise<boolean> {
  const reply: Reply<ShiftCall> = await ask(name, input)
  if (reply.ok) showShift(reply.output)
  return reply.ok
}

export async function openShift(shiftId: string, floatMinor: number, actions: Ask): Promise<boolean> {
  const opened = await change('shift.open', { shiftId, floatMinor }, actions)
  if (opened) useShift.setState({ page: { kind: 'shift' }, draft: emptyCount, varianceReason: null })
  return opened
}
export function moveCash(move: Input<'shift.moveCash'>, actions: Ask): Promise<boolean> {
  return change('shift.moveCash', move, actions)
}
export function openDrawer(opening: Input<'shift.openDrawer'>, actions: Ask): Promise<boolean> {
  return change('shift.openDrawer', opening, actions)
}

/** Ids of acts that are under way: an answer that got lost is asked for again under the same. */
let countId = newId()
let closingId = newId()

/** A digit or '\b' into the chosen denomination. */
export function countTyped(character: string, denominations: readonly number[]): void {
  countId = newId()
  useShift.setState(({ draft }) => ({ draft: typePieces(draft, denominations, character) }))
}
export function countMoved(step: -1 | 1, denominations: readonly number[]): void {
  useShift.setState(({ draft }) => ({ draft: moveRow(draft, denominations, step) }))
}
export function countRow(row: number): void {
  useShift.setState(({ draft }) => ({ draft: { ...draft, row } }))
}

/** Hands the count in: only now it is held against what should be there. */
export async function handIn(denominations: readonly number[], actions: Ask): Promise<void> {
  const { draft } = useShift.getState()
  const pieces = denominations.map((denominationMinor) => ({ denominationMinor, pieces: piecesOf(draft, denominationMinor) })).filter((each) => each.pieces > 0)
  if (await change('shift.count', { countId, pieces }, actions)) useShift.setState({ varianceReason: null, page: { kind: 'shift' } })
}

/** Takes the count back, to count anew. */
export async function countAgain(actions: Ask): Promise<void> {
  if (!(await change('shift.reopen', {}, actions))) return
  countId = newId()
  useShift.setState({ draft: { ...useShift.getState().draft, row: 0 }, varianceReason: null })
}

export function chooseVarianceReason(varianceReason: VarianceReason): void {
  useShift.setState({ varianceReason })
}

/** Writes the Z report. */
export async function closeShift(actions: Ask): Promise<void> {
  const { varianceReason } = useShift.getState()
  const reply = await actions.ask('shift.close', { closingId, varianceReason })
  if (!reply.ok) return
  closingId = newId()
  useShift.setState({ page: { kind: 'closed', closed: reply.output }, draft: emptyCount, varianceReason: null })
  await readShift(actions)
}

export async function showReportX(actions: Ask): Promise<void> {
  const reply = await actions.ask('shift.reportX', {})
  if (reply.ok) useShift.setState({ page: { kind: 'report-x', report: reply.output } })
}
export async function showReports(actions: Ask): Promise<void> {
  const reply = await actions.ask('shift.reports', { limit: REPORTS_SHOWN })
  if (reply.ok) useShift.setState({ page: { kind: 'reports', reports: reply.output.reports } })
}
export function showShiftPage(): void {
  useShift.setState({ page: { kind: 'shift' } })
}
