import { fractionText } from '../fraction.ts'
import type { Fraction } from '../fraction.ts'
import type { ExplainJoin, ExplainNode, ExplainParam, ExplainResult } from '../explain-node.ts'

/** What a node may say beside its id and result. */
export interface NodeParts {
  readonly key: string
  readonly params?: Readonly<Record<string, ExplainParam>>
  readonly ruleId?: string | null
  readonly join?: ExplainJoin
  readonly children?: readonly ExplainNode[]
}

export function minorNode(id: string, resultMinor: number, parts: NodeParts): ExplainNode {
  return node(id, { kind: 'minor', resultMinor }, parts)
}

export function pointsNode(id: string, resultPoints: number, parts: NodeParts): ExplainNode {
  return node(id, { kind: 'points', resultPoints }, parts)
}

export function exactPointsNode(id: string, exact: Fraction, parts: NodeParts): ExplainNode {
  return node(id, { kind: 'exact-points', resultExact: fractionText(exact) }, parts)
}

export function factorNode(id: string, factor: Fraction, parts: NodeParts): ExplainNode {
  return node(id, { kind: 'factor', resultExact: fractionText(factor) }, parts)
}

/** A heading over nodes of different kinds. */
export function groupNode(id: string, key: string, children: readonly ExplainNode[]): ExplainNode {
  return node(id, { kind: 'none' }, { key, join: 'group', children })
}

function node(id: string, result: ExplainResult, parts: NodeParts): ExplainNode {
  const { key, params = {}, ruleId = null, children = [] } = parts
  return {
    id,
    key,
    params,
    ruleId,
    result,
    join: parts.join ?? (parts.children === undefined ? 'leaf' : 'sum'),
    children,
  }
}
