import type { DeskQuote } from '../../contract/desk-state.ts'
import type { Locale } from '../../ui/format/locale.ts'
import { ruleName } from '../state/names.ts'
import type { TillText } from '../texts.ts'
import { childOf } from '../why/explained.ts'

/** What an offer takes off the basket, by its name. `offMinor` is what comes off, positive. */
export type DiscountRow = { readonly id: string; readonly label: string; readonly offMinor: number }

/** The slab has room for so many; those that take off least share the last. */
const ROWS_MAX = 3

/** Every offer that took something off, the largest first. Their sum is the discount of the basket. */
export function discountRows(quote: DeskQuote, text: TillText, locale: Locale): readonly DiscountRow[] {
  if (quote.kind !== 'quoted') return []
  const rows = (childOf(quote.explain, 'discount')?.children ?? [])
    .map((node): DiscountRow => ({
      id: node.id,
      label: node.ruleId === null ? text('rule.manual') : ruleName(node.ruleId, quote, text, locale),
      offMinor: node.result.kind === 'minor' ? Math.abs(node.result.resultMinor) : 0,
    }))
    .filter((row) => row.offMinor > 0)
    .sort((a, b) => b.offMinor - a.offMinor)
  if (rows.length <= ROWS_MAX) return rows
  const rest = rows.slice(ROWS_MAX - 1)
  return [...rows.slice(0, ROWS_MAX - 1), { id: 'rest', label: text('slab.discounts', { count: rest.length }), offMinor: rest.reduce((sum, row) => sum + row.offMinor, 0) }]
}
