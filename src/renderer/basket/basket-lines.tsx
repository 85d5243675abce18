import { useEffect, useRef } from 'react'
import { useDesk } from '../state/context.ts'
import { selectedLine } from '../state/selling.ts'
import { useView } from '../state/view.ts'
import { useText } from '../texts.ts'
import { BasketLine } from './basket-line.tsx'
import css from './basket.module.css'

/** The lines; the newest is chosen by itself, arrows and fingers choose another. */
export function BasketLines() {
  const text = useText()
  const { lines, member, quote } = useDesk()
  const selectedLineId = useView((view) => view.selectedLineId)
  const selected = selectedLine(lines, selectedLineId)
  const list = useRef<HTMLOListElement>(null)
  const lastLineId = lines.at(-1)?.lineId

  // A new line is the one the cashier looks at next.
  useEffect(() => useView.setState({ selectedLineId: null }), [lastLineId])
  useEffect(() => {
    list.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [selected?.lineId, selected?.quantityMilli])

  return (
    <ol className={css['lines']} ref={list} aria-label={text('basket.lines')} tabIndex={0}>
      {lines.map((line, place) => (
        <BasketLine
          key={line.lineId}
          line={line}
          place={place}
          quote={quote}
          showsPoints={member !== null}
          isSelected={line.lineId === selected?.lineId}
          onSelect={() => useView.setState({ selectedLineId: line.lineId })}
        />
      ))}
    </ol>
  )
}
