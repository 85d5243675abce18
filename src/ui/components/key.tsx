import type { ReactNode } from 'react'
import { Button as Press } from 'react-aria-components'
import { classes } from './classes.ts'
import css from './key.module.css'

export type KeyTone = 'plain' | 'go' | 'stop'
export type KeyProps = {
  readonly label: ReactNode
  /** What stands under the label: the key that does the same, or why it cannot be pressed. */
  readonly cap?: ReactNode
  /** A small ink square behind the label: how many wait behind this key. */
  readonly count?: number | undefined
  readonly tone?: KeyTone
  readonly isChosen?: boolean
  readonly isDisabled?: boolean
  readonly onPress: () => void
  /** A digit of a keypad: larger, no cap. */
  readonly isDigit?: boolean
  /** Said instead of label and cap, for a key whose label is only a sign. */
  readonly spoken?: string
  /** May its label take two lines? Default no. */
  readonly mayWrap?: boolean
}

/**
 * A key of the till: 64 high, a 3 px lower edge, goes down when pressed. Pressing it does not move the focus: the
 * search field stays where the cashier types, and Enter never repeats the last key by accident.
 */
export function Key({ label, cap, count, tone = 'plain', isChosen = false, isDisabled = false, onPress, isDigit = false, spoken, mayWrap = false }: KeyProps) {
  return (
    <Press
      className={classes(css['key'], css[tone], isChosen && css['chosen'], isDigit && css['digit'], mayWrap && css['wraps'])}
      isDisabled={isDisabled}
      onPress={onPress}
      preventFocusOnPress
      {...(spoken === undefined ? {} : { 'aria-label': spoken })}
      {...(isChosen ? { 'aria-pressed': true } : {})}
    >
      <span className={css['label']}>
        {label}
        {count !== undefined && count > 0 && <span className={css['count']}>{count}</span>}
      </span>
      {cap !== undefined && cap !== '' && <kbd className={css['cap']}>{cap}</kbd>}
    </Press>
  )
}

export type BigKeyProps = {
  /** The verb; when it cannot be pressed, what is missing. */
  readonly label: string
  readonly cap: string
  readonly isDisabled?: boolean
  readonly onPress: () => void
}

/** The one key of the slab: 88 high, always last and lowest. */
export function BigKey({ label, cap, isDisabled = false, onPress }: BigKeyProps) {
  return (
    <Press className={classes(css['key'], css['big'])} isDisabled={isDisabled} onPress={onPress} preventFocusOnPress>
      <span>{label}</span>
      <kbd>{cap}</kbd>
    </Press>
  )
}

export type TenderKeyProps = {
  readonly icon: ReactNode
  readonly label: string
  readonly cap: string
  readonly isChosen?: boolean
  readonly isDisabled?: boolean
  readonly onPress: () => void
}

/** A way to pay: icon and cap above, name below. */
export function TenderKey({ icon, label, cap, isChosen = false, isDisabled = false, onPress }: TenderKeyProps) {
  return (
    <Press
      className={classes(css['key'], css['tender'], isChosen && css['chosen'])}
      isDisabled={isDisabled}
      onPress={onPress}
      preventFocusOnPress
      {...(isChosen ? { 'aria-pressed': true } : {})}
    >
      <span className={css['tenderTop']}>
        <span className={css['tenderIcon']}>{icon}</span>
        <kbd>{cap}</kbd>
      </span>
      <span className={css['tenderName']}>{label}</span>
    </Press>
  )
}
