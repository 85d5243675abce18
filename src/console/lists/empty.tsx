import { Icon, type IconName } from '../../ui/components/icon.tsx'
import css from './list.module.css'

/** A list with nothing in it says what will stand there, or what to do. */
export function Empty({ icon, title, help }: { readonly icon: IconName; readonly title: string; readonly help: string }) {
  return (
    <div className={css['empty']}>
      <Icon name={icon} />
      <div>
        <b>{title}</b>
        <span>{help}</span>
      </div>
    </div>
  )
}
