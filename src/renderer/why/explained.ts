import type { ExplainNode, ExplainResult } from '../../domain/explain-node.ts'
import { add, equalFractions, fraction, fractionText, multiply, ONE, parseFraction, subtract, ZERO, type Fraction } from '../../domain/fraction.ts'

/** Reading the explanation tree of the rules engine for the summary of "Why?". Nothing here computes a result anew. */

/** The direct child with this id; null where the engine left it out. */
export function childOf(root: ExplainNode, id: string): ExplainNode | null {
  return root.children.find((child) => child.id === id) ?? null
}

/** A number of the engine as a fraction, whatever its kind; null for a heading. */
export function exactOf(result: ExplainResult): Fraction | null {
  switch (result.kind) {
    case 'minor':
      return fraction(result.resultMinor)
    case 'points':
      return fraction(result.resultPoints)
    case 'exact-points':
    case 'factor':
      return result.resultExact.startsWith('-') ? subtract(ZERO, parseFraction(result.resultExact.slice(1))) : parseFraction(result.resultExact)
    case 'none':
      return null
  }
}

/** A multiplier that took part in earning. Under `add` it adds its part to the base, otherwise it is a factor. */
export type JoinedMultiplier = { readonly ruleId: string | null; readonly multiplier: string; readonly isAdded: boolean }

/** The lines of the earning: the children of the rounding step that are lines. */
export function earnLines(earn: ExplainNode): readonly ExplainNode[] {
  const rounded = childOf(earn, 'earn/rounded')
  return rounded?.children.filter((child) => child.key === 'explain.earnLine') ?? []
}

/** Each multiplier once, in the order of its first line; those of 1 change nothing and are left out. */
export function joinedMultipliers(earn: ExplainNode): readonly JoinedMultiplier[] {
  const found = new Map<string, JoinedMultiplier>()
  for (const node of earnLines(earn).flatMap((line) => line.children)) {
    if (node.key !== 'explain.tierMultiplier' && node.key !== 'explain.multiplier') continue
    const multiplier = multiplierOf(node)
    if (multiplier === null || multiplier === '1') continue
    found.set(`${node.ruleId ?? 'tier'} ${multiplier}`, { ruleId: node.ruleId, multiplier, isAdded: node.result.kind === 'exact-points' })
  }
  return [...found.values()]
}

/** Under `add` the multiplier is a parameter, otherwise the result itself. */
function multiplierOf(node: ExplainNode): string | null {
  if (node.result.kind === 'factor') return node.result.resultExact
  const multiplier = node.params['multiplier']
  return typeof multiplier === 'string' ? multiplier : null
}

/** The one factor that all earning lines share; null where they differ or there is none. */
export function commonFactor(earn: ExplainNode): string | null {
  let common: Fraction | null = null
  for (const line of earnLines(earn)) {
    const base = line.children[0]
    const baseExact = base === undefined ? null : exactOf(base.result)
    if (baseExact === null || equalFractions(baseExact, ZERO)) continue
    const factor = factorOfLine(line)
    if (factor === null || (common !== null && !equalFractions(common, factor))) return null
    common = factor
  }
  return common === null ? null : fractionText(common)
}

function factorOfLine(line: ExplainNode): Fraction | null {
  const multipliers = line.children.slice(1).flatMap((node) => multiplierOf(node) ?? [])
  switch (line.join) {
    case 'sum':
      return multipliers.reduce((sum, each) => add(sum, subtract(parseFraction(each), ONE)), ONE)
    case 'product':
      return multipliers.reduce((product, each) => multiply(product, parseFraction(each)), ONE)
    default:
      return null
  }
}

/** What earning was computed from: the sum of the lines' bases in minor units, and the rate. */
export function earnBase(earn: ExplainNode): { readonly baseMinor: number; readonly points: number; readonly perMinor: number } | null {
  const bases = earnLines(earn).flatMap((line) => line.children[0] ?? [])
  const [first] = bases
  if (first === undefined) return null
  return {
    baseMinor: bases.reduce((sum, node) => sum + numberOf(node.params['baseMinor']), 0),
    points: numberOf(first.params['points']),
    perMinor: numberOf(first.params['perMinor']),
  }
}

function numberOf(param: unknown): number {
  return typeof param === 'number' ? param : 0
}
