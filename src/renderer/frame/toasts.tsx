import { Toast } from '../../ui/components/toast.tsx'
import { capOf } from '../keys/commands.ts'
import { useKeys } from '../keys/layers.ts'
import { dismissToast, useView } from '../state/view.ts'
import { useText } from '../texts.ts'
import css from './toasts.module.css'

/** Messages over column 1, above its keys: what is typed and the money stay in sight. */
export function Toasts() {
  const text = useText()
  const toasts = useView((view) => view.toasts)
  const newest = toasts.at(-1)
  // Esc takes the newest message away before it does anything else.
  useKeys('overlay', { back: newest === undefined ? undefined : () => dismissToast(newest.id) })
  return (
    <div className={css['toasts']}>
      {toasts.map((toast) => (
        <Toast key={toast.id} tone={toast.tone} title={toast.title} help={toast.help} dismissLabel={text('common.dismiss')} dismissCap={toast === newest ? capOf('back') : undefined} onDismiss={() => dismissToast(toast.id)} />
      ))}
    </div>
  )
}
