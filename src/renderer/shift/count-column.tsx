import { useEffect, useRef } from 'react'
import type { ShiftView } from '../../contract/shift-view.ts'
import { Amount } from '../../ui/components/amount.tsx'
import { Badge } from '../../ui/components/badge.tsx'
import { classes } from '../../ui/components/classes.ts'
import { formatCount } from '../../ui/format/counts.ts'
import { formatMoney, formatNote } from '../../ui/format/money.ts'
import { useText } from '../texts.ts'
import { countRow } from './shift-actions.ts'
import { countedMinor, piecesOf, useShift } from './shift-state.ts'
import css from './count.module.css'

type OpenShift = Extract<ShiftView, { readonly kind: 'open' }>

/** The drawer by denominations. What should be in it is nowhere to be seen while it is counted. */
export function CountColumn({ shift }: { readonly shift: OpenShift }) {
  const text = useText()
  const draft = useShift((state) => state.draft)
  const { denominationsMinor, count } = shift
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [draft.row])
  const piecesIn = (denominationMinor: number): number =>
    count === null ? piecesOf(draft, denominationMinor) : (count.pieces.find((each) => each.denominationMinor === denominationMinor)?.pieces ?? 0)
  return (
    <section className={css['count']} aria-label={text('count.title')}>
      <header className={css['head']}>
        <div>
          <h2>{text('count.title')}</h2>
          {count === null && <p>{text('count.help')}</p>}
        </div>
        {count !== null && <Badge icon="lock">{text('count.handed-in')}</Badge>}
      </header>
      <div className={css['names']} aria-hidden="true">
        <span>{text('count.denomination')}</span>
        <span>{text('count.pieces')}</span>
        <span>{text('count.amount')}</span>
      </div>
      <ul className={css['rows']} role="listbox" aria-label={text('count.title')} ref={list} tabIndex={0}>
        {denominationsMinor.map((denominationMinor, row) => {
          const isChosen = count === null && row === draft.row
          const pieces = piecesIn(denominationMinor)
          const isTyped = count !== null || (draft.typed[denominationMinor] ?? '') !== ''
          return (
            <li key={denominationMinor} role="option" aria-selected={isChosen} className={classes(isChosen && css['chosen'], !isTyped && css['empty'])} onClick={() => countRow(row)}>
              <span>{formatNote(denominationMinor)}</span>
              <span className={css['pieces']}>{isTyped ? formatCount(pieces) : isChosen ? '' : '0'}</span>
              <span>{formatMoney(pieces * denominationMinor)}</span>
            </li>
          )
        })}
      </ul>
      <footer className={css['total']}>
        <span>{text('count.total')}</span>
        <b>
          <Amount totalMinor={count?.countedMinor ?? countedMinor(draft, denominationsMinor)} />
        </b>
      </footer>
    </section>
  )
}
