import type { ExplainNode } from '../../domain/explain-node.ts'
import { nodeText, resultText, type TreeContext } from './tree-text.ts'
import css from './why.module.css'

/** A part of zero says nothing, and leaving it out of a sum changes nothing. */
function isNothing({ result, children }: ExplainNode): boolean {
  return children.length === 0 && (resultText(result) === '0' || resultText(result) === '0.00')
}

/** Deeper than this a tree is for auditors, not for the queue. */
const DEPTH_SHOWN_MAX = 4

/** Nodes and what they were made of, as sentences with their numbers. */
export function WhyTree({ nodes, context, depth = 0 }: { readonly nodes: readonly ExplainNode[]; readonly context: TreeContext; readonly depth?: number }) {
  return (
    <ul className={depth === 0 ? css['tree'] : css['branch']}>
      {nodes.filter((node) => !isNothing(node)).map((node) => (
        <li key={node.id}>
          <div className={depth === 0 ? css['root'] : css['node']}>
            <span>{nodeText(node, context)}</span>
            <b>{resultText(node.result)}</b>
          </div>
          {node.children.length > 0 && depth < DEPTH_SHOWN_MAX && <WhyTree nodes={node.children} context={context} depth={depth + 1} />}
        </li>
      ))}
    </ul>
  )
}
