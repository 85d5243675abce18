import { create } from 'zustand'
import type { ShiftClosed, ShiftReport, ShiftView } from '../../contract/shift-view.ts'
import type { VarianceReason } from '../../contract/choices.ts'

/** What the shift's page shows beside the shift itself. */
export type ShiftPage =
  /** Counting, or what came of it. */
  | { readonly kind: 'shift' }
  | { readonly kind: 'report-x'; readonly report: ShiftReport }
  | { readonly kind: 'reports'; readonly reports: readonly ShiftReport[] }
  | { readonly kind: 'closed'; readonly closed: ShiftClosed }

/** A count that is being typed: pieces by denomination, as typed. */
export type CountDraft = { readonly typed: Readonly<Record<number, string>>; readonly row: number }
export const emptyCount: CountDraft = { typed: {}, row: 0 }

/** The shift as the engine last said it, and what is half typed on its page. */
export type ShiftState = {
  readonly shift: ShiftView | null
  readonly page: ShiftPage
  readonly draft: CountDraft
  readonly varianceReason: VarianceReason | null
}
export const useShift = create<ShiftState>()(() => ({ shift: null, page: { kind: 'shift' }, draft: emptyCount, varianceReason: null }))

/** Six digits of pieces are a slip of the finger. */
const PIECES_DIGITS_MAX = 5

export function piecesOf(draft: CountDraft, denominationMinor: number): number {
  return Number(draft.typed[denominationMinor] ?? '0')
}

/** What was counted so far, in minor units. */
export function countedMinor(draft: CountDraft, denominations: readonly number[]): number {
  return denominations.reduce((sum, each) => sum + each * piecesOf(draft, each), 0)
}

/** A digit, or '\b', into the chosen row. */
export function typePieces(draft: CountDraft, denominations: readonly number[], character: string): CountDraft {
  const denominationMinor = denominations[draft.row]
  if (denominationMinor === undefined || !/^(\d+|\x08)$/.test(character)) return draft
  const before = draft.typed[denominationMinor] ?? ''
  const next = character === '\b' ? before.slice(0, -1) : before === '0' ? character : before + character
  return next.length > PIECES_DIGITS_MAX ? draft : { ...draft, typed: { ...draft.typed, [denominationMinor]: next } }
}

export function moveRow(draft: CountDraft, denominations: readonly number[], step: -1 | 1): CountDraft {
  return { ...draft, row: Math.min(denominations.length - 1, Math.max(0, draft.row + step)) }
}
