import { Badge } from '../../ui/components/badge.tsx'
import type { IconName } from '../../ui/components/icon.tsx'
import type { ConsoleTill } from '../../contract/console-wire.ts'
import { useText } from '../texts.ts'
import { troublesOf, weightOf, type TillTrouble } from './tasks.ts'

const icons: Record<TillTrouble, IconName> = { suspense: 'refused', fork: 'warning', silent: 'offline', clock: 'clock', revoked: 'lock' }

/** What is the matter with a till, the worst of it, in an icon and words. */
export function TillState({ till, nowMs }: { readonly till: ConsoleTill; readonly nowMs: number }) {
  const text = useText()
  const [worst] = troublesOf(till, nowMs)
  if (worst === undefined) {
    return (
      <Badge icon="done" tone="jade">
        {text('till-state.fine')}
      </Badge>
    )
  }
  return (
    <Badge icon={icons[worst]} tone={weightOf[worst]}>
      {worst === 'suspense' ? text('till-state.suspense', { count: till.suspenseEvents }) : text(`till-state.${worst}`)}
    </Badge>
  )
}
