import type { TierProgress } from '../../contract/desk-state.ts'
import { Note } from '../../ui/components/note.tsx'
import { formatCount } from '../../ui/format/counts.ts'
import { nameIn, type Locale } from '../../ui/format/locale.ts'
import { formatMoney } from '../../ui/format/money.ts'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import { useText, type TillText } from '../texts.ts'
import css from './member.module.css'

/** "1,860 points to Black", or that this sale reaches it; null: there is no level above. */
function progressText({ metric, next }: TierProgress, text: TillText, locale: Locale): string | null {
  if (next === null) return null
  const tier = nameIn(next.name, locale)
  if (next.missing <= 0) return text('tier.reached', { tier })
  if (metric === 'spend') return text('tier.missing-spend', { tier, missing: formatMoney(next.missing) })
  return text('tier.missing-points', { tier, count: next.missing, missing: formatCount(next.missing) })
}

/** The way to the next level as a line of words and a short bar. */
export function TierProgressText({ progress }: { readonly progress: TierProgress | null }) {
  const text = useText()
  const locale = useLocale()
  const said = progress === null ? null : progressText(progress, text, locale)
  if (progress === null || progress.next === null || said === null) return null
  const { next, qualifyingAfter } = progress
  const reached = next.threshold === 0 ? 1 : Math.min(1, Math.max(0, qualifyingAfter / next.threshold))
  return (
    <span className={css['tierWay']}>
      <span className={css['tierBar']} aria-hidden="true">
        <i style={{ width: `${String(Math.round(reached * 100))}%` }} />
      </span>
      {said}
    </span>
  )
}

/** The same with room for it: on the screen of a saved sale. */
export function TierProgressNote({ progress }: { readonly progress: TierProgress | null }) {
  const text = useText()
  const locale = useLocale()
  const said = progress === null ? null : progressText(progress, text, locale)
  return said === null ? null : <Note icon="flag" title={said} />
}
