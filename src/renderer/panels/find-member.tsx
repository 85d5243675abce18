import { useCallback, useId, useState } from 'react'
import type { MemberCandidate } from '../../contract/till-calls.ts'
import { Button } from '../../ui/components/button.tsx'
import { Field } from '../../ui/components/field.tsx'
import { Icon } from '../../ui/components/icon.tsx'
import { Key } from '../../ui/components/key.tsx'
import { Keypad } from '../../ui/components/keypad.tsx'
import { typeInto, type KeypadPress } from '../../ui/components/keypad-press.ts'
import { Note } from '../../ui/components/note.tsx'
import { Sheet } from '../../ui/components/sheet.tsx'
import { capOf } from '../keys/commands.ts'
import { useKeys } from '../keys/layers.ts'
import { useActions } from '../state/context.ts'
import { closePanel } from '../state/view.ts'
import { useText } from '../texts.ts'
import { foundByOf, queryKind } from './found-by.ts'
import { MemberRow } from './member-row.tsx'
import { useChoice, useFound } from './use-found.ts'
import css from './find-member.module.css'

const QUERY_CHARS_MAX = 100

/** Finds a member who has no card with her: last four digits, pinyin, initials or characters. */
export function FindMember({ firstTyped }: { readonly firstTyped: string }) {
  const text = useText()
  const actions = useActions()
  const listId = useId()
  const [typed, setTyped] = useState(firstTyped)
  const { ask } = actions
  const find = useCallback(
    async (query: string) => {
      const reply = await ask('member.find', { query })
      return reply.ok ? reply.output : null
    },
    [ask],
  )
  const found = useFound(typed, find)
  const candidates = found?.candidates ?? []
  const { chosen, choose, move } = useChoice(candidates.length, candidates.map((each) => each.memberId).join())
  const candidate = candidates[chosen]
  const kind = queryKind(typed)

  const attach = (member: MemberCandidate | undefined): void => {
    if (kind === 'card') void actions.submitCode('typed', typed)
    else if (member !== undefined) void actions.attachMember(member.memberId, foundByOf(kind)).then((attached) => attached && closePanel())
  }
  useKeys('panel', { back: closePanel, enter: () => attach(candidate), forward: () => attach(candidate), 'line-up': () => move(-1), 'line-down': () => move(1), 'no-member': closePanel, member: closePanel })
  const press = (pressed: KeypadPress): void => setTyped((now) => typeInto(now, pressed, QUERY_CHARS_MAX))

  return (
    <Sheet
      title={text('find.title')}
      backLabel={text('key.back')}
      backCap={capOf('back')}
      onBack={closePanel}
      keys={<ChooseKeys candidate={candidate} canChoose={candidate !== undefined || kind === 'card'} onChoose={() => attach(candidate)} />}
    >
      <div className={css['columns']}>
        <div className={css['left']}>
          <Field
            size="big"
            autoFocus
            isLabelHidden
            label={text('find.title')}
            placeholder={text('find.placeholder')}
            typed={typed}
            onType={setTyped}
            charsMax={QUERY_CHARS_MAX}
            before={<Icon name="search" />}
            after={<FoundCount kind={kind} count={found === null ? null : candidates.length} more={found?.more ?? false} />}
          />
          <ul className={css['list']} role="listbox" tabIndex={candidates.length === 0 ? -1 : 0} aria-label={text('find.title')} id={listId}>
            {candidates.map((each, place) => (
              <MemberRow key={each.memberId} candidate={each} isChosen={place === chosen} onHover={() => choose(place)} onChoose={() => attach(each)} />
            ))}
          </ul>
          <FindHelp hasAsked={found !== null} count={candidates.length} />
        </div>
        <ByDigits onPress={press} onClear={() => setTyped('')} />
      </div>
    </Sheet>
  )
}

function ChooseKeys({ candidate, canChoose, onChoose }: { readonly candidate: MemberCandidate | undefined; readonly canChoose: boolean; readonly onChoose: () => void }) {
  const text = useText()
  const label = candidate === undefined ? text('find.choose-none') : text('find.choose', { name: candidate.displayName, tail: candidate.phoneMasked?.slice(-4) ?? '' })
  return (
    <>
      <Key tone="go" mayWrap label={label} cap={capOf('enter')} isDisabled={!canChoose} onPress={onChoose} />
      <Key mayWrap label={text('find.without')} cap={capOf('no-member')} onPress={closePanel} />
    </>
  )
}

/** The keypad for the last digits, and what else may be typed. */
function ByDigits({ onPress, onClear }: { readonly onPress: (press: KeypadPress) => void; readonly onClear: () => void }) {
  const text = useText()
  return (
    <div className={css['right']}>
      <h3>{text('find.by-tail')}</h3>
      <Keypad
        onPress={onPress}
        left={<Key mayWrap label={text('key.clear-field')} onPress={onClear} />}
        right={<Key mayWrap label={text('key.backspace')} cap="⌫" onPress={() => onPress({ kind: 'back' })} />}
      />
      <dl className={css['hints']}>
        {(['tail', 'pinyin', 'initials', 'characters'] as const).map((hint) => (
          <div key={hint}>
            <dt>{text(`find.hint.${hint}.example`)}</dt>
            <dd>{text(`find.hint.${hint}`)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

function FoundCount({ kind, count, more }: { readonly kind: ReturnType<typeof queryKind>; readonly count: number | null; readonly more: boolean }) {
  const text = useText()
  if (kind === 'empty') return null
  const by = text(`find.kind.${kind}`)
  if (count === null) return by
  return more ? text('find.count-more', { by, count }) : text('find.count', { by, count })
}

function FindHelp({ hasAsked, count }: { readonly hasAsked: boolean; readonly count: number }) {
  const text = useText()
  if (hasAsked && count === 0) {
    return (
      <Note icon="help" tone="wait" title={text('find.nobody')} actions={<Button onPress={closePanel}>{text('find.without')}</Button>}>
        {text('find.nobody.help')}
      </Note>
    )
  }
  return (
    <Note icon="info" title={text('find.note')}>
      {text('find.note.help')}
    </Note>
  )
}
