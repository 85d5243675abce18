import { formatStamp } from '../../ui/format/dates.ts'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import type { ConsoleOverview } from '../../contract/console-wire.ts'
import { askSuspense } from '../api.ts'
import { PageHead } from '../frame/page-head.tsx'
import { useAsked } from '../state/asked.ts'
import { tillName } from '../state/words.ts'
import { useText } from '../texts.ts'
import { Empty } from './empty.tsx'
import { ListCard } from './list-card.tsx'
import css from './list.module.css'

/** What was received but not booked: a person decides. */
export function DifferencesPage({ overview }: { readonly overview: ConsoleOverview }) {
  const text = useText()
  const locale = useLocale()
  const waiting = overview.tills.reduce((sum, till) => sum + till.suspenseEvents, 0)
  const answer = useAsked(String(waiting), askSuspense)
  return (
    <>
      <PageHead title={text('differences.title')} under={text('differences.help')} />
      <ListCard title={text('differences.title')}>
        {answer === null && <Empty icon="hourglass" title={text('loading')} help="" />}
        {answer?.events.length === 0 && <Empty icon="done" title={text('differences.empty')} help={text('differences.empty.help')} />}
        {answer !== null && answer.events.length > 0 && (
          <table className={css['table']}>
            <thead>
              <tr>
                <th>{text('differences.till')}</th>
                <th>{text('differences.since')}</th>
                <th>{text('differences.place')}</th>
                <th>{text('differences.why')}</th>
              </tr>
            </thead>
            <tbody>
              {answer.events.map((event) => (
                <tr key={`${event.tillId} ${event.epoch}.${event.seq}`}>
                  <td className={css['mid']}>{tillName(overview, event, text, locale)}</td>
                  <td>{formatStamp(event.decidedAtMs, overview.timeZone)}</td>
                  <td>{`${event.epoch}.${event.seq}`}</td>
                  <td className={css['wraps']}>
                    {text('differences.unreadable')} <span className={css['quiet']}>{event.detail ?? ''}</span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </ListCard>
    </>
  )
}
