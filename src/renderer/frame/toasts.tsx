import { Toast } from '../../ui/components/toast.tsx'
import { dismissToast, useView } from '../state/view.ts'
import { useText } from '../texts.ts'
import css from './toasts.module.css'

/** Messages over columns 1 and 2, above the keys; the slab stays in sight. */
export function Toasts() {
  const text = useText()
  const toasts = useView((view) => view.toasts)
  return (
    <div className={css['toasts']}>
      {toasts.map((toast) => (
        <Toast key={toast.id} tone={toast.tone} title={toast.title} help={toast.help} dismissLabel={text('common.dismiss')} onDismiss={() => dismissToast(toast.id)} />
      ))}
    </div>
  )
}
