import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { Icon, type IconName } from './icon.tsx'
import css from './scan-line.module.css'

/** Ready (solid jade), done (soft jade), not understood or limited (amber), refused (vermilion), idle (grey). */
export type ScanVoice = 'ready' | 'done' | 'wait' | 'stop' | 'idle'

/** The line that always says what the code was and what happened. */
export function ScanLine({ voice, icon, title, detail, hint, children }: {
  readonly voice: ScanVoice
  readonly icon: IconName
  readonly title: ReactNode
  readonly detail: string
  readonly hint: string
  /** Buttons that belong to what was said, such as candidates for a half-read code. */
  readonly children?: ReactNode
}) {
  return (
    <section className={classes(css['scan'], css[voice])}>
      <div className={css['kind']}>
        <Icon name={icon} size="l" />
      </div>
      <div className={css['said']}>
        {/* Read out when it changes; the line under it counts seconds and is not. */}
        <b role="status" aria-live={voice === 'stop' ? 'assertive' : 'polite'}>
          {title}
        </b>
        <span>{detail}</span>
      </div>
      {children}
      <div className={css['hint']}>
        <Icon name="barcode" size="s" />
        {hint}
      </div>
    </section>
  )
}
