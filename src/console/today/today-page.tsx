import { Badge } from '../../ui/components/badge.tsx'
import { Note } from '../../ui/components/note.tsx'
import { formatClock, formatDay } from '../../ui/format/dates.ts'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import type { ConsoleOverview } from '../../contract/console-wire.ts'
import { PageHead } from '../frame/page-head.tsx'
import { Empty } from '../lists/empty.tsx'
import { ListCard } from '../lists/list-card.tsx'
import { useText } from '../texts.ts'
import { TaskList } from './task-list.tsx'
import { tasksOf, troublesOf, weightOf } from './tasks.ts'
import { TillsTable } from './tills-table.tsx'
import css from './today-page.module.css'

/** What is to be done today in plain words, then the tills. */
export function TodayPage({ overview, onOpenDifferences, onFindMember }: { readonly overview: ConsoleOverview; readonly onOpenDifferences: () => void; readonly onFindMember: (typed: string) => void }) {
  const text = useText()
  const locale = useLocale()
  const tasks = tasksOf(overview)
  return (
    <>
      <PageHead
        title={tasks.length === 0 ? text('task.none') : text('task.count', { count: tasks.length })}
        under={`${formatDay(overview.nowMs, overview.timeZone, locale)} ${formatClock(overview.nowMs, overview.timeZone)}`}
        onFindMember={onFindMember}
      />
      {tasks.length === 0 ? <Note icon="done" tone="jade" title={text('task.none.help')} /> : <TaskList overview={overview} tasks={tasks} onOpenDifferences={onOpenDifferences} />}
      <ListCard title={text('tills.title')} beside={<TillCounts overview={overview} />}>
        {overview.tills.length === 0 ? <Empty icon="store" title={text('tills.empty')} help={text('tills.empty.help')} /> : <TillsTable overview={overview} />}
      </ListCard>
    </>
  )
}

function TillCounts({ overview }: { readonly overview: ConsoleOverview }) {
  const text = useText()
  const weights = overview.tills.map((till) => {
    const [worst] = troublesOf(till, overview.nowMs)
    return worst === undefined ? 'fine' : weightOf[worst]
  })
  const count = (weight: string): number => weights.filter((one) => one === weight).length
  return (
    <div className={css['counts']}>
      {count('fine') > 0 && (
        <Badge icon="done" tone="jade">
          {text('tills.fine', { count: count('fine') })}
        </Badge>
      )}
      {count('wait') > 0 && (
        <Badge icon="hourglass" tone="wait">
          {text('tills.look', { count: count('wait') })}
        </Badge>
      )}
      {count('stop') > 0 && (
        <Badge icon="refused" tone="stop">
          {text('tills.broken', { count: count('stop') })}
        </Badge>
      )}
    </div>
  )
}
