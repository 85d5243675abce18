import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { Icon, type IconName } from './icon.tsx'
import css from './note.module.css'

export type NoteTone = 'plain' | 'jade' | 'wait' | 'stop'

/** A box that says something lasting beside the work: icon, one strong line, one line of help, perhaps buttons. */
export function Note({ icon, tone = 'plain', title, children, actions }: {
  readonly icon: IconName
  readonly tone?: NoteTone
  readonly title: string
  readonly children?: ReactNode
  readonly actions?: ReactNode
}) {
  return (
    <div className={classes(css['note'], css[tone])}>
      <Icon name={icon} />
      <div className={css['words']}>
        <b>{title}</b>
        {children !== undefined && <div className={css['help']}>{children}</div>}
        {actions !== undefined && <div className={css['actions']}>{actions}</div>}
      </div>
    </div>
  )
}
