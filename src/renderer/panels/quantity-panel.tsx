import { useState } from 'react'
import { Field } from '../../ui/components/field.tsx'
import { Key } from '../../ui/components/key.tsx'
import { DigitKey, Keypad } from '../../ui/components/keypad.tsx'
import { typeInto, type KeypadPress } from '../../ui/components/keypad-press.ts'
import { Sheet } from '../../ui/components/sheet.tsx'
import { formatQuantity, readQuantity, type SaleUnit } from '../../ui/format/counts.ts'
import { plainDigits } from '../../ui/format/digits.ts'
import { nameIn } from '../../ui/format/locale.ts'
import { useLocale } from '../../ui/i18n/use-language.tsx'
import { capOf } from '../keys/commands.ts'
import { useKeys } from '../keys/layers.ts'
import { useActions, useDesk } from '../state/context.ts'
import { closePanel, useView, type QuantityOf } from '../state/view.ts'
import { useText } from '../texts.ts'
import css from './number-panel.module.css'

/** How many, or how heavy: of a line, of the next scan, or of goods by weight. */
export function QuantityPanel({ of }: { readonly of: QuantityOf }) {
  const text = useText()
  const locale = useLocale()
  const actions = useActions()
  const { lines } = useDesk()
  const line = of.kind === 'line' ? lines.find((each) => each.lineId === of.lineId) : undefined
  const unit: SaleUnit = line?.unit ?? (of.kind === 'product' ? of.product.unit : 'piece')
  const [typed, setTyped] = useState('')
  const [problem, setProblem] = useState<string | undefined>()

  const name = line !== undefined ? nameIn(line.name, locale) : of.kind === 'product' ? nameIn(of.product.name, locale) : text('quantity.next-scan')
  const apply = async (quantityMilli: number): Promise<void> => {
    if (of.kind === 'next-scan') useView.setState({ pendingQuantityMilli: quantityMilli })
    else if (of.kind === 'product' && !(await actions.addProduct(of.product.sku, quantityMilli))) return
    else if (of.kind === 'line' && !(await actions.setQuantity(of.lineId, quantityMilli))) return
    closePanel()
  }
  const enter = (): void => {
    const read = readQuantity(typed, unit)
    if (read.kind === 'number') void apply(read.quantityMilli)
    else setProblem(text(`typed.${read.why}`))
  }
  const type = (next: string): void => {
    const plain = plainDigits(next)
    const fits = unit === 'kg' ? /^\d{0,5}(\.\d{0,3})?$/ : /^\d{0,5}$/
    if (fits.test(plain)) setTyped(plain)
    setProblem(fits.test(plain) ? undefined : text(unit === 'kg' ? 'quantity.weight-only' : 'quantity.whole-only'))
  }
  useKeys('panel', { back: closePanel, enter, forward: enter, quantity: closePanel })
  const press = (pressed: KeypadPress): void => type(typeInto(typed, pressed, 9))
  return (
    <Sheet
      title={text(unit === 'kg' ? 'quantity.title.kg' : 'quantity.title.piece')}
      caption={name}
      backLabel={text('key.back')}
      backCap={capOf('back')}
      onBack={closePanel}
      keys={<Key tone="go" label={text('quantity.use')} cap={capOf('enter')} isDisabled={typed === ''} onPress={enter} />}
    >
      <div className={css['body']}>
        <Field
          size="amount"
          autoFocus
          inputMode="decimal"
          label={text(unit === 'kg' ? 'quantity.field.kg' : 'quantity.field.piece')}
          typed={typed}
          placeholder={line === undefined ? '' : formatQuantity(line.quantityMilli, unit)}
          problem={problem}
          onType={type}
          charsMax={12}
        />
        <Keypad
          fills
          onPress={press}
          left={unit === 'kg' ? <DigitKey digits="." onPress={press} /> : <Key mayWrap label={text('key.clear-field')} onPress={() => press({ kind: 'clear' })} />}
          right={<Key mayWrap label={text('key.backspace')} cap="⌫" onPress={() => press({ kind: 'back' })} />}
        />
      </div>
    </Sheet>
  )
}
