import { useState } from 'react'
import { Button } from '../../ui/components/button.tsx'
import { Field } from '../../ui/components/field.tsx'
import { Key } from '../../ui/components/key.tsx'
import { DigitKey, Keypad } from '../../ui/components/keypad.tsx'
import { typeInto, type KeypadPress } from '../../ui/components/keypad-press.ts'
import { Note } from '../../ui/components/note.tsx'
import { Sheet } from '../../ui/components/sheet.tsx'
import { plainDigits } from '../../ui/format/digits.ts'
import { formatMoney, MONEY_MARK, readMoney } from '../../ui/format/money.ts'
import { capOf } from '../keys/commands.ts'
import { useKeys } from '../keys/layers.ts'
import { useActions, useDesk } from '../state/context.ts'
import { closePanel } from '../state/view.ts'
import { useText } from '../texts.ts'
import css from './number-panel.module.css'

/** How much to pay with stored value: a sum, all that fits, or none; and what there is of it, paid in and given on top. */
export function StoredValuePanel() {
  const text = useText()
  const actions = useActions()
  const { member, quote } = useDesk()
  const usedMinor = quote.kind === 'quoted' ? quote.result.storedValue.principalMinor + quote.result.storedValue.bonusMinor : 0
  const [typed, setTyped] = useState(usedMinor === 0 ? '' : formatMoney(usedMinor).replaceAll(',', ''))
  const [problem, setProblem] = useState<string | undefined>()

  const pay = async (storedValueMinor: number | 'max'): Promise<void> => {
    if (await actions.payStoredValue(storedValueMinor)) closePanel()
  }
  const enter = (): void => {
    const read = readMoney(typed)
    if (read.kind === 'number') void pay(read.totalMinor)
    else setProblem(text(`typed.${read.why}`))
  }
  const type = (next: string): void => {
    const plain = plainDigits(next)
    const fits = /^\d{0,9}(\.\d{0,2})?$/.test(plain)
    setProblem(fits ? undefined : text('typed.not-a-number'))
    if (fits) setTyped(plain)
  }
  useKeys('panel', { back: closePanel, enter, forward: enter, 'tender-stored': () => void pay('max'), 'use-max': () => void pay('max') })
  const press = (pressed: KeypadPress): void => type(typeInto(typed, pressed, 12))
  const stored = member?.storedValue ?? null
  if (stored === null) return null
  return (
    <Sheet
      title={text('stored.title')}
      caption={text('stored.usable', { usable: formatMoney(stored.usableHereMinor) })}
      backLabel={text('key.back')}
      backCap={capOf('back')}
      onBack={closePanel}
      keys={
        <>
          <Key tone="go" label={text('stored.use')} cap={capOf('enter')} isDisabled={typed === ''} onPress={enter} />
          <Key label={text('stored.none')} onPress={() => void pay(0)} />
        </>
      }
    >
      <div className={css['body']}>
        <dl className={css['sums']}>
          <div>
            <dt>{text('stored.principal')}</dt>
            <dd>{formatMoney(stored.principalMinor)}</dd>
          </div>
          <div>
            <dt>{text('stored.bonus')}</dt>
            <dd>{formatMoney(stored.bonusMinor)}</dd>
          </div>
        </dl>
        <Field size="amount" autoFocus inputMode="decimal" label={text('stored.field')} typed={typed} placeholder="0.00" before={<span>{MONEY_MARK}</span>} problem={problem} onType={type} charsMax={13} />
        {stored.usableHereMinor === 0 ? (
          <Note icon="hourglass" tone="wait" title={text('stored.not-here')}>
            {text('stored.not-here.help')}
          </Note>
        ) : (
          <Button cap={capOf('tender-stored')} onPress={() => void pay('max')}>
            {text('stored.max')}
          </Button>
        )}
        <Keypad
          fills
          onPress={press}
          left={<DigitKey digits="." onPress={press} />}
          right={<Key mayWrap label={text('key.backspace')} cap="⌫" onPress={() => press({ kind: 'back' })} />}
        />
      </div>
    </Sheet>
  )
}
