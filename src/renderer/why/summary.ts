import type { DeskMember, DeskQuote } from '../../contract/desk-state.ts'
import type { ExplainNode } from '../../domain/explain-node.ts'
import { fractionText, ONE, parseFraction, subtract } from '../../domain/fraction.ts'
import { formatCount, formatQuantity } from '../../ui/format/counts.ts'
import { MINUS } from '../../ui/format/digits.ts'
import { formatFraction } from '../../ui/format/fractions.ts'
import type { Locale } from '../../ui/format/locale.ts'
import { formatMoney } from '../../ui/format/money.ts'
import { ruleName } from '../state/names.ts'
import type { TextKey, TillText } from '../texts.ts'
import { childOf, commonFactor, earnBase, joinedMultipliers } from './explained.ts'
import { multiplierName, multiplierRule } from './factor-names.ts'
import { whyText } from './why-text.ts'

type Quoted = Extract<DeskQuote, { readonly kind: 'quoted' }>

/** One row of the summary: what, from what, and how much. `sub` rows hang under the one before. */
export type WhyRow = { readonly id: string; readonly kind: 'step' | 'sub' | 'sum'; readonly label: string; readonly hint: string; readonly shown: string }
/** An offer that did nothing, and why. `isNear`: how far it was is known. */
export type NotCounted = { readonly id: string; readonly name: string; readonly why: string; readonly isNear: boolean }

/** Everything that a screen needs to say in the cashier's language. */
export type WhyContext = { readonly quote: Quoted; readonly member: DeskMember | null; readonly text: TillText; readonly locale: Locale }

/** The sentence, with the number that was asked about apart, so that it can stand out. */
export type WhySentence = { readonly base: string; readonly conclusion: { readonly before: string; readonly earned: string; readonly after: string } | null }

/** "128.80 counts, 1 for every 1.00. Gold and member day make ×2.5, so 322 points." */
export function earnSentence({ quote, member, text, locale }: WhyContext): WhySentence {
  const earn = childOf(quote.explain, 'earn')
  const base = earn === null ? null : earnBase(earn)
  if (member === null || earn === null || base === null) return { base: text('why.say.no-member'), conclusion: null }
  const said = text('why.say.base', { base: formatMoney(base.baseMinor), points: formatCount(base.points), per: formatMoney(base.perMinor) })
  const joined = joinedMultipliers(earn)
  const factor = commonFactor(earn)
  const names = joined.map((each) => (factor === null ? multiplierName(each, quote, member, text, locale) : multiplierRule(each, quote, member, text, locale)))
  const values = { count: joined.length, names: names.join(text(factor === null ? 'list.comma' : 'list.and')), factor: factor === null ? '' : formatFraction(factor), earned: EARNED_PLACE }
  const conclusion = text(joined.length === 0 ? 'why.say.plain' : factor === null ? 'why.say.mixed' : 'why.say.factor', values)
  const [before = '', after = ''] = conclusion.split(EARNED_PLACE)
  return { base: said, conclusion: { before, earned: formatCount(quote.result.earnPoints), after } }
}

/** Stands for the number while the sentence is cut at it: no text contains this character. */
const EARNED_PLACE = '\u0001'

/** How the points of this sale came about, step by step. */
export function earnRows(context: WhyContext): readonly WhyRow[] {
  const { quote, text } = context
  const earn = childOf(quote.explain, 'earn')
  const base = earn === null ? null : earnBase(earn)
  if (earn === null || base === null) return []
  const step = (id: string, label: string, hint: string, shown: string): WhyRow => ({ id, kind: 'step', label, hint, shown })
  const rows: WhyRow[] = [
    step('base', text('why.base'), baseHint(context), formatMoney(base.baseMinor)),
    step('rate', text('why.rate'), text('why.rate.hint', { per: formatMoney(base.perMinor) }), formatCount(base.points)),
    ...factorRows(earn, context),
  ]
  for (const child of earn.children) rows.push(stepRow(child, context))
  rows.push({ id: 'sum', kind: 'sum', label: text('why.sum'), hint: '', shown: text('points.count', { count: quote.result.earnPoints, points: formatCount(quote.result.earnPoints) }) })
  return rows
}

