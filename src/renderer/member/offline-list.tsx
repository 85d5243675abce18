import type { DeskMember } from '../../contract/desk-state.ts'
import { classes } from '../../ui/components/classes.ts'
import { Icon } from '../../ui/components/icon.tsx'
import { formatCount } from '../../ui/format/counts.ts'
import { useText } from '../texts.ts'
import css from './member.module.css'

/** What goes on without HQ, and what waits. */
export function OfflineList({ member }: { readonly member: DeskMember }) {
  const text = useText()
  const usable = member.balance.usableHerePoints
  return (
    <ul className={css['section']}>
      {(['tenders', 'points'] as const).map((what) => (
        <li key={what} className={classes(css['can'], css['goesOn'])}>
          <Icon name="done" />
          <div>
            <b>{text(`offline.${what}`)}</b>
            <span>{text(`offline.${what}.help`)}</span>
          </div>
        </li>
      ))}
      <li className={classes(css['can'], css['waits'])}>
        <Icon name="hourglass" />
        <div>
          <b>{usable === 0 ? text('offline.redeem-none') : text('offline.redeem-some', { points: formatCount(usable) })}</b>
          <span>{text(usable === 0 ? 'offline.redeem-none.help' : 'offline.redeem-some.help')}</span>
        </div>
      </li>
    </ul>
  )
}
