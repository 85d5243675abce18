import { Icon, Mark, type IconName } from '../../ui/components/icon.tsx'
import { classes } from '../../ui/components/classes.ts'
import { useText } from '../texts.ts'
import { LookMenu } from './look-menu.tsx'
import { views, type View } from './views.ts'
import css from './side.module.css'

const icons: Record<View, IconName> = { today: 'flag', sales: 'chart', members: 'people', rules: 'calendar', products: 'tag', tills: 'store', differences: 'exchange' }

/** The main menu; a count says where something waits. */
export function Side({ view, counts, onChoose, onSignOut }: {
  readonly view: View
  readonly counts: Readonly<Partial<Record<View, number>>>
  readonly onChoose: (view: View) => void
  readonly onSignOut: () => void
}) {
  const text = useText()
  return (
    <nav className={css['side']} aria-label={text('nav.label')}>
      <div className={css['logo']}>
        <Mark />
        <b>Tillpoint</b>
        <span>{text('hq.name')}</span>
      </div>
      <ul>
        {views.map((one) => (
          <li key={one}>
            <button type="button" className={classes(css['item'], one === view && css['on'])} aria-current={one === view ? 'page' : undefined} onClick={() => onChoose(one)}>
              <Icon name={icons[one]} />
              <span>{text(`nav.${one}`)}</span>
              {(counts[one] ?? 0) > 0 && <em>{counts[one]}</em>}
            </button>
          </li>
        ))}
      </ul>
      <div className={css['foot']}>
        <LookMenu onSignOut={onSignOut} />
      </div>
    </nav>
  )
}
