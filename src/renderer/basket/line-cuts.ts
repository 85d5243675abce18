import type { DeskQuote } from '../../contract/desk-state.ts'
import { childOf } from '../why/explained.ts'

/** What took something off a line: the rule's id (null: by hand), and how much, positive. */
export type LineCut = { readonly ruleId: string | null; readonly offMinor: number }

/** Every cut of the line at this place of the basket, the member price among them; in the order in which they were made. */
export function lineCuts(quote: DeskQuote, place: number): readonly LineCut[] {
  const line = quote.kind === 'quoted' ? childOf(quote.explain, 'due')?.children[place] : undefined
  return (line?.children ?? []).flatMap(({ ruleId, result, id }) =>
    result.kind === 'minor' && result.resultMinor < 0 && !id.endsWith('/gross') ? [{ ruleId, offMinor: -result.resultMinor }] : [],
  )
}
