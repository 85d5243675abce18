import type { ReactNode, Ref } from 'react'
import { classes } from './classes.ts'
import css from './field.module.css'

export type FieldProps = {
  readonly label: string
  readonly typed: string
  readonly onType: (typed: string) => void
  readonly placeholder?: string
  /** What is wrong and what to do; shown under the field and read out. */
  readonly problem?: string | undefined
  readonly size?: 'text' | 'big' | 'amount'
  /** Before the text: an icon, or the mark of the currency. */
  readonly before?: ReactNode
  /** Behind the text: how many were found. */
  readonly after?: ReactNode
  readonly inputMode?: 'text' | 'decimal' | 'numeric'
  readonly onFocus?: () => void
  readonly autoFocus?: boolean
  readonly inputRef?: Ref<HTMLInputElement>
  readonly charsMax?: number
  readonly isLabelHidden?: boolean
}

/** A text field: label, border that means "type here", problem under it. */
export function Field({ label, typed, onType, placeholder, problem, size = 'text', before, after, inputMode = 'text', onFocus, autoFocus = false, inputRef, charsMax = 100, isLabelHidden = false }: FieldProps) {
  const inner = (
    <input
      ref={inputRef}
      value={typed}
      onChange={(event) => onType(event.target.value)}
      placeholder={placeholder}
      inputMode={inputMode}
      onFocus={onFocus}
      // A question that opens is answered by typing at once.
      autoFocus={autoFocus}
      maxLength={charsMax}
      spellCheck={false}
      autoComplete="off"
      aria-invalid={problem !== undefined}
      aria-label={label}
    />
  )
  return (
    <label className={css['field']}>
      {!isLabelHidden && size !== 'amount' && <span className={css['label']}>{label}</span>}
      <span className={classes(css['frame'], css[size], problem !== undefined && css['wrong'])}>
        {size === 'amount' && <span className={css['inside']}>{label}</span>}
        {before}
        {inner}
        {after !== undefined && <span className={css['inside']}>{after}</span>}
      </span>
      {problem !== undefined && (
        <span className={css['problem']} role="alert">
          {problem}
        </span>
      )}
    </label>
  )
}
