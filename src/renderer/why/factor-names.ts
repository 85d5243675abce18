import type { DeskMember, DeskQuote } from '../../contract/desk-state.ts'
import { formatFraction } from '../../ui/format/fractions.ts'
import { nameIn, type Locale } from '../../ui/format/locale.ts'
import { ruleName } from '../state/names.ts'
import type { TillText } from '../texts.ts'
import { childOf, joinedMultipliers, type JoinedMultiplier } from './explained.ts'

type Quoted = Extract<DeskQuote, { readonly kind: 'quoted' }>

/** "Gold", "member day": who multiplies. */
export function multiplierRule(joined: JoinedMultiplier, quote: Quoted, member: DeskMember | null, text: TillText, locale: Locale): string {
  if (joined.ruleId !== null) return ruleName(joined.ruleId, quote, text, locale)
  const tier = member?.tier ?? null
  return tier === null ? text('rule.tier') : nameIn(tier.name, locale)
}

/** "Gold ×1.5": a multiplier by its name. */
export function multiplierName(joined: JoinedMultiplier, quote: Quoted, member: DeskMember | null, text: TillText, locale: Locale): string {
  return text('factor.named', { name: multiplierRule(joined, quote, member, text, locale), factor: formatFraction(joined.multiplier) })
}

/** "Gold ×1.5 + member day ×2"; '' where nothing multiplies. */
export function factorNames(quote: Quoted, member: DeskMember | null, text: TillText, locale: Locale): string {
  const earn = childOf(quote.explain, 'earn')
  if (earn === null) return ''
  return joinedMultipliers(earn)
    .map((joined) => multiplierName(joined, quote, member, text, locale))
    .join(' + ')
}
