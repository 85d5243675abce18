import { create } from 'zustand'
import type { ReturnQuote, SavedReturn } from '../../contract/return-view.ts'
import type { ErrorCode } from '../state/errors.ts'
import type { ReturnDraft } from './return-draft.ts'

/** How far a return has come. It outlives its panel: what was chosen is still there after a look at something else. */
export type ReturnView =
  | { readonly kind: 'finding'; readonly typed: string; readonly problem: ErrorCode | null; readonly isAsking: boolean }
  | { readonly kind: 'choosing'; readonly draft: ReturnDraft; readonly quoted: ReturnQuoted; readonly isWhyOpen: boolean }
  | { readonly kind: 'saved'; readonly draft: ReturnDraft; readonly saved: SavedReturn }

/** The numbers for what is chosen now, or why there are none. */
export type ReturnQuoted =
  | { readonly kind: 'nothing' }
  /** Those of before stay in sight until the new ones come: nothing flickers. */
  | { readonly kind: 'asking'; readonly before: ReturnQuote | null }
  | { readonly kind: 'quoted'; readonly quote: ReturnQuote }
  | { readonly kind: 'refused'; readonly code: ErrorCode }

export const findingReceipt: ReturnView = { kind: 'finding', typed: '', problem: null, isAsking: false }

export const useReturn = create<{ readonly view: ReturnView }>()(() => ({ view: findingReceipt }))

export function showReturn(view: ReturnView): void {
  useReturn.setState({ view })
}

/** The numbers to show; null: none. */
export function shownQuote(quoted: ReturnQuoted): ReturnQuote | null {
  return quoted.kind === 'quoted' ? quoted.quote : quoted.kind === 'asking' ? quoted.before : null
}
