import { Badge, type BadgeTone } from '../../ui/components/badge.tsx'
import type { IconName } from '../../ui/components/icon.tsx'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import { useText } from '../texts.ts'
import { partName, settingWords, type ProgrammeChange } from './change-words.ts'
import css from './rules.module.css'

const icons: Record<ProgrammeChange['kind'], IconName> = { added: 'plus', removed: 'minus', changed: 'exchange' }
const tones: Record<ProgrammeChange['kind'], BadgeTone> = { added: 'jade', removed: 'stop', changed: 'plain' }

/** What the new version changes, part by part, in words. */
export function ChangeList({ changes }: { readonly changes: readonly ProgrammeChange[] }) {
  const text = useText()
  if (changes.length === 0) return <p className={css['quiet']}>{text('rules.only-words')}</p>
  return (
    <ul className={css['changes']}>
      {changes
        .filter(({ part }) => part !== 'example')
        .map((change) => (
          <ChangeRow key={`${change.part} ${change.id}`} change={change} />
        ))}
      {(['added', 'changed', 'removed'] as const).map((kind) => (
        <Examples key={kind} kind={kind} names={changes.filter((change) => change.part === 'example' && change.kind === kind).map(({ id }) => id)} />
      ))}
    </ul>
  )
}

/** Examples are cases with results: there is nothing to read in them here but their names, so they share a row. */
function Examples({ kind, names }: { readonly kind: ProgrammeChange['kind']; readonly names: readonly string[] }) {
  const text = useText()
  if (names.length === 0) return null
  return (
    <li>
      <div className={css['part']}>
        <ChangeBadge kind={kind} />
        <span>{text('change.examples', { count: names.length })}</span>
      </div>
      <ul>
        <li>{names.join(text('change.comma'))}</li>
      </ul>
    </li>
  )
}

function ChangeBadge({ kind }: { readonly kind: ProgrammeChange['kind'] }) {
  const text = useText()
  return (
    <Badge icon={icons[kind]} tone={tones[kind]}>
      {text(`change.${kind}`)}
    </Badge>
  )
}

function ChangeRow({ change }: { readonly change: ProgrammeChange }) {
  const text = useText()
  const locale = useLocale()
  return (
    <li>
      <div className={css['part']}>
        <ChangeBadge kind={change.kind} />
        <span>{text(`change.part.${change.part}`)}</span>
        <b>{partName(change, locale)}</b>
      </div>
      {change.settings.length > 0 && (
        <ul>
          {change.settings.map((setting) => (
            <li key={setting.path}>{settingWords(setting, change.kind, text)}</li>
          ))}
        </ul>
      )}
    </li>
  )
}
