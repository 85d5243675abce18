import type { ReactNode } from 'react'
import { Button } from '../../ui/components/button.tsx'
import { Icon } from '../../ui/components/icon.tsx'
import { Key } from '../../ui/components/key.tsx'
import { DigitKey, Keypad } from '../../ui/components/keypad.tsx'
import { Sheet } from '../../ui/components/sheet.tsx'
import { classes } from '../../ui/components/classes.ts'
import { capOf } from '../keys/commands.ts'
import { keysOfTheSale } from '../returns/return-keys.ts'
import { useKeys } from '../keys/layers.ts'
import { closePanel } from '../state/view.ts'
import { useText } from '../texts.ts'
import css from './hand-form.module.css'

const AMOUNT_CHARS_MAX = 10

/** A digit, a point or '\b', behind an amount. */
export function typeAmount(typed: string, character: string): string {
  if (character === '\b') return typed.slice(0, -1)
  const next = typed + character
  return next.length <= AMOUNT_CHARS_MAX && /^\d*(\.\d{0,2})?$/.test(next) ? next : typed
}

export type HandAmount = {
  readonly label: string
  readonly typed: string
  readonly placeholder: string
  readonly problem: string | null
  readonly onType: (typed: string) => void
}
export type HandReasons<Reason extends string> = {
  readonly label: string
  readonly options: readonly { readonly reason: Reason; readonly words: string }[]
  readonly chosen: Reason | null
  readonly onChoose: (reason: Reason) => void
}

/** What a hand does to money: how much by digits, why by arrows, Enter does it. */
export function HandForm<Reason extends string>({ title, caption, above, amount, reasons, goLabel, isReady, onGo, onUp, onDown }: {
  readonly title: string
  readonly caption: string
  readonly above?: ReactNode
  readonly amount: HandAmount | null
  readonly reasons: HandReasons<Reason> | null
  readonly goLabel: string
  readonly isReady: boolean
  readonly onGo: () => void
  readonly onUp?: () => void
  readonly onDown?: () => void
}) {
  const text = useText()
  const type = (character: string): void => amount?.onType(typeAmount(amount.typed, character))
  const enter = (): void => {
    if (isReady) onGo()
  }
  const move = (step: 1 | -1) => (): void => {
    if (reasons === null) return
    const { options, chosen, onChoose } = reasons
    const place = options.findIndex((option) => option.reason === chosen)
    const next = options[place === -1 ? (step === 1 ? 0 : options.length - 1) : (place + step + options.length) % options.length]
    if (next !== undefined) onChoose(next.reason)
  }
  useKeys('panel', { ...keysOfTheSale, back: closePanel, enter, forward: enter, character: type, 'choice-before': move(-1), 'choice-after': move(1), 'line-up': onUp, 'line-down': onDown })
  return (
    <Sheet title={title} caption={caption} backLabel={text('key.back')} backCap={capOf('back')} onBack={closePanel}>
      <div className={css['form']}>
        {above}
        {amount !== null && <AmountTyped amount={amount} />}
        {reasons !== null && <Reasons reasons={reasons} />}
        {amount === null ? (
          <div className={css['go']}>
            <Key tone="go" label={goLabel} cap={capOf('enter')} isDisabled={!isReady} onPress={onGo} />
          </div>
        ) : (
          <Keypad
            fills
            onPress={(press) => (press.kind === 'digits' ? type(press.digits) : type('\b'))}
            left={<DigitKey digits="." onPress={() => type('.')} />}
            right={<Key mayWrap label={text('key.backspace')} cap="⌫" onPress={() => type('\b')} />}
            side={
              <>
                <Key mayWrap label={text('key.clear-field')} onPress={() => amount.onType('')} />
                <Key mayWrap tone="go" label={goLabel} cap={capOf('enter')} isDisabled={!isReady} onPress={onGo} />
              </>
            }
          />
        )}
      </div>
    </Sheet>
  )
}

function AmountTyped({ amount }: { readonly amount: HandAmount }) {
  return (
    <div>
      <p className={classes(css['amount'], amount.problem !== null && css['wrong'])} role="status" aria-label={amount.label}>
        <span>{amount.label}</span>
        <output className={classes(amount.typed === '' && css['empty'])}>{amount.typed === '' ? amount.placeholder : amount.typed}</output>
      </p>
      {amount.problem !== null && (
        <p className={css['problem']} role="alert">
          {amount.problem}
        </p>
      )}
    </div>
  )
}

function Reasons<Reason extends string>({ reasons }: { readonly reasons: HandReasons<Reason> }) {
  return (
    <div>
      <p className={css['caption']}>
        {reasons.label} <kbd>{`${capOf('choice-before')} ${capOf('choice-after')}`}</kbd>
      </p>
      <div className={css['reasons']} role="group" aria-label={reasons.label}>
        {reasons.options.map(({ reason, words }) => (
          <Button key={reason} isChosen={reason === reasons.chosen} onPress={() => reasons.onChoose(reason)}>
            {reason === reasons.chosen && <Icon name="check" size="s" />}
            {words}
          </Button>
        ))}
      </div>
    </div>
  )
}
