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
import { closePanel, whyAbouts, type WhyAbout } from '../state/view.ts'
import { useText } from '../texts.ts'
import { childOf } from './explained.ts'
import { PrintWhyButton, usePrintWhy, WhySlipPreview } from './print-why.tsx'
import { earnRows, earnSentence, notCounted, type WhyContext } from './summary.ts'
import type { TreeContext } from './tree-text.ts'
import { earnSlip, treeSlip } from './why-slip.ts'
import { WhyTree } from './why-tree.tsx'
import css from './why.module.css'

function nextOf(about: WhyAbout): WhyAbout {
  return whyAbouts[(whyAbouts.indexOf(about) + 1) % whyAbouts.length] ?? 'earn'
}

/** "Why?": every number as a sentence and a tree. F10 again goes to the next number. */
export function Why({ about: first }: { readonly about: WhyAbout | undefined }) {
  const { quote } = useDesk()
  return quote.kind === 'quoted' ? <WhyOf quote={quote} first={first} /> : null
}

function WhyOf({ quote, first }: { readonly quote: WhyContext['quote']; readonly first: WhyAbout | undefined }) {
  const text = useText()
  const locale = useLocale()
  const { member, lines } = useDesk()
  const { timeZone } = useStatus()
  const [about, setAbout] = useState<WhyAbout>(first ?? (member === null ? 'pay' : 'earn'))
  const next = (): void => setAbout(nextOf)
  useKeys('panel', { back: closePanel, why: next })
  const context: TreeContext & WhyContext = { quote, member, text, locale, lines, timeZone }
  const { programme, result } = quote
  const title = text(`why.title.${about}`, { points: formatCount(result.earnPoints) })
  const caption = text('why.programme', { version: programme.version, check: programme.hash.slice(0, 8) })
  const { print, keepAsFile, svg, putAway } = usePrintWhy(title, () => [{ words: caption }, ...(about === 'earn' ? earnSlip(context) : treeSlip(nodesOf(about, quote.explain), context))])
  return (
    <Sheet
      title={title}
      caption={caption}
      aside={<PrintWhyButton onPrint={() => void print()} />}
      backLabel={text('key.back')}
      backCap={capOf('back')}
      onBack={closePanel}
      isReading
      keys={whyAbouts.map((each) => (
        <Key key={each} mayWrap isChosen={each === about} label={text(`why.about.${each}`)} cap={each === nextOf(about) ? capOf('why') : ''} onPress={() => setAbout(each)} />
      ))}
    >
      <div className={css['body']}>
        {svg !== null ? (
          <WhySlipPreview svg={svg} onKeep={() => void keepAsFile()} onBack={putAway} />
        ) : about === 'earn' ? (
          <Earned {...context} />
        ) : (
          <WhyTree nodes={nodesOf(about, quote.explain)} context={context} />
        )}
      </div>
    </Sheet>
  )
}

function nodesOf(about: Exclude<WhyAbout, 'earn'>, root: ExplainNode): readonly ExplainNode[] {
  const ids = { lines: ['earn', 'earn-lines'], discount: ['gross', 'discount', 'due'], pay: ['due', 'points-used', 'points-tender', 'stored-value', 'pay'], balance: ['new-lot', 'balance', 'qualifying'] }[about]
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
