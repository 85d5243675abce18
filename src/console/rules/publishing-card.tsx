import type { ReactNode } from 'react'
import type { ConsoleChecked } from '../../contract/console-wire.ts'
import { Button } from '../../ui/components/button.tsx'
import card from '../../ui/components/card.module.css'
import { Note } from '../../ui/components/note.tsx'
import { nameIn } from '../../ui/format/locale.ts'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import { Empty } from '../lists/empty.tsx'
import { useText } from '../texts.ts'
import { ChangeList } from './change-list.tsx'
import { Findings } from './findings.tsx'
import type { Publishing, usePublishing } from './publishing.ts'
import css from './rules.module.css'

type Steps = ReturnType<typeof usePublishing>

/** The file that was chosen: what the check says, what it changes, and the question before it goes to work. */
export function PublishingCard({ state, publish, ask, lookAgain, putAway }: Omit<Steps, 'choose'>) {
  const text = useText()
  if (state.kind === 'idle') return null
  return (
    <section className={`${card['card'] ?? ''} ${css['publishing'] ?? ''}`} aria-live="polite">
      <div className={card['head']}>
        <h2>{state.file}</h2>
        {state.kind !== 'checking' && <Button onPress={putAway}>{text('rules.put-away')}</Button>}
      </div>
      <div className={css['body']}>
        {state.kind === 'ready' ? <Ready state={state} publish={publish} ask={ask} /> : <Said state={state} lookAgain={lookAgain} />}
      </div>
    </section>
  )
}

function Said({ state, lookAgain }: { readonly state: Exclude<Publishing, { readonly kind: 'idle' | 'ready' }>; readonly lookAgain: Steps['lookAgain'] }): ReactNode {
  const text = useText()
  switch (state.kind) {
    case 'checking':
      return <Empty icon="hourglass" title={text('rules.checking', { file: state.file })} help="" />
    case 'not-json':
      return <Note icon="refused" tone="stop" title={text('rules.not-json')}>{text('rules.not-json.help', { problem: state.problem })}</Note>
    case 'too-large':
      return <Note icon="refused" tone="stop" title={text('rules.too-large')}>{text('rules.too-large.help')}</Note>
    case 'away':
      return <Note icon="offline" tone="wait" title={text('rules.away')}>{text('rules.away.help')}</Note>
    case 'refused':
      return <Refused findings={state.findings} />
    case 'outdated':
      return (
        <Note icon="warning" tone="wait" title={text('rules.outdated')} actions={<Button onPress={() => void lookAgain()}>{text('rules.look-again')}</Button>}>
          {text('rules.outdated.help', { version: state.version ?? '' })}
        </Note>
      )
    case 'published': {
      const { version, hash, unchanged } = state.published
      return (
        <Note icon="done" tone="jade" title={text(unchanged ? 'rules.published-same' : 'rules.published', { version })}>
          {text(unchanged ? 'rules.published-same.help' : 'rules.published.help', { check: hash.slice(0, 8) })}
        </Note>
      )
    }
  }
}

function Refused({ findings }: { readonly findings: ConsoleChecked['findings'] }) {
  const text = useText()
  const errors = findings.filter((finding) => finding.level === 'error')
  return (
    <>
      <Note icon="refused" tone="stop" title={text('rules.errors', { count: errors.length })}>
        {text('rules.errors.help')}
      </Note>
      <Findings findings={[...errors, ...findings.filter((finding) => finding.level === 'warning')]} />
    </>
  )
}

function Ready({ state, publish, ask }: { readonly state: Extract<Publishing, { readonly kind: 'ready' }>; readonly publish: Steps['publish']; readonly ask: Steps['ask'] }) {
  const text = useText()
  const locale = useLocale()
  const { checked, isSure, isBusy } = state
  const { findings, examplesCount, version, replaces, unchanged } = checked
  if (unchanged) {
    return (
      <Note icon="info" title={text('rules.unchanged')}>
        {text('rules.unchanged.help', { version })}
      </Note>
    )
  }
  return (
    <>
      <Note icon="done" tone="jade" title={text('rules.fine')}>
        {examplesCount === 0 ? text('rules.examples-none') : text('rules.examples', { count: examplesCount })}
      </Note>
      {findings.length > 0 && (
        <>
          <Note icon="warning" tone="wait" title={text('rules.warnings', { count: findings.length })}>
            {text('rules.warnings.help')}
          </Note>
          <Findings findings={findings} />
        </>
      )}
      <h3 className={css['caption']}>
        {text('rules.changes')} <small>{replaces === null ? text('rules.changes-first') : text('rules.changes-against', { version: replaces })}</small>
      </h3>
      <ChangeList changes={checked.changes} />
      {isSure ? (
        <Note
          icon="help"
          title={text('rules.sure', { version })}
          actions={
            <>
              <Button tone="go" isDisabled={isBusy} onPress={() => void publish()}>
                {text('rules.sure.yes')}
              </Button>
              <Button isDisabled={isBusy} onPress={() => ask(false)}>
                {text('rules.sure.no')}
              </Button>
            </>
          }
        >
          {text('rules.sure.help')}
        </Note>
      ) : (
        <div className={css['go']}>
          <Button tone="go" onPress={() => ask(true)}>
            {text('rules.publish', { version })}
          </Button>
          <span>{nameIn(checked.name, locale)}</span>
        </div>
      )}
    </>
  )
}