function baseHint({ quote, text }: WhyContext): string {
  const { pointsTenderMinor } = quote.result
  return pointsTenderMinor === 0 ? text('why.base.hint') : text('why.base.hint-points', { worth: formatMoney(pointsTenderMinor) })
}

function factorRows(earn: ExplainNode, { quote, member, text, locale }: WhyContext): readonly WhyRow[] {
  const joined = joinedMultipliers(earn)
  if (joined.length === 0) return []
  const factor = commonFactor(earn)
  const added = joined.every((each) => each.isAdded)
  const shownOf = (multiplier: string): string => {
    if (!added) return `×${formatFraction(multiplier)}`
    const more = formatFraction(fractionText(subtract(parseFraction(multiplier), ONE)))
    return more.startsWith(MINUS) ? more : `+${more}`
  }
  const hint = factor === null ? text('why.factor.by-line') : text(added ? 'why.factor.added' : 'why.factor.multiplied')
  return [
    { id: 'factor', kind: 'step', label: text('why.factor'), hint, shown: factor === null ? '' : formatFraction(factor) },
    ...joined.map((each): WhyRow => ({ id: `factor ${each.ruleId ?? 'tier'} ${each.multiplier}`, kind: 'sub', label: multiplierName(each, quote, member, text, locale), hint: '', shown: shownOf(each.multiplier) })),
  ]
}

const capRows: Readonly<Record<string, TextKey>> = { perSalePoints: 'why.cap.sale', perDayPoints: 'why.cap.day', perMonthPoints: 'why.cap.month' }

/** Rounding, a bonus, a budget or a cap. */
function stepRow(node: ExplainNode, { quote, text, locale }: WhyContext): WhyRow {
  const row = (label: string, hint: string, shown: string): WhyRow => ({ id: node.id, kind: 'step', label, hint, shown })
  const points = node.result.kind === 'points' ? node.result.resultPoints : 0
  const left = formatCount(Number(node.params['leftPoints'] ?? 0))
  const name = node.ruleId === null ? '' : ruleName(node.ruleId, quote, text, locale)
  const [, kind = '', detail = ''] = /^explain\.(\w+)(?:\.(\w+))?$/.exec(node.key) ?? []
  switch (kind) {
    case 'earnRounded': {
      const rounding = node.params['rounding']
      const key = rounding === 'ceil' ? 'why.rounded.ceil' : rounding === 'half-up' ? 'why.rounded.half-up' : 'why.rounded.floor'
      return row(text('why.rounded'), text(key), formatCount(points))
    }
    case 'bonus':
      return row(name, text('why.bonus'), formatCount(points, 'always'))
    case 'budgetCut':
    case 'budgetKept':
      return row(text('why.budget', { name }), text('why.left', { left }), points === 0 ? text('why.not-reached') : formatCount(points))
    case 'capCut':
    case 'capKept':
      return row(
        text(capRows[detail] ?? 'why.cap.sale', { cap: formatCount(Number(node.params['capPoints'] ?? 0)) }),
        text('why.left', { left }),
        points === 0 ? text('why.not-reached') : formatCount(points),
      )
    default:
      return row(name === '' ? text('why.step') : name, '', formatCount(points, 'always'))
  }
}

/** What did not count, the nearest first; what is not running at all is left out. */
export function notCounted({ quote, text, locale }: WhyContext): readonly NotCounted[] {
  return quote.result.notApplied
    .filter((each) => each.why !== 'not-live')
    .map((each) => {
      const missing =
        each.why === 'below-minimum-spend'
          ? formatMoney(each.missingMinor)
          : each.why === 'below-minimum-quantity'
            ? formatQuantity(each.missingMilli, 'piece')
            : each.why === 'better-offer'
              ? ruleName(each.than, quote, text, locale)
              : ''
      return { id: each.id, name: ruleName(each.id, quote, text, locale), why: whyText(each.why, text, missing), isNear: missing !== '' }
    })
    .sort((a, b) => Number(b.isNear) - Number(a.isNear))
}
