import type { RuleName } from '../../contract/rule-name.ts'
import { nameIn, type Locale } from '../../ui/format/locale.ts'
import type { TillText } from '../texts.ts'

/** What brings names of rules with it: a quoted basket, a quoted return. */
export type Named = { readonly kind: string; readonly names?: readonly RuleName[] }

/** How a rule is called: its own name, else the word for the built-in ones, else its id. */
export function ruleName(id: string, quote: Named, text: TillText, locale: Locale): string {
  const named = quote.names?.find((name) => name.id === id)
  const own = named === undefined ? '' : nameIn(named.name, locale)
  if (own !== '') return own
  if (id === 'member-price') return text('rule.member-price')
  if (id === 'tier') return text('rule.tier')
  return id
}
