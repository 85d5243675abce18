import { useState } from 'react'
import { Button } from '../../ui/components/button.tsx'
import { formatCode } from '../../ui/format/codes.ts'
import { useKeys } from '../keys/layers.ts'
import { useActions } from '../state/context.ts'
import { useView } from '../state/view.ts'
import css from './scan-bar.module.css'

const SHOWN_MAX = 3

/**
 * Codes that may have been meant by a half-read one. Nothing is chosen until somebody does: arrows choose, Enter takes,
 * Esc lets them be.
 */
export function Candidates({ codes }: { readonly codes: readonly string[] }) {
  const actions = useActions()
  const shown = codes.slice(0, SHOWN_MAX)
  const [chosen, setChosen] = useState<number | null>(null)
  const isFree = useView((view) => view.panel.kind === 'none' && view.typedCode === '')
  const [isOver, setIsOver] = useState(false)
  const move = (step: 1 | -1) => (): void => {
    // A button that has the focus would take Enter for itself.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    setChosen(chosen === null ? (step === 1 ? 0 : shown.length - 1) : (chosen + step + shown.length) % shown.length)
  }
  const code = chosen === null ? undefined : shown[chosen]
  const take = (taken: string): void => void actions.submitCode('typed', taken)
  useKeys('panel', isFree && !isOver ? { 'line-down': move(1), 'line-up': move(-1), enter: code === undefined ? undefined : () => take(code), back: () => setIsOver(true) } : {})
  if (isOver) return null
  return (
    <div className={css['candidates']} role="group">
      {shown.map((each, place) => (
        <Button key={each} isChosen={place === chosen} onPress={() => take(each)}>
          {formatCode(each)}
        </Button>
      ))}
    </div>
  )
}
