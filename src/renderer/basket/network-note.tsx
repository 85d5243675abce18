import { Button } from '../../ui/components/button.tsx'
import { Icon } from '../../ui/components/icon.tsx'
import { formatClock } from '../../ui/format/dates.ts'
import { classes } from '../../ui/components/classes.ts'
import { useActions, useStatus } from '../state/context.ts'
import { openPanel, useView } from '../state/view.ts'
import { useText } from '../texts.ts'
import css from './network-note.module.css'

/** What the line to HQ means for the work: nothing is lost, how much waits, since when. */
export function NetworkNote({ isOnline }: { readonly isOnline: boolean }) {
  const text = useText()
  const actions = useActions()
  const { sync, timeZone } = useStatus()
  const lastContact = sync.lastContactAtMs === null ? text('network.note.never') : text('network.note.last', { clock: formatClock(sync.lastContactAtMs, timeZone) })
  const sentences = [text('network.note.queued', { count: sync.queuedEvents }), lastContact, ...(isOnline ? [] : [text('network.note.then')])]
  return (
    <div className={classes(css['note'], isOnline && css['online'])}>
      <div className={css['words']}>
        <Icon name={isOnline ? 'online' : 'offline'} />
        <div>
          <h2>{text(isOnline ? 'network.note.online' : 'network.note.offline')}</h2>
          <p>
            {sentences.join(text('list.sentences'))}
          </p>
        </div>
      </div>
      <div className={css['buttons']}>
        <Button onPress={() => openPanel({ kind: 'recent-sales' })}>
          <Icon name="upload" size="s" />
          {text('network.note.see')}
        </Button>
        <Button onPress={() => void actions.syncNow()}>
          <Icon name="exchange" size="s" />
          {text('network.note.retry')}
        </Button>
        <Button onPress={() => useView.setState({ isNetworkNoteOpen: false })}>{text('common.dismiss')}</Button>
      </div>
    </div>
  )
}
