import { useEffect, useRef, type RefObject } from 'react'
import { Button } from '../../ui/components/button.tsx'
import { Field } from '../../ui/components/field.tsx'
import { Key } from '../../ui/components/key.tsx'
import { DigitKey, Keypad } from '../../ui/components/keypad.tsx'
import type { KeypadPress } from '../../ui/components/keypad-press.ts'
import { Note } from '../../ui/components/note.tsx'
import { formatMoney, formatNote, MONEY_MARK } from '../../ui/format/money.ts'
import { capOf } from '../keys/commands.ts'
import { useKeys } from '../keys/layers.ts'
import type { TenderDraft } from '../state/view.ts'
import { useText, type TillText } from '../texts.ts'
import { quickNotes } from './quick-notes.ts'
import { pressTender, restMinor, typeAmount } from './tender-draft.ts'
import { useTender, type TenderView } from './use-tender.ts'
import css from './tender.module.css'

/** How much was handed over, or how much the terminal took, and its reference. */
export function TenderColumn() {
  const text = useText()
  const tender = useTender()
  const { payMinor, draft, change, forward, back, choose } = tender
  const rest = restMinor(payMinor, draft.taken)
  useKeys('screen', {
    forward,
    enter: forward,
    back,
    exact: () => change({ ...draft, typed: amountText(rest), problem: null }),
    'tender-cash': () => choose('cash'),
    'tender-wallet': () => choose('wallet'),
    'tender-card': () => choose('card'),
  })
  return (
    <>
      <header className={css['head']}>
        <h2>{text(`tender.ask.${draft.kind}`)}</h2>
        <p>
          {text('tender.this-takes')} <b>{formatMoney(rest)}</b>
        </p>
      </header>
      <div className={css['body']}>
        {draft.isLeaving ? <Leaving onStay={() => change({ ...draft, isLeaving: false })} onLeave={back} /> : <Entry tender={tender} rest={rest} />}
      </div>
    </>
  )
}

function Entry({ tender: { draft, step, change }, rest }: { readonly tender: TenderView; readonly rest: number }) {
  const text = useText()
  const amount = useRef<HTMLInputElement>(null)
  useFocusOn(amount, draft)
  const press = (pressed: KeypadPress): void => change(pressTender(draft, pressed))
  const problem = draft.problem ?? (step.kind === 'wrong' && step.problem === 'over-rest' ? step.problem : null)
  return (
    <>
      <Field
        size="amount"
        inputMode="decimal"
        inputRef={amount}
        label={text(draft.kind === 'cash' ? 'tender.tendered' : 'tender.amount')}
        typed={draft.typed}
        placeholder={amountText(rest)}
        before={<span className={css['mark']}>{MONEY_MARK}</span>}
        problem={problem === null ? undefined : problemText(problem, text)}
        onType={(typed) => change({ ...typeAmount(draft, typed), field: 'amount' })}
        onFocus={() => change({ ...draft, field: 'amount' })}
        charsMax={13}
      />
      {draft.kind === 'cash' ? <Notes draft={draft} rest={rest} change={change} /> : <Reference draft={draft} change={change} />}
      <Keypad
        fills
        onPress={press}
        left={<DigitKey digits="00" onPress={press} />}
        right={<DigitKey digits="." onPress={press} />}
        side={
          <>
            <Key mayWrap label={text('key.backspace')} cap="⌫" onPress={() => press({ kind: 'back' })} />
            <Key mayWrap label={text('key.clear-field')} onPress={() => press({ kind: 'clear' })} />
          </>
        }
      />
    </>
  )
}

/** What customers are likely to hand over. */
function Notes({ draft, rest, change }: { readonly draft: TenderDraft; readonly rest: number; readonly change: TenderView['change'] }) {
  const text = useText()
  const take = (noteMinor: number): void => change({ ...draft, typed: amountText(noteMinor), problem: null })
  return (
    <div className={css['notes']}>
      {quickNotes(rest).map((noteMinor) => (
        <Key key={noteMinor} isDigit isChosen={amountText(noteMinor) === draft.typed} label={formatNote(noteMinor)} onPress={() => take(noteMinor)} />
      ))}
      <Key label={text('tender.exact')} cap={capOf('exact')} onPress={() => take(rest)} />
    </div>
  )
}

function Reference({ draft, change }: { readonly draft: TenderDraft; readonly change: TenderView['change'] }) {
  const text = useText()
  return (
    <Field
      label={text('tender.reference')}
      typed={draft.reference}
      onType={(reference) => change({ ...draft, reference, field: 'reference' })}
      onFocus={() => change({ ...draft, field: 'reference' })}
      charsMax={64}
    />
  )
}

/** Money was taken on a terminal: going back does not give it back. */
function Leaving({ onStay, onLeave }: { readonly onStay: () => void; readonly onLeave: () => void }) {
  const text = useText()
  return (
    <Note
      icon="warning"
      tone="stop"
      title={text('tender.leaving')}
      actions={
        <>
          <Button onPress={onStay}>{text('tender.leaving.stay')}</Button>
          <Button tone="stop" cap={capOf('back')} onPress={onLeave}>
            {text('tender.leaving.leave')}
          </Button>
        </>
      }
    >
      {text('tender.leaving.help')}
    </Note>
  )
}

/** "120.80" as a cashier would type it. */
function amountText(totalMinor: number): string {
  return formatMoney(totalMinor).replaceAll(',', '')
}

function problemText(problem: NonNullable<TenderDraft['problem']>, text: TillText): string {
  if (problem === 'nothing') return text('typed.empty')
  return problem === 'over-rest' ? text('tender.over-rest') : text(`typed.${problem}`)
}

/** The amount has the focus whenever a tender begins, and again after each part. */
function useFocusOn(amount: RefObject<HTMLInputElement | null>, draft: TenderDraft): void {
  const { kind } = draft
  const parts = draft.taken.length
  useEffect(() => {
    amount.current?.focus()
  }, [amount, kind, parts])
}
