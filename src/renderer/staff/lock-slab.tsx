import { classes } from '../../ui/components/classes.ts'
import { Icon } from '../../ui/components/icon.tsx'
import { BigKey } from '../../ui/components/key.tsx'
import { useDesk, useStatus } from '../state/context.ts'
import { useText } from '../texts.ts'
import css from '../slab/slab.module.css'

/** Why the till is locked, and that the sale waits for whoever comes. */
export function LockSlab({ isReady, isChosen, onEnter }: { readonly isReady: boolean; readonly isChosen: boolean; readonly onEnter: () => void }) {
  const text = useText()
  const { lines, phase } = useDesk()
  const { staff, shiftNumber } = useStatus()
  const why = staff.kind === 'locked' ? staff.why : 'started'
  return (
    <aside className={css['slab']} data-slab>
      <div className={classes(css['head'], css['caption'])}>
        <span className={css['headIcon']}>
          <Icon name="lock" size="s" />
          {text('lock.title')}
        </span>
        <span>{shiftNumber === null ? text('lock.no-shift') : text('status.shift', { shift: shiftNumber })}</span>
      </div>
      <p className={css['headline']}>{text(`lock.why.${why}`)}</p>
      <p className={css['caption']}>{text(`lock.why.${why}.help`)}</p>
      <hr className={css['rule']} />
      <p className={css['dueLabel']}>{text(lines.length === 0 || phase.kind === 'saved' ? 'lock.basket.empty' : phase.kind === 'paying' ? 'lock.basket.paying' : 'lock.basket', { count: lines.length })}</p>
      {lines.length > 0 && phase.kind !== 'saved' && <p className={css['caption']}>{text('lock.basket.help')}</p>}
      <div className={css['push']} />
      <div className={css['pay']}>
        <BigKey label={text(isReady ? 'lock.enter' : isChosen ? 'lock.enter.pin' : 'lock.enter.who')} cap="Enter" isDisabled={!isReady} onPress={onEnter} />
      </div>
    </aside>
  )
}
