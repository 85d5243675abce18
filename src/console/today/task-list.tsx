import { Button } from '../../ui/components/button.tsx'
import { Icon, type IconName } from '../../ui/components/icon.tsx'
import { classes } from '../../ui/components/classes.ts'
import { formatClock, formatMonthDay, formatStamp } from '../../ui/format/dates.ts'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import type { ConsoleOverview, ConsoleTill } from '../../contract/console-wire.ts'
import { spanWords, tillName } from '../state/words.ts'
import { useText, type ConsoleText } from '../texts.ts'
import type { Task } from './tasks.ts'
import css from './task-list.module.css'

const icons: Record<Task['kind'], IconName> = { suspense: 'refused', fork: 'warning', silent: 'offline', clock: 'clock', 'no-tills': 'store' }
const tones: Record<Task['kind'], string | undefined> = { suspense: css['stop'], fork: css['stop'], silent: css['wait'], clock: css['wait'], 'no-tills': undefined }

/** The day's tasks in plain words, worst first; the first that can be opened here has the one solid button. */
export function TaskList({ overview, tasks, onOpenDifferences }: { readonly overview: ConsoleOverview; readonly tasks: readonly Task[]; readonly onOpenDifferences: () => void }) {
  const text = useText()
  const locale = useLocale()
  const since = (atMs: number): string => {
    const isToday = formatStamp(atMs, overview.timeZone).slice(0, 10) === overview.businessDate
    return isToday ? formatClock(atMs, overview.timeZone) : formatMonthDay(formatStamp(atMs, overview.timeZone), locale)
  }
  return (
    <ul className={css['tasks']}>
      {tasks.map((task, index) => {
        const name = task.kind === 'no-tills' ? '' : tillName(overview, task.till, text, locale)
        const words = wordsOf(task, name, overview.nowMs, text)
        return (
          <li key={`${task.kind} ${name}`} className={classes(css['task'], tones[task.kind])}>
            <Icon name={icons[task.kind]} />
            <div className={css['words']}>
              <b>{words.title}</b>
              <span>{words.help}</span>
            </div>
            {task.sinceMs !== null && <span className={css['since']}>{text('task.since', { clock: since(task.sinceMs) })}</span>}
            {task.kind === 'suspense' && (
              <Button tone={index === 0 ? 'go' : 'plain'} onPress={onOpenDifferences}>
                {text('task.open')}
              </Button>
            )}
          </li>
        )
      })}
    </ul>
  )
}

function wordsOf(task: Task, till: string, nowMs: number, text: ConsoleText): { readonly title: string; readonly help: string } {
  switch (task.kind) {
    case 'suspense':
      return { title: text('task.suspense', { till, count: task.till.suspenseEvents }), help: text('task.suspense.help') }
    case 'fork':
      return { title: text('task.fork', { till }), help: text('task.fork.help') }
    case 'silent':
      return { title: silentTitle(task.till, till, nowMs, text), help: task.till.queuedEvents ? text('task.silent-queue', { count: task.till.queuedEvents }) : text('task.silent.help') }
    case 'clock': {
      const offMs = task.till.clockOffsetMs ?? 0
      const span = spanWords(Math.abs(offMs), text)
      return { title: offMs > 0 ? text('task.clock-fast', { till, span }) : text('task.clock-slow', { till, span }), help: text('task.clock.help') }
    }
    case 'no-tills':
      return { title: text('task.no-tills'), help: text('task.no-tills.help') }
  }
}

function silentTitle({ lastSeenAtMs }: ConsoleTill, till: string, nowMs: number, text: ConsoleText): string {
  return lastSeenAtMs === null ? text('task.silent-never', { till }) : text('task.silent', { till, span: spanWords(nowMs - lastSeenAtMs, text) })
}
