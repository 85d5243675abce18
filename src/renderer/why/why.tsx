import { useState } from 'react'
import type { ExplainNode } from '../../domain/explain-node.ts'
import { Icon } from '../../ui/components/icon.tsx'
import { Key } from '../../ui/components/key.tsx'
import { Sheet } from '../../ui/components/sheet.tsx'
import { formatCount } from '../../ui/format/counts.ts'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import { capOf } from '../keys/commands.ts'
import { useKeys } from '../keys/layers.ts'
import { useDesk, useStatus } from '../state/context.ts'
import { closePanel } from '../state/view.ts'
import { useText } from '../texts.ts'
import { childOf } from './explained.ts'
import { earnRows, earnSentence, notCounted, type WhyContext } from './summary.ts'
import { nodeText, resultText, type TreeContext } from './tree-text.ts'
import css from './why.module.css'

/** The numbers that can be asked about, in the order of F10. */
const asked = ['earn', 'lines', 'pay', 'balance'] as const
type Asked = (typeof asked)[number]

function nextOf(about: Asked): Asked {
  return asked[(asked.indexOf(about) + 1) % asked.length] ?? 'earn'
}

/** "Why?": every number as a sentence and a tree. F10 again goes to the next number. */
export function Why() {
  const text = useText()
  const locale = useLocale()
  const { quote, member, lines } = useDesk()
  const { timeZone } = useStatus()
  const [about, setAbout] = useState<Asked>(member === null ? 'pay' : 'earn')
  const next = (): void => setAbout(nextOf)
  useKeys('panel', { back: closePanel, why: next })
  if (quote.kind !== 'quoted') return null
  const context: TreeContext = { quote, member, text, locale, lines, timeZone }
  const { programme, result } = quote
  return (
    <Sheet
      title={text(`why.title.${about}`, { points: formatCount(result.earnPoints) })}
      caption={text('why.programme', { version: programme.version, check: programme.hash.slice(0, 8) })}
      backLabel={text('key.back')}
      backCap={capOf('back')}
      onBack={closePanel}
      isReading
      keys={asked.map((each) => (
        <Key key={each} mayWrap isChosen={each === about} label={text(`why.about.${each}`)} cap={each === nextOf(about) ? capOf('why') : ''} onPress={() => setAbout(each)} />
      ))}
    >
      <div className={css['body']}>
        {about === 'earn' ? <Earned {...context} /> : <Tree nodes={nodesOf(about, quote.explain)} context={context} />}
      </div>
    </Sheet>
  )
}

function nodesOf(about: Exclude<Asked, 'earn'>, root: ExplainNode): readonly ExplainNode[] {
  const ids = { lines: ['earn', 'earn-lines'], pay: ['due', 'points-used', 'points-tender', 'pay'], balance: ['new-lot', 'balance', 'qualifying'] }[about]
  return ids.flatMap((id) => childOf(root, id) ?? [])
}

function Earned(context: WhyContext) {
  const { text } = context
  const sentence = earnSentence(context)
  const missed = notCounted(context)
  return (
    <>
      <p className={css['say']}>
        {sentence.base}
        {sentence.conclusion !== null && (
          <>
            <br />
            {sentence.conclusion.before}
            <b>{sentence.conclusion.earned}</b>
            {sentence.conclusion.after}
          </>
        )}
      </p>
      <ul className={css['rows']}>
        {earnRows(context).map((row) => (
          <li key={row.id} className={css[row.kind]}>
            <span className={css['label']}>
              {row.label}
              {row.hint !== '' && <small>{row.hint}</small>}
            </span>
            <span className={css['shown']}>{row.shown}</span>
          </li>
        ))}
      </ul>
      {missed.length > 0 && (
        <section className={css['missed']}>
          <h3>{text('why.not-counted')}</h3>
          <ul>
            {missed.map((each) => (
              <li key={each.id}>
                <Icon name={each.isNear ? 'flag' : 'calendar'} />
                <span>
                  <b>{each.name}</b>
                  <small>{each.why}</small>
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

/** A part of zero says nothing, and leaving it out of a sum changes nothing. */
function isNothing({ result, children }: ExplainNode): boolean {
  return children.length === 0 && (resultText(result) === '0' || resultText(result) === '0.00')
}

/** Deeper than this a tree is for auditors, not for the queue. */
const DEPTH_SHOWN_MAX = 4

function Tree({ nodes, context, depth = 0 }: { readonly nodes: readonly ExplainNode[]; readonly context: TreeContext; readonly depth?: number }) {
  return (
    <ul className={depth === 0 ? css['tree'] : css['branch']}>
      {nodes.filter((node) => !isNothing(node)).map((node) => (
        <li key={node.id}>
          <div className={depth === 0 ? css['root'] : css['node']}>
            <span>{nodeText(node, context)}</span>
            <b>{resultText(node.result)}</b>
          </div>
          {node.children.length > 0 && depth < DEPTH_SHOWN_MAX && <Tree nodes={node.children} context={context} depth={depth + 1} />}
        </li>
      ))}
    </ul>
  )
}
