import type { ReactNode } from 'react'
import { Key } from './key.tsx'
import type { KeypadPress } from './keypad-press.ts'
import css from './keypad.module.css'

export type KeypadProps = {
  readonly onPress: (press: KeypadPress) => void
  /** What stands left of 0: `00`, nothing, or a key of the page's own. */
  readonly left?: ReactNode
  /** What stands right of 0: the decimal point or a key of the page's own. */
  readonly right?: ReactNode
  /** Keys beside the digits, top to bottom; without them the pad has three columns. */
  readonly side?: ReactNode
  /** Fills the height that is left. */
  readonly fills?: boolean
}

const digitRows = ['7', '8', '9', '4', '5', '6', '1', '2', '3'] as const

/** Digits for fingers, laid out like a calculator. A physical keyboard types into the same field. */
export function Keypad({ onPress, left, right, side, fills = false }: KeypadProps) {
  return (
    <div className={fills ? css['fills'] : css['pad']} data-side={side === undefined ? undefined : true}>
      <div className={css['digits']}>
        {digitRows.map((digit) => (
          <DigitKey key={digit} digits={digit} onPress={onPress} />
        ))}
        {left ?? <span />}
        <DigitKey digits="0" onPress={onPress} />
        {right ?? <span />}
      </div>
      {side !== undefined && <div className={css['side']}>{side}</div>}
    </div>
  )
}

/** One digit, "00" or the decimal point. */
export function DigitKey({ digits, onPress }: { readonly digits: string; readonly onPress: (press: KeypadPress) => void }) {
  return <Key isDigit label={digits} onPress={() => onPress({ kind: 'digits', digits })} />
}
