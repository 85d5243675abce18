import type { DeskQuote } from '../../contract/desk-state.ts'
import { nameIn, type Locale } from '../../ui/format/locale.ts'
import type { TillText } from '../texts.ts'

/** How a rule is called: its own name, else the word for the built-in ones, else its id. */
export function ruleName(id: string, quote: DeskQuote, text: TillText, locale: Locale): string {
  const named = quote.kind === 'quoted' ? quote.names.find((name) => name.id === id) : undefined
  const own = named === undefined ? '' : nameIn(named.name, locale)
  if (own !== '') return own
  if (id === 'member-price') return text('rule.member-price')
  if (id === 'tier') return text('rule.tier')
  return id
}
