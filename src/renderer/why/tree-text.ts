import type { DeskMember } from '../../contract/desk-state.ts'
import type { LocalizedText } from '../../contract/primitives.ts'
import type { ExplainNode, ExplainParam, ExplainResult } from '../../domain/explain-node.ts'
import { formatCount, formatQuantity } from '../../ui/format/counts.ts'
import { formatStamp } from '../../ui/format/dates.ts'
import { formatFraction } from '../../ui/format/fractions.ts'
import { nameIn, type Locale } from '../../ui/format/locale.ts'
import { formatMoney } from '../../ui/format/money.ts'
import { explainTexts } from '../../ui/i18n/explain/texts.ts'
import { ruleName, type Named } from '../state/names.ts'
import type { TextKey, TillText } from '../texts.ts'

/** What a tree needs to be said in the cashier's language: of a basket, or of a return. */
export type TreeContext = {
  readonly quote: Named
  readonly member: Pick<DeskMember, 'tier'> | null
  /** In the order of the result's lines. */
  readonly lines: readonly { readonly sku: string; readonly name: LocalizedText }[]
  readonly timeZone: string
  readonly text: TillText
  readonly locale: Locale
}

/** One node of the explanation as a sentence in the cashier's language. */
export function nodeText(node: ExplainNode, context: TreeContext): string {
  const { quote, member, text, locale } = context
  const rule = node.ruleId === null ? '' : ruleName(node.ruleId, quote, text, locale)
  const held = member?.tier ?? null
  const tier = held === null ? text('rule.tier') : nameIn(held.name, locale)
  // Where multipliers do not add up, a multiplier is its own result.
  const multiplier = node.result.kind === 'factor' ? formatFraction(node.result.resultExact) : ''
  const places: Record<string, string> = { rule, tier, multiplier }
  for (const [name, param] of Object.entries(node.params)) places[name] = paramText(name, param, context)
  return isExplainKey(node.key) ? text(node.key, places) : text('explain.other', { rule })
}

/** The result of a node, in its unit; '' for a heading. */
export function resultText(result: ExplainResult): string {
  switch (result.kind) {
    case 'minor':
      return formatMoney(result.resultMinor)
    case 'points':
      return formatCount(result.resultPoints)
    case 'exact-points':
      return formatFraction(result.resultExact)
    case 'factor':
      return `×${formatFraction(result.resultExact)}`
    case 'none':
      return ''
  }
}

/** Shows a parameter by the unit that its name carries. */
function paramText(name: string, param: ExplainParam, context: TreeContext): string {
  const { text, locale, lines, quote, timeZone } = context
  if (param === null && name === 'expiresAtMs') return text('explain.never')
  if (param === null && name === 'availableAtMs') return text('explain.at-once')
  if (param === null || param === '') return text('explain.none')
  if (name === 'sku') {
    const line = lines.find((each) => each.sku === param)
    return line === undefined ? String(param) : nameIn(line.name, locale)
  }
  if (name === 'line') {
    const line = typeof param === 'number' ? lines[param] : undefined
    return line === undefined ? String(param) : nameIn(line.name, locale)
  }
  if (name === 'than' || name === 'coupon') return ruleName(String(param), quote, text, locale)
  if (typeof param === 'number') {
    if (/Minor$/.test(name)) return formatMoney(param)
    if (/Milli$/.test(name)) return formatQuantity(param, param % 1000 === 0 ? 'piece' : 'kg')
    if (/AtMs$/.test(name)) return formatStamp(param, timeZone)
    return formatCount(param)
  }
  return /^-?\d/.test(String(param)) ? formatFraction(String(param)) : String(param)
}

function isExplainKey(key: string): key is TextKey & keyof typeof explainTexts.en {
  return Object.hasOwn(explainTexts.en, key)
}
