import type { ReactNode } from 'react'
import { Button as Press, Dialog, DialogTrigger, Popover } from 'react-aria-components'
import css from './popup.module.css'

/** A small choice that opens under its button and closes with Esc or a press outside. */
export function Popup({ button, shown, label, children }: {
  readonly button: ReactNode
  /** The words on the button: its spoken name begins with them, so that it can be pressed by voice. */
  readonly shown: string
  readonly label: string
  readonly children: ReactNode
}) {
  return (
    <DialogTrigger>
      <Press className={css['button'] ?? ''} aria-label={`${shown}, ${label}`}>
        {button}
      </Press>
      <Popover className={css['popup'] ?? ''} placement="bottom end" offset={4}>
        <Dialog className={css['inner'] ?? ''} aria-label={label}>
          {children}
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
