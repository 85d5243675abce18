import { useRef, useState } from 'react'
import { Button } from '../../ui/components/button.tsx'
import { Icon } from '../../ui/components/icon.tsx'
import type { ConsoleOverview } from '../../contract/console-wire.ts'
import { askProgrammes } from '../api.ts'
import { PageHead } from '../frame/page-head.tsx'
import { useAsked } from '../state/asked.ts'
import { useText } from '../texts.ts'
import { PublishingCard } from './publishing-card.tsx'
import { usePublishing } from './publishing.ts'
import { VersionsCard } from './versions-card.tsx'
import css from './rules.module.css'

/** Programmes: which is at work, which were, and publishing the next one, checked and looked at first. */
export function RulesPage({ overview, onSignedOut }: { readonly overview: ConsoleOverview; readonly onSignedOut: () => void }) {
  const text = useText()
  const [publishedCount, setPublishedCount] = useState(0)
  const versions = useAsked(String(publishedCount), askProgrammes)?.programmes ?? null
  const steps = usePublishing(() => setPublishedCount((count) => count + 1), onSignedOut)
  const input = useRef<HTMLInputElement>(null)
  const current = versions?.find((version) => version.current)
  const now = versions === null ? '' : current === undefined ? text('rules.none-yet') : text('rules.now', { version: current.version })
  return (
    <>
      <PageHead title={text('rules.title')} under={now}>
        <input
          ref={input}
          className={css['file']}
          type="file"
          accept=".json,application/json"
          aria-label={text('rules.file')}
          tabIndex={-1}
          onChange={({ target }) => {
            const [file] = target.files ?? []
            if (file !== undefined) void steps.choose(file)
            // The same file, put right, may be chosen again.
            target.value = ''
          }}
        />
        <Button tone={steps.state.kind === 'idle' ? 'go' : 'plain'} onPress={() => input.current?.click()}>
          <Icon name="upload" size="s" />
          {text(steps.state.kind === 'idle' ? 'rules.choose' : 'rules.choose-another')}
        </Button>
      </PageHead>
      <PublishingCard {...steps} />
      <VersionsCard versions={versions} timeZone={overview.timeZone} />
    </>
  )
}
