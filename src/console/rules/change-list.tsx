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
      {changes.map((change) => (
        <ChangeRow key={`${change.part} ${change.id}`} change={change} />
      ))}
    </ul>
  )
}

function ChangeRow({ change }: { readonly change: ProgrammeChange }) {
  const text = useText()
  const locale = useLocale()
  return (
    <li>
      <div className={css['part']}>
        <Badge icon={icons[change.kind]} tone={tones[change.kind]}>
          {text(`change.${change.kind}`)}
        </Badge>
        <span>{text(`change.part.${change.part}`)}</span>
        <b>{partName(change, locale)}</b>
      </div>
      {/* An example is a case with its result: nothing to read here. */}
      {change.part !== 'example' && change.settings.length > 0 && (
        <ul>
          {change.settings.map((setting) => (
            <li key={setting.path}>{settingWords(setting, change.kind, text)}</li>
          ))}
        </ul>
      )}
    </li>
  )
}
