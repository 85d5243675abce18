import { Note } from '../../ui/components/note.tsx'
import { useStatus } from '../state/context.ts'
import { useText } from '../texts.ts'

/** Whether everything is at HQ: then the till may be switched off; else how many wait. */
export function SyncNote() {
  const text = useText()
  const { queuedEvents } = useStatus().sync
  const isDone = queuedEvents === 0
  return (
    <Note icon={isDone ? 'done' : 'hourglass'} tone={isDone ? 'jade' : 'wait'} title={isDone ? text('shift.synced') : text('shift.waits', { count: queuedEvents })}>
      {text(isDone ? 'shift.synced.help' : 'shift.waits.help')}
    </Note>
  )
}
