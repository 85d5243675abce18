import type { ReturnableLine, ReturnableSale } from '../../contract/return-view.ts'
import type { Input } from '../../contract/serve.ts'

/** A return as it is being put together: which sale, how much of which line, and why. Nothing of it is booked. */
export type ReturnDraft = {
  /** Made once for this draft, so that pressing twice returns once. */
  readonly returnId: string
  readonly sale: ReturnableSale
  /** What comes back, by the line's number; absent: nothing of it. */
  readonly quantitiesMilli: Readonly<Record<number, number>>
  /** Null until the cashier chose one: nobody should have to guess it later. */
  readonly reason: ReturnReason | null
  /** The line that keys act on. */
  readonly chosenLine: number
}
/** Hands a change to whoever keeps the draft. */
export type ChangeDraft = (change: (draft: ReturnDraft) => ReturnDraft) => void
export type ReturnReason = Input<'return.quote'>['reason']
/** In the order of their keys, 1 to 4. */
export const returnReasons = ['defect', 'change-of-mind', 'statutory', 'exchange'] as const satisfies readonly ReturnReason[]

/** A sale of which one thing at most can come back needs no choosing. */
export function beginReturn(sale: ReturnableSale, returnId: string): ReturnDraft {
  const open = sale.lines.filter((line) => line.returnableMilli > 0)
  const [only] = open
  const isSingle = only !== undefined && open.length === 1 && (only.unit === 'kg' || only.returnableMilli <= 1000)
  return { returnId, sale, reason: null, chosenLine: only?.line ?? 0, quantitiesMilli: isSingle ? { [only.line]: only.returnableMilli } : {} }
}

export function quantityOf(draft: ReturnDraft, line: number): number {
  return draft.quantitiesMilli[line] ?? 0
}

/** Never less than nothing, never more than is left of the line. */
export function setQuantity(draft: ReturnDraft, line: number, quantityMilli: number): ReturnDraft {
  const found = lineOf(draft, line)
  if (found === null) return draft
  const within = Math.min(found.returnableMilli, Math.max(0, quantityMilli))
  return { ...draft, chosenLine: line, quantitiesMilli: { ...draft.quantitiesMilli, [line]: within } }
}

/** One piece more or less; weighed goods come back whole, or as much as is typed. */
export function nudge(draft: ReturnDraft, line: number, step: 1 | -1): ReturnDraft {
  const found = lineOf(draft, line)
  if (found === null) return draft
  return setQuantity(draft, line, found.unit === 'kg' ? (step === 1 ? found.returnableMilli : 0) : quantityOf(draft, line) + step * 1000)
}

/** All that is left of the line, or nothing of it. */
export function toggle(draft: ReturnDraft, line: number): ReturnDraft {
  return setQuantity(draft, line, quantityOf(draft, line) > 0 ? 0 : Number.MAX_SAFE_INTEGER)
}

/** Everything that can still come back. */
export function takeAll(draft: ReturnDraft): ReturnDraft {
  return { ...draft, quantitiesMilli: Object.fromEntries(draft.sale.lines.map((line) => [line.line, line.returnableMilli])) }
}

/** Moves the choice up or down; it stops at the ends. */
export function moveChoice(draft: ReturnDraft, step: 1 | -1): ReturnDraft {
  const { lines } = draft.sale
  const place = lines.findIndex((line) => line.line === draft.chosenLine)
  const next = lines[Math.min(lines.length - 1, Math.max(0, place + step))]
  return next === undefined ? draft : { ...draft, chosenLine: next.line }
}

/** The lines that come back, in the order of the receipt. */
export function returnedLines(draft: ReturnDraft): Input<'return.quote'>['lines'] {
  return draft.sale.lines.flatMap(({ line }) => (quantityOf(draft, line) > 0 ? [{ line, quantityMilli: quantityOf(draft, line) }] : []))
}

/**
 * What the engine is asked; null: nothing to ask yet. Until a reason is chosen it is asked as a change of mind, so that
 * the numbers are there; the return itself waits for the reason.
 */
export function requestOf(draft: ReturnDraft): Input<'return.quote'> | null {
  const lines = returnedLines(draft)
  return lines.length === 0 ? null : { saleId: draft.sale.saleId, reason: draft.reason ?? 'change-of-mind', lines }
}

/** How many things come back: weighed goods count as one. */
export function piecesOf(draft: ReturnDraft): number {
  return draft.sale.lines.reduce((sum, line) => sum + (quantityOf(draft, line.line) === 0 ? 0 : line.unit === 'kg' ? 1 : Math.ceil(quantityOf(draft, line.line) / 1000)), 0)
}

function lineOf(draft: ReturnDraft, line: number): ReturnableLine | null {
  return draft.sale.lines.find((each) => each.line === line) ?? null
}
