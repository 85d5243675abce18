import { Icon } from './icon.tsx'
import css from './near-miss.module.css'

/**
 * "12.50 more snacks for double points", a bar, and 47.50 / 60.
 * @param props.reached from 0 to 1.
 */
export function NearMiss({ title, progress, reached }: { readonly title: string; readonly progress: string; readonly reached: number }) {
  return (
    <div className={css['near']}>
      <Icon name="flag" />
      <div className={css['words']}>
        <b>{title}</b>
        <div className={css['track']} aria-hidden="true">
          <i style={{ width: `${String(Math.round(Math.min(1, Math.max(0, reached)) * 100))}%` }} />
        </div>
      </div>
      <span className={css['progress']}>{progress}</span>
    </div>
  )
}
