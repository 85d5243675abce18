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
  const hasPanel = useView((view) => view.panel.kind !== 'none')
  // Esc closes a panel before a message that goes by itself; one that stays is read first.
  const escapable = toasts.findLast((toast) => toast.staysMs === null || !hasPanel)
  // Esc takes the newest message away before it does anything else.
  useKeys('overlay', { back: escapable === undefined ? undefined : () => dismissToast(escapable.id) })
  return (
    <div className={css['toasts']}>
      {toasts.map((toast) => (
        <Toast key={toast.id} tone={toast.tone} title={toast.title} help={toast.help} dismissLabel={text('common.dismiss')} dismissCap={toast === escapable ? capOf('back') : undefined} onDismiss={() => dismissToast(toast.id)} />
      ))}
    </div>
  )
}
