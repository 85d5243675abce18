import type { ReactNode } from 'react'
import { Button as Press } from 'react-aria-components'
import { classes } from './classes.ts'
import css from './button.module.css'

export type ButtonProps = {
  /** Words; an icon alone needs `spoken`. */
  readonly children: ReactNode
  readonly cap?: string | undefined
  readonly tone?: 'plain' | 'go' | 'stop' | 'flat'
  readonly isChosen?: boolean
  readonly isDisabled?: boolean
  /** Takes the width that is left in its row. */
  readonly grows?: boolean
  readonly isSquare?: boolean
  readonly spoken?: string
  readonly onPress: () => void
}

/** A button: 48 high, 2 px edge, cap beside the label. Like a key it leaves the focus where the cashier types. */
export function Button({ children, cap, tone = 'plain', isChosen = false, isDisabled = false, grows = false, isSquare = false, spoken, onPress }: ButtonProps) {
  return (
    <Press
      className={classes(css['button'], css[tone], isChosen && css['chosen'], grows && css['grows'], isSquare && css['square'])}
      isDisabled={isDisabled}
      onPress={onPress}
      preventFocusOnPress
      {...(spoken === undefined ? {} : { 'aria-label': spoken })}
      {...(isChosen ? { 'aria-pressed': true } : {})}
    >
      {children}
      {cap !== undefined && <kbd>{cap}</kbd>}
    </Press>
  )
}
