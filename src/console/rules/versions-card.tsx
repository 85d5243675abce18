import type { ConsoleProgramme } from '../../contract/console-wire.ts'
import { Badge } from '../../ui/components/badge.tsx'
import { formatStamp } from '../../ui/format/dates.ts'
import { nameIn } from '../../ui/format/locale.ts'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import { programmeFileAddress } from '../api.ts'
import { Empty } from '../lists/empty.tsx'
import { ListCard } from '../lists/list-card.tsx'
import list from '../lists/list.module.css'
import { useText, type ConsoleText } from '../texts.ts'
import css from './rules.module.css'

/** All versions, the newest first, with their check sums; each can be had as the file that the tills have. */
export function VersionsCard({ versions, timeZone }: { readonly versions: readonly ConsoleProgramme[] | null; readonly timeZone: string }) {
  const text = useText()
  return (
    <ListCard title={text('versions.title')} foot={text('versions.help')}>
      {versions === null && <Empty icon="hourglass" title={text('loading')} help="" />}
      {versions?.length === 0 && <Empty icon="document" title={text('versions.empty')} help={text('versions.empty.help')} />}
      {versions !== null && versions.length > 0 && <VersionsTable versions={versions} timeZone={timeZone} />}
    </ListCard>
  )
}

function VersionsTable({ versions, timeZone }: { readonly versions: readonly ConsoleProgramme[]; readonly timeZone: string }) {
  const text = useText()
  const locale = useLocale()
  return (
    <table className={list['table']}>
      <thead>
        <tr>
          <th className={list['right']}>{text('versions.version')}</th>
          <th>{text('versions.name')}</th>
          <th>{text('versions.at')}</th>
          <th>{text('versions.by')}</th>
          <th>{text('versions.check')}</th>
          <th>{text('versions.download')}</th>
        </tr>
      </thead>
      <tbody>
        {versions.map(({ version, name, hash, current, publishedAtMs, publishedBy }) => (
          <tr key={version}>
            <td className={list['rightStrong']}>{version}</td>
            <td className={list['mid']}>
              <span className={css['named']}>
                {nameIn(name, locale)}
                {current && (
                  <Badge icon="done" tone="jade">
                    {text('versions.current')}
                  </Badge>
                )}
              </span>
            </td>
            <td>{formatStamp(publishedAtMs, timeZone)}</td>
            <td>{publisher(publishedBy, text)}</td>
            <td>
              <code title={hash}>{(hash.slice(0, 8).match(/.{4}/g) ?? []).join(' ')}</code>
            </td>
            <td>
              <a className={css['link']} href={programmeFileAddress(version)} download aria-label={text('versions.download-one', { version })}>
                {text('versions.download')}
              </a>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function publisher(publishedBy: string, text: ConsoleText): string {
  switch (publishedBy) {
    case 'console':
      return text('versions.by.console')
    case 'seed':
      return text('versions.by.seed')
    default:
      return publishedBy.startsWith('tillpoint-hq ') ? text('versions.by.command') : publishedBy
  }
}
