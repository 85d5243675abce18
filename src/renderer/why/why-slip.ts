import type { WhyLine } from '../../contract/print-calls.ts'
import type { ExplainNode } from '../../domain/explain-node.ts'
import { nodeText, resultText, type TreeContext } from './tree-text.ts'
import { earnRows, earnSentence, notCounted, type WhyContext } from './summary.ts'

/** What one slip of paper takes; a longer explanation ends with a line that says so. */
export const SLIP_LINES_MAX = 200
const WORDS_MAX = 400
const SHOWN_MAX = 40
const DEPTH_MAX = 8

/** The points as the panel shows them: the sentence, the steps, what did not count. */
export function earnSlip(context: WhyContext): readonly WhyLine[] {
  const { base, conclusion } = earnSentence(context)
  const missed = notCounted(context)
  return bounded(
    [
      { words: base },
      ...(conclusion === null ? [] : [{ words: `${conclusion.before}${conclusion.earned}${conclusion.after}` }]),
      ...earnRows(context).map((row) => ({ words: row.hint === '' ? row.label : `${row.label} (${row.hint})`, shown: row.shown, depth: row.kind === 'sub' ? 1 : 0 })),
      ...(missed.length === 0 ? [] : [{ words: context.text('why.not-counted') }]),
      ...missed.map((each) => ({ words: `${each.name}: ${each.why}`, depth: 1 })),
    ],
    context.text('why.slip.cut'),
  )
}

/** A tree as the panel shows it, node by node. */
export function treeSlip(nodes: readonly ExplainNode[], context: TreeContext): readonly WhyLine[] {
  const walk = (node: ExplainNode, depth: number): WhyLine[] => [{ words: nodeText(node, context), shown: resultText(node.result), depth }, ...node.children.flatMap((child) => walk(child, depth + 1))]
  return bounded(nodes.flatMap((node) => walk(node, 0)), context.text('why.slip.cut'))
}

function bounded(lines: readonly WhyLine[], cutWords: string): readonly WhyLine[] {
  const fitting = lines.map(({ words, shown = '', depth = 0 }) => ({ words: words.slice(0, WORDS_MAX), shown: shown.slice(0, SHOWN_MAX), depth: Math.min(depth, DEPTH_MAX) }))
  return fitting.length <= SLIP_LINES_MAX ? fitting : [...fitting.slice(0, SLIP_LINES_MAX - 1), { words: cutWords }]
}
