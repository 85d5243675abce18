import { useEffect, useState } from 'react'
import type { Input } from '../../contract/serve.ts'
import type { ValueRefundQuote } from '../../contract/value-calls.ts'
import { Button } from '../../ui/components/button.tsx'
import { Field } from '../../ui/components/field.tsx'
import { Key } from '../../ui/components/key.tsx'
import { Note } from '../../ui/components/note.tsx'
import { Sheet } from '../../ui/components/sheet.tsx'
import { plainDigits } from '../../ui/format/digits.ts'
import { formatMoney, MONEY_MARK, readMoney } from '../../ui/format/money.ts'
import { newId } from '../ids.ts'
import { capOf } from '../keys/commands.ts'
import { useKeys } from '../keys/layers.ts'
import { useActions, useDesk } from '../state/context.ts'
import type { ErrorCode } from '../state/errors.ts'
import { closePanel, showToast } from '../state/view.ts'
import { useText } from '../texts.ts'
import css from './number-panel.module.css'

type PaidBy = Input<'value.refund'>['kind']
const WAYS = ['cash', 'wallet', 'card'] as const satisfies readonly PaidBy[]
/** What it would pay out, as the engine says; for what is typed at this moment. */
type Quoted = { readonly kind: 'nothing' } | { readonly kind: 'quoted'; readonly quote: ValueRefundQuote } | { readonly kind: 'refused'; readonly code: ErrorCode }
const NOTHING: Quoted = { kind: 'nothing' }
/** Long enough to count it out. */
const STAYS_MS = 10_000
const REFERENCE_CHARS_MAX = 64

/** Pays stored value out: how much, by which way, what it takes of the bonus and what stays; done at the second press. */
export function PayOutPanel() {
  const text = useText()
  const actions = useActions()
  const { member } = useDesk()
  const [typed, setTyped] = useState('')
  const [by, setBy] = useState<PaidBy>('cash')
  const [reference, setReference] = useState('')
  const [isArmed, setArmed] = useState(false)
  const [refundId, setRefundId] = useState(newId)
  const quoted = useQuote(typed)
  const type = (next: string): void => {
    const plain = plainDigits(next)
    if (!/^\d{0,9}(\.\d{0,2})?$/.test(plain)) return
    setTyped(plain)
    setArmed(false)
  }
  const payOut = (): void =>
    void actions.once(async () => {
      if (quoted.kind !== 'quoted') return
      if (!isArmed) return setArmed(true)
      const { principalMinor, bonusMinor, refundMinor } = quoted.quote
      const reply = await actions.ask('value.refund', { refundId, principalMinor, bonusMinor, kind: by, reference: by === 'cash' ? '' : reference.trim() })
      setArmed(false)
      if (!reply.ok) {
        // Unknown whether it was done: the same question again answers with what was. Anything else is asked anew.
        if (reply.error.code !== 'engine_away') setRefundId(newId())
        return
      }
      showToast({ tone: 'jade', title: text('pay-out.done', { refund: formatMoney(refundMinor), code: reply.output.receiptCode }), help: text('pay-out.done.help'), staysMs: STAYS_MS })
      closePanel()
    })
  const all = (): void => type(formatMoney(member?.storedValue?.principalMinor ?? 0).replaceAll(',', ''))
  useKeys('panel', { back: closePanel, enter: payOut, forward: payOut, 'use-max': all })
  if (member === null || member.storedValue === null) return null
  const refund = formatMoney(quoted.kind === 'quoted' ? quoted.quote.refundMinor : 0)
  return (
    <Sheet
      title={text('pay-out.title')}
      caption={text('pay-out.caption')}
      backLabel={text('key.back')}
      backCap={capOf('back')}
      onBack={closePanel}
      keys={<Key tone={isArmed ? 'stop' : 'go'} label={text(isArmed ? 'pay-out.again' : 'pay-out.go', { refund })} cap={capOf('enter')} isDisabled={quoted.kind !== 'quoted'} onPress={payOut} />}
    >
      <div className={css['body']}>
        <Field size="amount" autoFocus inputMode="decimal" label={text('pay-out.field')} typed={typed} placeholder="0.00" before={<span>{MONEY_MARK}</span>} onType={type} charsMax={13} />
        <Button cap={capOf('use-max')} onPress={all}>
          {`${text('pay-out.all')} ${formatMoney(member.storedValue.principalMinor)}`}
        </Button>
        <div className={css['sums']} role="group" aria-label={text('pay-out.by')}>
          {WAYS.map((way) => (
            <Button key={way} isChosen={by === way} onPress={() => setBy(way)}>
              {text(`tender.${way}`)}
            </Button>
          ))}
        </div>
        {by !== 'cash' && <Field label={text('pay-out.reference')} typed={reference} onType={setReference} charsMax={REFERENCE_CHARS_MAX} />}
        {quoted.kind === 'refused' && <Note icon="refused" tone="stop" title={text(`error.${quoted.code}`)}>{text(`error.${quoted.code}.help`, { ref: '' })}</Note>}
        {quoted.kind === 'quoted' && <Numbers quote={quoted.quote} />}
      </div>
    </Sheet>
  )
}

function Numbers({ quote }: { readonly quote: ValueRefundQuote }) {
  const text = useText()
  return (
    <dl className={css['numbers']}>
      <Sum words={text('pay-out.pays')} totalMinor={quote.refundMinor} />
      <Sum words={text('pay-out.bonus-goes')} totalMinor={quote.bonusMinor} />
      <Sum words={text('pay-out.left')} totalMinor={quote.leftPrincipalMinor} />
      <Sum words={text('pay-out.left-bonus')} totalMinor={quote.leftBonusMinor} />
    </dl>
  )
}

function Sum({ words, totalMinor }: { readonly words: string; readonly totalMinor: number }) {
  return (
    <div>
      <dt>{words}</dt>
      <dd>{formatMoney(totalMinor)}</dd>
    </div>
  )
}

/** Asks for the numbers of what is typed; an answer for what has been typed over since is dropped. */
function useQuote(typed: string): Quoted {
  const { inquire } = useActions()
  const [answer, setAnswer] = useState<{ readonly typed: string; readonly quoted: Quoted }>({ typed: '', quoted: NOTHING })
  useEffect(() => {
    let isCurrent = true
    const read = readMoney(typed)
    if (read.kind === 'number' && read.totalMinor > 0) {
      void inquire('value.quoteRefund', { principalMinor: read.totalMinor }).then((reply) => {
        if (isCurrent) setAnswer({ typed, quoted: reply.ok ? { kind: 'quoted', quote: reply.output } : { kind: 'refused', code: reply.error.code } })
      })
    }
    return () => {
      isCurrent = false
    }
  }, [inquire, typed])
  return answer.typed === typed ? answer.quoted : NOTHING
}
