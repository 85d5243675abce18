import { classes } from './classes.ts'
import { Icon, type IconName } from './icon.tsx'
import css from './toast.module.css'

export type ToastTone = 'jade' | 'wait' | 'stop'
const toneIcons: Record<ToastTone, IconName> = { jade: 'done', wait: 'hourglass', stop: 'refused' }

/** One message; the caller decides how long it stays (money errors until dismissed). */
export function Toast({ tone, title, help, dismissLabel, dismissCap, onDismiss }: {
  readonly tone: ToastTone
  readonly title: string
  readonly help?: string | undefined
  readonly dismissLabel: string
  readonly dismissCap?: string | undefined
  readonly onDismiss: () => void
}) {
  return (
    <div className={classes(css['toast'], css[tone])} role={tone === 'stop' ? 'alert' : 'status'}>
      <Icon name={toneIcons[tone]} />
      <div className={css['words']}>
        <b>{title}</b>
        {help !== undefined && help !== '' && <div className={css['help']}>{help}</div>}
      </div>
      <button type="button" className={css['dismiss']} onClick={onDismiss}>
        {dismissLabel} {dismissCap !== undefined && <kbd>{dismissCap}</kbd>}
      </button>
    </div>
  )
}
